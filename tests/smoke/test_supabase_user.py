"""The smoke user at the world's Supabase: one session, and what was written, removed by its owner."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import httpx
import psycopg
import pytest

from fixtures.target import Login
from fixtures.vendor_settings import Supabase
from fixtures.world import SMOKE_EMAIL
from smoke import marks
from smoke.access.supabase_user import SupabaseUser
from smoke.evidence.reading import EvidenceError
from tests.smoke.stage import Stage

T = TypeVar("T")
RUN = "20261123T090601Z-abc123"
LOGIN = Login(email=SMOKE_EMAIL, password_env="SMOKE_PASSWORD")


def with_user(stage: Stage, act: Callable[[SupabaseUser], Awaitable[T]], password: str = "") -> T:
    """What ``act`` comes to with a user who has signed in."""
    world = stage.world
    settings = Supabase(url=world.urls.supabase, anon_key_env="ANON", cookie="sb-postry-auth-token")

    async def run() -> T:
        async with httpx.AsyncClient(trust_env=False) as client:
            user = SupabaseUser(client, settings, world.tokens.supabase_anon, marks.headers(RUN))
            await user.sign_in(LOGIN, password or world.smoke_password)
            return await act(user)

    return asyncio.run(run())


def posts(stage: Stage) -> list[str]:
    """What all posts say."""
    with psycopg.connect(stage.world.cluster.url) as connection:
        return [row[0] for row in connection.execute("SELECT content FROM posts ORDER BY content")]


@pytest.fixture
def written(stage: Stage) -> list[str]:
    """Posts of the smoke user and of somebody else; none are there before."""
    world = stage.world
    owner = world.supabase.accounts.with_password(SMOKE_EMAIL, world.smoke_password)
    assert owner is not None
    other = world.supabase.add_user("other@exemple.fr", "x")
    mine = [f"a {marks.marker(RUN)}", f"b {marks.marker('20260101T000000Z-dead00')}", "c, by hand"]
    rows = [*((owner.id, text) for text in mine), (other, f"d {marks.marker(RUN)}")]
    with psycopg.connect(world.cluster.url, autocommit=True) as connection:
        connection.execute("DELETE FROM posts")
        for row in rows:
            connection.execute(
                "INSERT INTO posts (owner, content, equalizer_settings) VALUES (%s, %s, '{}')", row
            )
    return [text for _, text in rows]


def test_its_cookies_are_a_session_of_the_site(stage: Stage) -> None:
    """The application takes them for a login through its own form."""

    async def act(user: SupabaseUser) -> str:
        kept = user.state(stage.world.url)["cookies"]
        cookies = {cookie["name"]: cookie["value"] for cookie in kept}
        async with httpx.AsyncClient(cookies=cookies, trust_env=False) as browser:
            return (await browser.get(f"{stage.world.url}/dashboard")).text

    assert SMOKE_EMAIL in with_user(stage, act)


def test_a_wrong_password_is_told_in_supabases_words(stage: Stage) -> None:
    """And not the password."""

    async def act(_: SupabaseUser) -> None:
        raise AssertionError("nobody got in")

    with pytest.raises(EvidenceError, match="400, Invalid login credentials") as refused:
        with_user(stage, act, password="not-the-one")

    assert "not-the-one" not in str(refused.value)


def test_after_the_end_the_session_is_refused_and_others_are_not(stage: Stage) -> None:
    """Of the same user, in another browser."""

    async def act(user: SupabaseUser) -> bool:
        return await user.sign_out()

    async def stays(_: SupabaseUser) -> bool:
        return await asyncio.to_thread(with_user, stage, act) and await _.sign_out()

    assert with_user(stage, stays)


def test_a_session_that_a_logout_of_the_sites_has_ended_is_refused(stage: Stage) -> None:
    """As supabase-js logs out: everywhere. That is no trouble."""

    async def act(user: SupabaseUser) -> tuple[bool, bool]:
        account = stage.world.supabase.accounts.at(SMOKE_EMAIL)
        assert account is not None
        before = await user.holds()
        for session in [one for one in stage.world.supabase.sessions._by_id.values() if one.user is account]:
            stage.world.supabase.sessions.revoke(session, "global")
        return before, await user.sign_out()

    assert with_user(stage, act) == (True, True)


def test_a_session_that_is_not_ended_is_seen(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Supabase says yes and does nothing."""
    monkeypatch.setattr(stage.world.supabase.sessions, "revoke", lambda *_: None)

    assert not with_user(stage, lambda user: user.sign_out())


def test_only_this_runs_posts_of_this_user_are_removed(stage: Stage, written: list[str]) -> None:
    """Neither those of another run, nor what somebody wrote by hand, nor another user's."""
    removed = with_user(stage, lambda user: user.remove(lambda run: run == RUN))

    assert removed == 1
    assert posts(stage) == written[1:]


def test_nothing_of_this_run_is_nothing_to_remove(stage: Stage, written: list[str]) -> None:
    """No request that deletes is made."""
    assert with_user(stage, lambda user: user.remove(lambda run: run == "other")) == 0
    assert posts(stage) == written


def test_a_vendor_that_is_silent_is_told(stage: Stage) -> None:
    """A closed port in the place of Supabase."""

    async def run() -> None:
        async with httpx.AsyncClient(trust_env=False) as client:
            settings = Supabase(url="http://127.0.0.1:9", anon_key_env="ANON")
            await SupabaseUser(client, settings, "key", {}).sign_in(LOGIN, "x")

    with pytest.raises(EvidenceError, match=r"did not answer POST /auth/v1/token"):
        asyncio.run(run())


def test_a_long_session_is_split_as_supabase_ssr_splits_it() -> None:
    """Pieces of 3180 characters, numbered; a short one keeps the plain name."""

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"access_token": "a" * 4000, "refresh_token": "r"})

    async def run() -> list[tuple[str, int]]:
        async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
            settings = Supabase(url="https://abcdef.supabase.co", anon_key_env="ANON")
            user = SupabaseUser(client, settings, "key", {})
            await user.sign_in(LOGIN, "x")
            kept = user.state("https://a.example")["cookies"]
            return [(cookie["name"], len(cookie["value"])) for cookie in kept]

    (first, second) = asyncio.run(run())
    assert first == ("sb-abcdef-auth-token.0", 3180)
    assert second[0] == "sb-abcdef-auth-token.1"
