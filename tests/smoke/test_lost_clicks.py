"""Pages that are not ready for what a journey does, and pages that do not stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.smoke.judging import check, outcomes
from tests.smoke.stub import Page
from tests.smoke.test_browser_side import page, run

ANONYMOUS = (Path(__file__).parents[2] / "smoke" / "test_anonymous.py").read_text(encoding="utf-8")
CLICKS = """
from playwright.sync_api import expect
from smoke.pages.page import SitePage
def test_it(page, target, watch):
    site = SitePage(page, target)
    site.go("/{name}")
    site.click(page.get_by_role("button"), "Go")
    expect(page.locator("#done")).to_have_text("1", timeout=3000)
"""
BUTTON = (
    "<button>Go</button><p id=done>0</p><script>const button = document.querySelector('button');{}</script>"
)
COUNTS = "() => {{ const p = document.querySelector('#done'); p.textContent = Number(p.textContent) + 1 }}"
SHOWS = "<h1>Mes posts</h1><p>smoke@postry.ai</p>"
LEAVES = (
    "<script>(async () => { for (let i = 0; i < 60; i++) await fetch('/me');location = '/login' })()</script>"
)
LOGIN = "<form><label>Email <input></label><button>Se connecter</button></form>"


# A module that is loaded when it is needed, and takes its time.
SLOW = (
    "await new Promise(then => setTimeout(then, 1000));"
    "export default () => { const p = document.querySelector('#done'); p.textContent = +p.textContent + 1 }"
)


def wired(after_ms: int, does: str = COUNTS) -> Page:
    """A page whose button works so much later."""
    return page(BUTTON.format(f"setTimeout(() => {{ button.onclick = {does.format()} }}, {after_ms})"))


def test_a_click_that_is_lost_is_made_again_and_no_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Whatever it has for an effect, it has it once; a button that is dead is told as that."""
    asks = "() => {{ fetch('/act', {{method: 'POST'}}).then(() => setTimeout(" + COUNTS + ", 900)) }}"
    react = (
        "window.__next_f = []; let taken = false;"
        "button.onclick = () => { if (taken) (" + COUNTS.format() + ")(); else button.title = 'x' };"
        "setTimeout(() => { taken = true; button['__reactProps$1'] = {} }, 900)"
    )
    # What is fetched ahead is no effect, not even where it is led on, as a stranger's dashboard to the login.
    ahead = (
        "setInterval(() => fetch('/fetched', {headers: {'next-router-prefetch': '1'}}), 100);"
        "setTimeout(() => document.head.append(Object.assign(document.createElement('link'),"
        " {rel: 'preload', as: 'script', href: '/ahead.js'})), 600)"
    )
    loads = "async () => { (await import('/slow.js')).default() }"
    pages = {
        "/at-once": wired(0),
        "/late": wired(1300),
        "/asks": wired(0, asks),
        "/loads": page(BUTTON.format(f"button.onclick = {loads}")),
        "/next": page(BUTTON.format(react)),
        "/dead": page(BUTTON.format("")),
        "/dead-and-ahead": page(BUTTON.format(ahead)),
        "/act": Page("{}"),
        "/fetched": Page(status=307, location="/led"),
        "/led": Page("{}"),
        "/ahead.js": Page("", kind="text/javascript"),
        "/slow.js": Page(SLOW, kind="text/javascript"),
    }
    answers = {"/act", "/fetched", "/led", "/ahead.js", "/slow.js"}
    names = [name.removeprefix("/") for name in pages if name not in answers]
    sources = {name.replace("-", "_"): CLICKS.format(name=name) for name in names}
    verdict, site = run(monkeypatch, tmp_path, pages, sources, budgets={"patience_s": 2})

    assert outcomes(verdict) == {name: "fail" if name.startswith("dead") else "pass" for name in sources}
    assert site.asked.count("POST /act") == 1
    for name in ("dead", "dead_and_ahead"):
        assert "'Go' does nothing: after" in check(verdict, name).message


def test_a_dashboard_that_does_not_stay_was_not_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It shows its heading, asks who is there, and leaves."""
    source = """
from smoke.pages.dashboard import DashboardPage
def test_it(page, target, watch):
    dashboard = DashboardPage(page, target)
    dashboard.go("/{name}")
    dashboard.expect_of("smoke@postry.ai")
"""
    pages = {
        "/stays": page(SHOWS + "<script>fetch('/me')</script>"),
        "/leaves": page(SHOWS + LEAVES),
        "/me": Page("{}"),
        "/login": page(LOGIN),
    }
    sources = {name: source.format(name=name) for name in ("stays", "leaves")}
    verdict, _ = run(monkeypatch, tmp_path, pages, sources)

    assert outcomes(verdict) == {"stays": "pass", "leaves": "fail"}
    assert "the dashboard was shown, and then left for /login" in check(verdict, "leaves").message


@pytest.mark.parametrize(
    ("dashboard", "reason"),
    [
        (page(SHOWS), "anybody sees the dashboard"),
        (page(SHOWS + LOGIN), "anybody sees the dashboard"),
        (page(SHOWS + LEAVES.replace("60", "2")), ""),
        (Page(status=303, location="/login"), ""),
        (Page("<h1>Unauthorized</h1>", status=401), ""),
        (Page("<h1>Not found</h1>", status=404), ""),
        (Page("<h1>Mes posts</h1>", status=403), "anybody sees the dashboard"),
        (Page("<h1>Oops</h1>", status=500), "the login page shows its button"),
    ],
)
def test_nobody_sees_the_dashboard_without_a_login(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, dashboard: Page, reason: str
) -> None:
    """Turned away, or led to the login, at once or by the page's own script; no smoke user is needed."""
    pages = {"/dashboard": dashboard, "/login": page(LOGIN), "/me": Page("{}", status=200)}
    verdict, _ = run(monkeypatch, tmp_path, pages, {"anonymous": ANONYMOUS}, budgets={"patience_s": 3})

    assert outcomes(verdict) == {"anonymous": "fail" if reason else "pass"}
    assert reason in check(verdict, "anonymous").message
