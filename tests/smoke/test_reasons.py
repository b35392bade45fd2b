"""The reason names the cause where it was seen, and what the page said instead of what was expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from smoke.browsing.trail import Trail
from tests.smoke.judging import check, judge
from tests.smoke.other_site.builds import DraftRefuses, RevokedSessionLoops, RevokedSessionLoopsInScript
from tests.smoke.other_site.site import OtherSite
from tests.smoke.other_site.variants import JOURNEYS
from tests.smoke.stub import Page
from tests.smoke.test_browser_side import page, run
from tests.smoke.test_other_site import RUN, target_of

LOOKS_FOR = """
from playwright.sync_api import expect
from smoke.pages.page import SitePage

def test_it(page, target):
    SitePage(page, target).visit("/{name}")
    expect(page.get_by_text("Your post"), "there is a post").to_be_visible(timeout=1500)
"""


def test_what_the_page_said_instead_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Its alert where it has one that can be seen, else how it begins; in one line, cut between words."""
    pages = {
        "/alert": page(
            "<p>Welcome</p><p role=alert>The model is\n overloaded</p><p role=alert hidden>no</p>"
        ),
        "/plain": page("<nav>Home</nav><main><h2>Server error</h2>" + "<p>sorry</p>" * 90 + "</main>"),
        "/blank": Page("<!doctype html><title>x</title><link rel=icon href='data:,'>"),
        "/gone": Page("<!doctype html><link rel=icon href='data:,'><h1>No such page</h1>", status=404),
    }
    names = ("alert", "plain", "blank", "gone")
    verdict, _ = run(monkeypatch, tmp_path, pages, {name: LOOKS_FOR.format(name=name) for name in names})

    told = {name: check(verdict, name).message for name in names}
    expected = "expected that there is a post, but it is not there; "
    assert told["alert"] == f'{expected}the page /alert says "The model is overloaded"'
    assert told["plain"].startswith(f'{expected}the page /plain says "Server error sorry sorry')
    assert told["plain"].endswith('sorry …"')
    assert told["blank"] == f"{expected}the page /blank is blank"
    assert 'GET /gone answered 404; the page /gone says "No such page"' in told["gone"]


def test_an_api_that_cannot_be_reached_is_named_with_its_host(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As Supabase's is, which nobody has configured: no failure by itself, but why there is one."""
    asks = "<script>fetch('http://127.0.0.1:{port}/auth/v1/token').catch(() => 0)</script>"
    pages = {"/asks": page(asks.format(port=1)), "/asks-too": page(asks.format(port=1) + "<p>Your post</p>")}
    sources = {"asks": LOOKS_FOR.format(name="asks"), "asks_too": LOOKS_FOR.format(name="asks-too")}
    verdict, _ = run(monkeypatch, tmp_path, pages, sources)

    assert "GET http://127.0.0.1:1/auth/v1/token: net::ERR_" in check(verdict, "asks").message
    assert check(verdict, "asks_too").outcome == "pass"


def test_no_reason_is_written_for_programs(tmp_path: Path) -> None:
    """A post that does not come is told in words, with what stands in its place."""
    with DraftRefuses() as site:
        verdict = judge(target_of(site, tmp_path), tmp_path / RUN, env=site.env)

    told = check(verdict, "quiz").message
    assert "expected that the quiz ends in a post, 'Draft', of at least 20 letters, but it has 7" in told
    assert "re.compile" not in told
    assert "\\W" not in told


@pytest.mark.parametrize("build", [RevokedSessionLoops, RevokedSessionLoopsInScript])
def test_a_site_that_leads_in_a_circle_with_an_ended_session_is_told_as_that(
    build: type[OtherSite], tmp_path: Path
) -> None:
    """By redirects or in script; who has no session, or a good one, meets nothing of it."""
    with build() as site:
        verdict = judge(target_of(site, tmp_path), tmp_path / RUN, env=site.env)

    red = {name for name in JOURNEYS if check(verdict, name).outcome == "fail"}
    assert red == {"login"}, verdict.checks
    told = "with a session that has been ended elsewhere the site leads in a circle: /me, /sign-in, /me"
    assert told in check(verdict, "login").message.replace("/sign-in, /me, /sign-in", "/me, /sign-in, /me")
    assert len(check(verdict, "login").attempts) == 1, "it is not tried again"


def test_a_circle_in_script_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The browser answers nothing any more where it goes round faster than it can tell of it."""
    pages = {
        f"/{here}": page(f"<p>Just a moment</p><script>location.replace('/{there}')</script>")
        for here, there in ("ab", "bc", "ca")
    }
    verdict, _ = run(monkeypatch, tmp_path, pages, {"goes_round": LOOKS_FOR.format(name="a")})

    told = check(verdict, "goes_round").message
    assert "the site leads in a circle: " in told
    assert ", … (8 times)" in told
    assert told.endswith('says "x Just a moment"')


def test_a_circle_is_what_one_step_leads_round_and_round() -> None:
    """Neither a page that is reloaded, nor what a visitor goes back to by themselves."""
    trail = Trail()
    for path in ("/a", "/a", "/a", "/a", "/a"):
        trail.goes_on(f"http://x{path}")
    assert trail.circle == ""
    for _ in range(5):
        trail.begins()
        for path in ("/a", "/b?next=a"):
            trail.goes_on(f"http://x{path}")
    assert trail.circle == ""
    for path in ("/a", "/b", "/a", "/b", "/a", "/b"):
        trail.goes_on(f"http://x{path}")
    assert trail.circle == "/b, /a, /b, … (4 times)"
    assert not trail.is_without_end
