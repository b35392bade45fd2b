"""Scribely by itself, over plain HTTP: what the gate's tests rest on is so without the gate."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest

from tests.smoke.other_site.builds import BehindForeignDoor
from tests.smoke.other_site.cdn import FACTS, PICTURE
from tests.smoke.other_site.people import NEIGHBOUR, SMOKE
from tests.smoke.other_site.site import ENTRY, SESSION, OtherSite

PATHS = ("/", "/welcome", "/site.css", "/create", "/sign-in", "/me", "/sign-out", "/nowhere")


@pytest.fixture
def site() -> Iterator[OtherSite]:
    """A healthy one."""
    with OtherSite() as site:
        yield site


def visitor(site: OtherSite, session: str = "") -> httpx.Client:
    """Somebody who was let in; follows nothing by themselves."""
    cookies = {ENTRY: site.entry, **({SESSION: session} if session else {})}
    return httpx.Client(base_url=site.url, cookies=cookies, trust_env=False)


def signed_in(site: OtherSite) -> httpx.Client:
    """The smoke user."""
    with visitor(site) as guest:
        answer = guest.post("/session", data={"email": SMOKE.email, "passphrase": site.passphrase})
    return visitor(site, answer.cookies[SESSION])


def knock(site: OtherSite, **headers: str) -> httpx.Response:
    """Ask for the landing page without a cookie."""
    return httpx.get(f"{site.url}/welcome", headers=headers, trust_env=False)


@pytest.mark.parametrize("path", PATHS)
def test_every_path_is_closed_to_strangers(site: OtherSite, path: str) -> None:
    """Those that lead elsewhere or do not exist, too."""
    assert httpx.get(site.url + path, trust_env=False).status_code == 401
    assert httpx.get(site.url + path, trust_env=False, cookies={ENTRY: "guessed"}).status_code == 401


def test_strangers_can_be_led_away() -> None:
    """To a login of another origin."""
    with BehindForeignDoor() as site:
        answer = httpx.get(f"{site.url}/me", trust_env=False)

        assert (answer.status_code, answer.headers["location"]) == (302, f"{site.cdn_url}/sso")


def test_the_secret_is_good_for_a_cookie(site: OtherSite) -> None:
    """At the same path, for scripts unreadable; the cookie opens what was closed."""
    answer = knock(site, **{"x-vercel-protection-bypass": site.bypass, "x-vercel-set-bypass-cookie": "true"})

    assert (answer.status_code, answer.headers["location"]) == (307, "/welcome")
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=lax" in answer.headers["set-cookie"]
    let_in = httpx.get(f"{site.url}/welcome", cookies={ENTRY: answer.cookies[ENTRY]}, trust_env=False)
    assert let_in.status_code == 200
    assert site.told(site.bypass) == [f"GET {site.url}/welcome"]


def test_without_being_asked_for_a_cookie_it_sets_none(site: OtherSite) -> None:
    """Then the secret lets in once."""
    answer = knock(site, **{"x-vercel-protection-bypass": site.bypass})

    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers


def test_a_wrong_secret_is_good_for_nothing(site: OtherSite) -> None:
    """As if there were none."""
    answer = knock(site, **{"x-vercel-protection-bypass": "guessed", "x-vercel-set-bypass-cookie": "true"})

    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers


def test_the_quiz_asks_and_then_writes(site: OtherSite) -> None:
    """A question a page, and a draft that tells the answers apart."""
    with visitor(site) as guest:
        asked = [
            re.findall(r"<h[12]>([^<]+)", guest.get("/create", params=answered).text)
            for answered in ({}, {"topic": "A launch"}, {"topic": "A launch", "voice": "Dry"})
        ]
        drafts = {
            guest.post("/api/draft", data={"topic": topic, "voice": voice}).text
            for topic in ("A launch", "A lesson")
            for voice in ("Warm", "Dry")
        }

    assert asked == [["What is it about?"], ["Which voice?"], ["Your draft"]]
    assert len(drafts) == 4


def test_a_wrong_passphrase_is_refused_in_words(site: OtherSite) -> None:
    """On the form itself, with a status of 200, as many sites do it."""
    with visitor(site) as guest:
        answer = guest.post("/session", data={"email": SMOKE.email, "passphrase": "guessed"})

    assert answer.status_code == 200
    assert "Wrong email or passphrase" in answer.text
    assert site.sessions == set()


def test_a_session_lasts_until_its_end(site: OtherSite) -> None:
    """It opens the user's own page, and its cookie is worthless afterwards."""
    with signed_in(site) as user:
        assert f"Signed in as {SMOKE.name}" in user.get("/me").text
        assert len(site.sessions) == 1
        user.get("/sign-out")

        assert user.get("/me").headers["location"] == "/sign-in"
    assert site.sessions == set()


def test_a_draft_is_its_owners(site: OtherSite) -> None:
    """Stored and shown as it was sent, removed when asked; another person's is neither seen nor removed."""
    (theirs,) = site.drafts_of(NEIGHBOUR)
    with signed_in(site) as user:
        user.post("/drafts", data={"text": "Mine & only mine."})
        (mine,) = site.drafts_of(SMOKE)

        shown = user.get("/me").text
        assert "Mine &amp; only mine." in shown
        assert site.posts(NEIGHBOUR)[0] not in shown
        assert user.post(f"/drafts/{theirs}/delete").status_code == 404
        assert user.post(f"/drafts/{mine}/delete").status_code == 303
    assert (site.posts(), len(site.posts(NEIGHBOUR))) == ([], 1)


@pytest.mark.parametrize("path", ["/me", "/drafts", "/drafts/1/delete"])
def test_who_is_not_signed_in_is_led_to_the_form(site: OtherSite, path: str) -> None:
    """And changes nothing."""
    before = dict(site.drafts)
    with visitor(site) as guest:
        answer = guest.request("GET" if path == "/me" else "POST", path, data={"text": "anybody's"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert site.drafts == before


def test_the_third_party_is_another_origin(site: OtherSite) -> None:
    """On another port and by another name, so that no cookie of the site's comes to it."""
    fact = httpx.get(site.cdn_url + FACTS, trust_env=False)

    assert site.cdn_url.startswith("http://localhost:")
    assert site.cdn_url.rpartition(":")[2] != site.url.rpartition(":")[2]
    assert fact.headers["access-control-allow-origin"] == "*"
    site.cdn.down = frozenset({PICTURE})
    assert httpx.get(site.cdn_url + PICTURE, trust_env=False).status_code == 503
    assert httpx.get(site.cdn_url + FACTS, trust_env=False).status_code == 200


def test_it_notes_whole_requests(site: OtherSite) -> None:
    """Those that were refused, too; a secret is found wherever it stands."""
    secret, address = "hush-5d1e", f"{site.url}/telemetry"
    with httpx.Client(trust_env=False) as stranger:
        stranger.post(address, params={"q": secret})
        stranger.post(address, headers={"x-q": secret})
        stranger.post(address, data={"q": secret})
        stranger.post(address)

    assert [asked.holds(secret) for asked in site.seen] == [True, True, True, False]
    assert [str(asked) for asked in site.seen] == ["POST /telemetry"] * 4
    assert site.told(secret) == [f"POST {site.url}/telemetry"] * 3
