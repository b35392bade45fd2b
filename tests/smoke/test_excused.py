"""What goes wrong in a healthy page, and is not the site's failure; and its neighbours, which are."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from fixtures.excuse import Excuse
from tests.smoke.judging import check, outcomes
from tests.smoke.stub import Page, Stub
from tests.smoke.test_browser_side import OPENS, page, run

GIVES_UP = (
    "<script>const c = new AbortController();"
    "fetch('{path}', {{method: '{method}', signal: c.signal}}).then({then}).catch(() => 0);{now}</script>"
)
SETTLED = "    page.wait_for_load_state('networkidle')\n"


def gives_up(path: str, method: str = "GET", *, amid: bool = False) -> str:
    """A page's script that gives a request up, before its answer or amid it."""
    return GIVES_UP.format(
        path=path, method=method, then="() => c.abort()" if amid else "0", now="" if amid else "c.abort()"
    )


def test_what_a_page_itself_gives_up_is_no_failure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Unless a part of it waits for that still, or it was a write that nobody has answered."""
    pages = {
        "/ahead": page(gives_up("/long?_rsc=1a2b", amid=True)),
        "/read": page(gives_up("/never?page=2")),
        "/waits": page("<p aria-busy=true>…</p>" + gives_up("/never?page=3")),
        "/amid": page("<p role=progressbar>…</p>" + gives_up("/long?part=4", amid=True)),
        "/write": page(gives_up("/never?save=5", "POST")),
        "/error": page(gives_up("/wrong?_rsc=6", amid=True)),
        "/long": Page("x"),
        "/wrong?_rsc=6": Page("x" * 9_000_000, status=500),
        **{f"/long?{query}": Page("x" * 9_000_000) for query in ("_rsc=1a2b", "part=4")},
        **{f"/never?{query}": Page(hangs=True) for query in ("page=2", "page=3", "save=5")},
    }
    names = ("ahead", "read", "waits", "amid", "write", "error")

    sources = {name: OPENS.format(name=name) + SETTLED for name in names}
    verdict, _ = run(monkeypatch, tmp_path, pages, sources)

    fine = ("ahead", "read")
    assert outcomes(verdict) == {name: "pass" if name in fine else "fail" for name in names}
    assert "GET /never?page=3: given up by the page" in check(verdict, "waits").message
    assert "amid its answer, and a part of the page still waits" in check(verdict, "amid").message
    assert "POST /never?save=5: net::ERR_ABORTED" in check(verdict, "write").message
    assert "GET /wrong?_rsc=6 answered 500" in check(verdict, "error").message


def test_what_others_do_in_a_page_is_not_the_sites(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Their scripts' errors, their sockets; the same of the site's own is."""
    thrown, frame = "throw new Error('theirs')", "<h1>theirs</h1>"
    refused = "<script>new WebSocket('ws://{}/live')</script>"
    with Stub({"/throws.js": Page(thrown, kind="text/javascript"), "/": Page(frame)}) as other:
        pages = {
            "/throws": page(f"<script src={other.url}/throws.js></script>"),
            "/cors": page(f"<script crossorigin src={other.url}/throws.js></script>"),
            "/socket": page(refused.format(other.url.removeprefix("http://"))),
            "/platform": page("<script defer src=/_vercel/insights/script.js></script>"),
            "/speed": page("<script defer src=/_vercel/speed-insights/script.js></script>"),
            "/own-throws": page("<script src=/throws.js></script>"),
            "/own-socket": page("<script>new WebSocket(`ws://${location.host}/live`)</script>"),
            "/own-platform": page("<script defer src=/_vercel/image.js></script>"),
            "/throws.js": Page(thrown, kind="text/javascript"),
        }
        names = [name.removeprefix("/") for name in pages if not name.endswith(".js")]
        sources = {name.replace("-", "_"): OPENS.format(name=name) + SETTLED for name in names}
        verdict, _ = run(monkeypatch, tmp_path, pages, sources)

    assert outcomes(verdict) == {name: "fail" if name.startswith("own_") else "pass" for name in sources}


def test_what_a_team_knows_is_excused_and_counted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """By a pattern or by a path, with its reason; nothing else is."""
    pages = {
        "/known": page(
            "<script>console.error('ResizeObserver loop limit'); fetch('/ab/test?x=1')</script>"
            "<script>setTimeout(() => { throw new Error('ResizeObserver again') })</script>"
        ),
        "/unknown": page("<script>fetch('/abc/test')</script>"),
        "/ab/test?x=1": Page("{}", status=500),
        "/abc/test": Page("{}", status=500),
    }
    sources = {name: OPENS.format(name=name) + SETTLED for name in ("known", "unknown")}
    verdict, _ = run(
        monkeypatch,
        tmp_path,
        pages,
        sources,
        excused=[
            {"message": "ResizeObserver", "reason": "harmless, since May"},
            {"path": "/ab/*", "reason": "the experiment is over"},
        ],
    )

    assert outcomes(verdict) == {"known": "pass", "unknown": "fail"}
    said = check(verdict, "known").message
    assert said == "excused 2 times: harmless, since May; excused 1 times: the experiment is over"


def test_what_a_page_says_of_an_expected_refusal_is_expected(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """And without a refusal it is an error."""
    source = """
def test_it(page, target, watch):
    page.goto(target.address("/{name}"))
    with watch.expecting(401):
        page.locator("button").click()
        page.wait_for_load_state("networkidle")
"""
    says = "<button onclick=\"fetch('{}').then(() => console.error('not let in'))\">x</button>"
    pages = {
        "/refused": page(says.format("/401")),
        "/let-in": page(says.format("/200")),
        "/401": Page("{}", status=401),
        "/200": Page("{}"),
    }
    sources = {"refused": source.format(name="refused"), "let_in": source.format(name="let-in")}
    verdict, _ = run(monkeypatch, tmp_path, pages, sources)

    assert outcomes(verdict) == {"refused": "pass", "let_in": "fail"}


def test_a_failure_names_its_cause(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A request that hangs, and what a refusing API itself says."""
    source = """
from playwright.sync_api import expect
def test_it(page, target):
    page.goto(target.address("/{name}"))
    expect(page.locator("#post"), "the quiz ends in a post").to_be_visible(timeout=2600)
"""
    refusal = Page('{"message": "Invalid API key"}', status=401, kind="application/json")
    pages = {
        "/hangs": page("<script>fetch('/draft?for=me', {method: 'POST'})</script>"),
        "/refused": page("<script>fetch('/rest?select=id')</script>"),
        "/draft?for=me": Page(hangs=True),
        "/rest?select=id": refusal,
    }
    verdict, _ = run(
        monkeypatch, tmp_path, pages, {name: source.format(name=name) for name in ("hangs", "refused")}
    )

    assert "POST /draft?for=me: no answer in" in check(verdict, "hangs").message
    assert "GET /rest?select=id answered 401 (Invalid API key)" in check(verdict, "refused").message


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ({"message": "x"}, "reason"),
        ({"message": "(", "reason": "x"}, "no regular expression"),
        ({"reason": "x"}, "expected one of message"),
        ({"message": "x", "path": "/x", "reason": "x"}, "expected one of message"),
        ({"path": "x", "reason": "x"}, "path"),
    ],
)
def test_an_excuse_says_what_it_excuses_and_why(table: dict[str, str], told: str) -> None:
    """One thing, and a reason."""
    with pytest.raises(ValidationError, match=told):
        Excuse.model_validate(table)
