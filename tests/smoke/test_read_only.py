"""Read-only mode in the browser: what writes is kept from the site, and what that says of a journey."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixtures.target import Target
from reports.verdict import Outcome, Result, Verdict
from tests.smoke.judging import check, judge, outcomes, own_journeys
from tests.smoke.stub import Page, Stub
from tests.smoke.test_browser_side import CONFTEST, page
from tests.smoke.web import SHARED, WORKER, web

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
from smoke.browsing.visitor import acts
def test_it(page, target, writes):
    page.goto(target.address("/plain"))
    acts(page, "it")
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
BESIDE = """
from playwright.sync_api import expect
def test_it(page, target, writes):
    with writes.needed():
        page.goto(target.address("/{name}"))
        page.wait_for_load_state("networkidle")
        expect(page.get_by_text("never there")).to_be_visible()
"""
OPENS = """
def test_it(page, target):
    page.goto(target.address("/{name}"))
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
            "/says": page(f"{beacon}<script>console.error('the cart is lost')</script>"),
            "/breaks": page(
                "<script>fetch('/api', {method: 'POST'}).catch(() => 0);"
                "fetch('/allowed-and-broken', {method: 'POST'})</script>"
            ),
            "/allowed-and-broken": Page("oops", status=500),
            **{path: Page("ok") for path in ("/api", "/beacon", "/allowed", "/read", "/form", "/save")},
        }
        with Stub(pages) as site:
            fields = {"allowed": allowed, "always": ["POST /allowed*"]}
            target = Target.model_validate(
                {"url": site.url, "own_origins": [own.url], "writes": fields, "budgets": {"patience_s": 1}}
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


def test_a_journey_that_needs_a_write_is_advice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """By a fetch or by a form; its message names the request, and nobody else's result suffers."""
    verdict, site, *_ = visit(
        monkeypatch, tmp_path, allowed=False, needs=NEEDS, submits=SUBMITS, reads=OPENS.format(name="plain")
    )

    assert not [asked for asked in site.asked if not asked.startswith("GET ")]
    for name, write in (("needs", "POST /save"), ("submits", "POST /form")):
        found = check(verdict, name)
        assert (found.outcome, found.blocking) == (Outcome.INCONCLUSIVE, False), found
        assert f"it needs {write}, which read-only mode blocks" in found.message
        assert found.attempts[0].error_class == "needs-write"
    assert check(verdict, "reads").outcome is Outcome.PASS
    assert not {"needs", "submits"} & {reason.check for reason in verdict.reasons}


WAITS = """
def test_it(page, target, writes):
    page.goto(target.address("/{name}"))
    with writes.needed():
        page.evaluate("({send})")
        writes.wait_for(page.get_by_text("saved"), "saved", {within_s})
        assert False, "waited in vain"
"""


def test_a_page_whose_write_was_blocked_is_waited_for_a_moment_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A minute for a post that cannot come would be the budget's; a beacon shortens nothing."""
    post, beacon = "fetch('/save', {method: 'POST'}).catch(() => 0)", "navigator.sendBeacon('/beacon', 'x')"
    verdict, *_ = visit(
        monkeypatch,
        tmp_path,
        allowed=False,
        posts=WAITS.format(name="plain", send=post, within_s=60),
        beacons=WAITS.format(name="plain", send=beacon, within_s=2),
    )

    assert outcomes(verdict) == {"posts": "inconclusive", "beacons": "fail"}
    assert check(verdict, "posts").attempts[0].duration_ms < 20_000
    assert check(verdict, "beacons").message == 'waited in vain; the page /plain says "x Send"'
    assert check(verdict, "beacons").attempts[0].duration_ms > 2000


def test_what_is_broken_beside_a_blocked_write_stays_a_failure(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The page's own errors, a server's 500, what is not there although only a beacon was blocked."""
    verdict, *_ = visit(
        monkeypatch,
        tmp_path,
        allowed=False,
        broken=BROKEN,
        beacon=BESIDE.format(name="beacon-only"),
        breaks=BESIDE.format(name="breaks"),
        throws=OPENS.format(name="throws"),
        says=OPENS.format(name="says"),
    )

    said = {
        "broken": "it is not there",
        "beacon": "it is not there",
        "breaks": "POST /allowed-and-broken answered 500",
        "throws": "undefined",
        "says": "console error: the cart is lost",
    }
    for name, words in said.items():
        found = check(verdict, name)
        assert (found.outcome, found.blocking) == (Outcome.FAIL, True), found
        assert words in found.message
    assert verdict.verdict is Result.FAIL


def test_no_write_slips_past_the_guard(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A popup's first request, workers, pings, a form in somebody else's frame, a redirect to the site."""
    source = """
def test_it(page, target):
    def failing(path):
        return page.context.expect_event("requestfailed", lambda request: request.url.endswith(path))

    with failing("/by-their-form"):
        page.goto(target.address("/start"))
    page.wait_for_function("left === 0")
    with failing("/ping"):
        page.locator("a").click()
    with failing("/by-popup"):
        page.locator("button").click()
    with failing("/by-opened"):
        page.evaluate("window.open('/opened')")
"""
    post = "fetch('{0}', {{method: 'POST', mode: 'no-cors'}}).catch(() => 0)"
    with web() as all_of_it:
        site, api, other = all_of_it.site, all_of_it.api, all_of_it.other
        body = """
            <script>let left = 4; onmessage = () => left--</script>
            <a href='#' ping=/ping>x</a>
            <form method=post action=/by-popup target=_blank><button>Send</button></form>
            <iframe src=OTHER/frame></iframe><iframe src=API/frame></iframe>
            <script>
                new Worker('/worker.js').onmessage = onmessage;
                new SharedWorker('/shared.js').port.onmessage = onmessage;
            </script>"""
        site.pages |= {
            "/start": page(all_of_it.filled(body)),
            "/worker.js": Page(WORKER.format(post.format("/by-worker")), kind="text/javascript"),
            "/shared.js": Page(SHARED.format(post.format("/by-shared-worker")), kind="text/javascript"),
            "/opened": page("<script>navigator.sendBeacon('/by-opened', 'x')</script>"),
        }
        said = "parent.postMessage(0, '*')"
        api.pages["/frame"] = page(f"<script>{post.format('/by-frame')}.then(() => {said})</script>")
        other.pages["/frame"] = page(
            f"<form method=post action={site.url}/by-their-form></form><script>{post.format('/repeats')}"
            f".then(() => {{ {said}; document.forms[0].submit() }})</script>"
        )
        other.pages["/repeats"] = Page(status=307, location=f"{site.url}/by-redirect")
        verdict = all_of_it.judge(monkeypatch, tmp_path, {"journey": source}, may_write=False)

    assert outcomes(verdict) == {"journey": "pass"}, check(verdict, "journey").message
    names = ("frame", "opened", "popup", "redirect", "shared-worker", "their-form", "worker")
    assert verdict.mutations_blocked == [*(f"POST /by-{name}" for name in names), "POST /ping"]
    assert [asked for asked in site.asked + api.asked if not asked.startswith("GET ")] == []
    assert other.asked.count("POST /repeats") == 1


STEP = "<a href=# role=link onclick=\"fetch('/save', {method: 'POST'}).catch(() => 0)\">step</a>"
OWN_IDEA = """
from playwright.sync_api import expect
from smoke.pages.page import SitePage
def test_it(page, target, writes):
    site = SitePage(page, target)
    site.go("/")
    with writes.needed():
        site.click(page.get_by_role("link", name="{name}"), "{name}")
        expect(page.get_by_text("the post"), "there is a post").to_be_visible(timeout=1500)
"""


def test_what_excuses_a_journey_is_a_write_that_its_own_step_asked_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A page's own idea may be what it needs, or not: no pass; what outlives a page excuses nothing."""
    asks = "<script>fetch('/{}', {{method: 'POST'{}}}).catch(() => 0)</script>"
    pages = {
        "/": page("".join(f"<a href=/{name}>{name}</a>" for name in ("own", "kept", "tunnel")) + STEP),
        "/own": page(asks.format("generate", "")),
        "/kept": page(asks.format("collect", ", keepalive: true, body: 'x'")),
        "/tunnel": page(asks.format("monitoring?o=1", "")),
    }
    names = ("own", "kept", "tunnel", "step")
    own_journeys(monkeypatch, tmp_path / "suite", **{name: OWN_IDEA.format(name=name) for name in names})
    (tmp_path / "suite" / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    with Stub(pages) as site:
        verdict = judge(Target(url=site.url, name="production"), tmp_path / "run")

    assert outcomes(verdict) == {
        "own": "inconclusive",
        "kept": "fail",
        "tunnel": "fail",
        "step": "inconclusive",
    }
    assert [check(verdict, name).blocking for name in names] == [True, True, True, False]
    assert (
        "there is a post, but it is not there; but read-only mode blocks POST /generate"
        in check(verdict, "own").message
    )
    assert not [asked for asked in site.asked if asked.startswith("POST")]


def test_what_tells_of_a_request_goes_no_further(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """That it is to outlive its page is for the gate's ears, not for the site's."""
    source = """
def test_it(page, target):
    page.goto(target.address("/"))
    page.evaluate("fetch('/read', {keepalive: true}).then(answer => answer.text())")
"""
    own_journeys(monkeypatch, tmp_path / "suite", it=source)
    (tmp_path / "suite" / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    with Stub({"/": page(""), "/read": Page("x")}) as site:
        verdict = judge(Target(url=site.url, name="production"), tmp_path / "run")

    assert outcomes(verdict) == {"it": "pass"}
    sent = next(headers for path, headers in site.seen if path == "/read")
    assert not [name for name in sent if "firedrill" in name]
