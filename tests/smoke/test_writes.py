"""What the gate may write: kept from the site in read-only mode, and marked where it is let through."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest

from fixtures.target import Target
from reports.verdict import Outcome, Result, Verdict
from smoke.failures import NeedsWriteError
from smoke.writes import Writes
from tests.smoke.judging import check, judge, outcomes, own_journeys
from tests.smoke.stub import Page, Stub
from tests.smoke.test_browser_side import CONFTEST, page

TEXT = "C'est l'été : 100 % d'envie & \"de\" lumière"
MARK = "[firedrill-gate/run]"


# What is decided.


@pytest.mark.parametrize(
    ("fields", "may"),
    [
        ({"name": "production", "url": "https://a.example"}, False),
        ({"name": "production", "url": "http://127.0.0.1:1"}, False),
        ({"name": "preview", "url": "https://a.example"}, True),
        ({"url": "https://a.example"}, False),
        ({"url": "http://localhost:3000"}, True),
        ({"name": "production", "url": "https://a.example", "writes": {"allowed": True}}, True),
        ({"name": "preview", "url": "https://a.example", "writes": {"allowed": False}}, False),
    ],
)
def test_who_may_write(fields: dict[str, Any], may: bool) -> None:
    """As stated; otherwise not in production, and not where nobody has said whose site it is."""
    assert Target.model_validate(fields).may_write is may


def test_the_allow_list_lets_through_what_it_names() -> None:
    """A method and a path, a star at the end for anything; all else is noted."""
    writes = Writes(allowed=False, always=("POST /api/login", "PUT /draft/*"))

    let = [
        writes.lets_through(*asked.split(" "))
        for asked in ("POST /api/login", "PUT /draft/7", "POST /api/login/x", "DELETE /draft/7", "POST /")
    ]

    assert let == [True, True, False, False, False]
    assert writes.blocked == ["POST /api/login/x", "DELETE /draft/7", "POST /"]


def test_where_writing_is_allowed_nothing_is_blocked() -> None:
    """Nor noted."""
    writes = Writes(allowed=True, always=())

    assert writes.lets_through("DELETE", "/everything")
    assert writes.blocked == []


def test_what_fails_for_want_of_a_write_is_no_failure() -> None:
    """Only if it was blocked within the block; the message names the request."""
    writes = Writes(allowed=False, always=())
    writes.lets_through("POST", "/beacon")

    with pytest.raises(AssertionError, match="the button is dead"), writes.needed():
        raise AssertionError("the button is dead")
    assert not writes.has_missed

    def saves() -> None:
        with writes.needed():
            writes.lets_through("POST", "/save")
            raise AssertionError("not saved")

    with pytest.raises(NeedsWriteError, match="needs POST /save, which read-only mode blocks"):
        saves()
    assert writes.has_missed


# What is marked.


@pytest.mark.parametrize("ascii_only", [True, False])
def test_a_post_in_json_is_marked(ascii_only: bool) -> None:
    """Whichever way its letters are escaped; the rest of the body stays."""
    body = json.dumps({"content": f"Un début.\n\n{TEXT}", "tone": 3}, ensure_ascii=ascii_only)
    marked = json.loads(_marked(body, "application/json"))

    assert marked == {"content": f"Un début.\n\n{TEXT} {MARK}", "tone": 3}


def test_a_post_in_a_form_is_marked() -> None:
    """As browsers encode forms."""
    marked = parse_qs(_marked(urlencode({"text": TEXT, "a": "b"}), "application/x-www-form-urlencoded"))

    assert marked == {"text": [f"{TEXT} {MARK}"], "a": ["b"]}


def test_a_post_in_parts_is_marked() -> None:
    """Plain text within multipart, as server actions send it."""
    body = f'--x\r\nContent-Disposition: form-data; name="1"\r\n\r\n{TEXT}\r\n--x--'

    assert f"{TEXT} {MARK}\r\n--x--" in _marked(body, "multipart/form-data; boundary=x")


def test_what_does_not_hold_the_post_stays_as_it_is() -> None:
    """And nothing is claimed."""
    writes = Writes(allowed=True, always=())
    assert writes.marked(TEXT, "text/plain") == "", "nothing to mark yet"
    writes.mark(TEXT, MARK)

    assert writes.marked('{"draft": 7}', "application/json") == ""
    assert not writes.has_marked


def _marked(body: str, content_type: str) -> str:
    writes = Writes(allowed=True, always=())
    writes.mark(TEXT, MARK)
    marked = writes.marked(body, content_type)
    assert writes.has_marked
    return marked


# In the browser.

WRITER = """
<form id=f method=post action=/form><button>Send</button></form>
<script>
  const say = error => console.error('telemetry: ' + error.message);
  navigator.sendBeacon('/beacon', 'x');
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) fetch('/api', {method}).catch(say);
  fetch('/allowed', {method: 'POST'}).then(() => { document.title = 'allowed' });
  fetch('/read').then(() => 0);
  fetch('OTHER/theirs', {method: 'POST', mode: 'no-cors'});
  fetch('OWN/ours', {method: 'POST', mode: 'no-cors'}).catch(say);
</script>"""
VISITS = """
from playwright.sync_api import expect
def test_it(page, target):
    page.goto(target.address("/writer"))
    expect(page).to_have_title("allowed")
    page.wait_for_load_state("networkidle")
"""
NEEDS = """
from playwright.sync_api import expect
def test_it(page, target, writes):
    page.goto(target.address("/plain"))
    with writes.needed():
        page.evaluate("fetch('/save', {method: 'POST'}).catch(() => 0)")
        expect(page.get_by_text("saved")).to_be_visible()
"""
SUBMITS = NEEDS.replace(
    "page.evaluate(\"fetch('/save', {method: 'POST'}).catch(() => 0)\")",
    'page.get_by_role("button").click()',
)
BROKEN = """
from playwright.sync_api import expect
def test_it(page, target, writes):
    page.goto(target.address("/beacon-only"))
    page.wait_for_load_state("networkidle")
    with writes.needed():
        expect(page.get_by_text("never there")).to_be_visible()
"""
THROWS = """
def test_it(page, target):
    page.goto(target.address("/throws"))
    page.wait_for_load_state("networkidle")
"""


def visit(
    monkeypatch: pytest.MonkeyPatch, folder: Path, *, allowed: bool, **sources: str
) -> tuple[Verdict, Stub, Stub, Stub]:
    """Judge a site that writes, with another origin of its own, and with somebody else's."""
    own_journeys(monkeypatch, folder / "suite", **sources)
    (folder / "suite" / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    beacon = "<script>navigator.sendBeacon('/beacon', 'x')</script>"
    with Stub({"/theirs": Page()}) as other, Stub({"/ours": Page("ok", kind="text/plain")}) as own:
        pages = {
            "/": Page(),
            "/writer": page(WRITER.replace("OTHER", other.url).replace("OWN", own.url)),
            "/plain": page("<form method=post action=/form><button>Send</button></form>"),
            "/beacon-only": page(beacon),
            "/throws": page(f"{beacon}<script>fetch('/api', {{method: 'POST'}}); undefined.id</script>"),
            **{path: Page("ok") for path in ("/api", "/beacon", "/allowed", "/read", "/form", "/save")},
        }
        with Stub(pages) as site:
            fields = {"allowed": allowed, "always": ["POST /allowed"]}
            target = Target.model_validate(
                {"url": site.url, "own_origins": [own.url], "writes": fields, "budgets": {"patience_s": 2}}
            )
            return judge(target, folder / "run"), site, own, other


def test_read_only_mode_keeps_writes_from_the_site(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """By fetch and beacon, on every origin of its own; what reads, what is allowed, and others are let be."""
    verdict, site, own, other = visit(monkeypatch, tmp_path, allowed=False, visits=VISITS)

    assert outcomes(verdict) == {"visits": "pass"}, check(verdict, "visits").message
    written = [asked for asked in site.asked if not asked.startswith("GET ")]
    assert written == ["POST /allowed"]
    assert "GET /read" in site.asked
    assert own.asked == []
    assert other.asked == ["POST /theirs"]
    assert verdict.mutations_blocked == [
        "DELETE /api",
        "PATCH /api",
        "POST /api",
        "POST /beacon",
        "POST /ours",
        "PUT /api",
    ]


def test_where_writing_is_allowed_all_of_it_arrives(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """And nothing is told as blocked."""
    verdict, site, own, _ = visit(monkeypatch, tmp_path, allowed=True, visits=VISITS)

    assert outcomes(verdict) == {"visits": "pass"}, check(verdict, "visits").message
    assert {"POST /beacon", "PUT /api", "PATCH /api", "DELETE /api"} <= set(site.asked)
    assert own.asked == ["POST /ours"]
    assert verdict.mutations_blocked == []


def test_a_journey_that_needs_a_write_is_advice_and_one_that_fails_is_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """By a fetch or by a form; a page that is broken beside a blocked beacon stays broken."""
    verdict, site, *_ = visit(
        monkeypatch, tmp_path, allowed=False, needs=NEEDS, submits=SUBMITS, broken=BROKEN, throws=THROWS
    )

    assert not [asked for asked in site.asked if not asked.startswith("GET ")]
    for name, write in (("needs", "POST /save"), ("submits", "POST /form")):
        found = check(verdict, name)
        assert (found.outcome, found.blocking) == (Outcome.INCONCLUSIVE, False), found
        assert f"it needs {write}, which read-only mode blocks" in found.message
        assert found.attempts[0].error_class == "needs-write"
    for name, said in (("broken", "not found"), ("throws", "undefined")):
        found = check(verdict, name)
        assert (found.outcome, found.blocking) == (Outcome.FAIL, True), found
        assert said in found.message
    assert verdict.verdict is Result.FAIL
