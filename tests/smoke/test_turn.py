"""Two gates with one smoke user do not meet."""

from __future__ import annotations

import asyncio
import multiprocessing

import pytest

from fixtures.target import Login, Target
from fixtures.vendor_settings import Supabase
from smoke.access.turn import turn_of


def target(email: str = "smoke@postry.ai", url: str = "https://turns.example") -> Target:
    """A site with a smoke user."""
    return Target(url=url, login=Login(email=email, password_env="X"))


@pytest.mark.anyio
async def test_the_second_waits_until_the_first_has_gone() -> None:
    """And says so, once."""
    said: list[str] = []
    order: list[str] = []
    waits = asyncio.Event()

    def tell(line: str) -> None:
        said.append(line)
        waits.set()

    async def gate(name: str, has_begun: asyncio.Event, may_end: asyncio.Event) -> None:
        async with turn_of(target(), tell):
            order.append(f"{name} begins")
            has_begun.set()
            await may_end.wait()
            order.append(f"{name} ends")

    begun, ends, never = asyncio.Event(), asyncio.Event(), asyncio.Event()
    ends_at_once = asyncio.Event()
    ends_at_once.set()
    first = asyncio.create_task(gate("first", begun, ends))
    await begun.wait()
    second = asyncio.create_task(gate("second", never, ends_at_once))
    await waits.wait()
    ends.set()
    await asyncio.gather(first, second)

    assert order == ["first begins", "first ends", "second begins", "second ends"]
    assert said == ["waiting: another gate is at work with the same smoke user"]


@pytest.mark.anyio
@pytest.mark.parametrize("other", [target(email="other@postry.ai"), target(url="https://other.example")])
async def test_other_users_and_other_sites_do_not_wait(other: Target) -> None:
    """Nobody of them ends a session of ours."""
    async with asyncio.timeout(20), turn_of(target(), pytest.fail), turn_of(other, pytest.fail):
        pass


@pytest.mark.anyio
async def test_previews_of_one_project_share_their_users() -> None:
    """Their sessions are Supabase's, whatever the address of the site."""
    supabase = Supabase(url="https://abcdef.supabase.co", anon_key_env="ANON")
    said: list[str] = []
    one, other = (
        target(url=f"https://{name}.example").model_copy(update={"supabase": supabase}) for name in "ab"
    )
    async with turn_of(one, pytest.fail):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05), turn_of(other, said.append):
                pytest.fail("both had a turn")

    assert said


def _take_and_die() -> None:
    async def take() -> None:
        async with turn_of(target(url="https://dies.example"), print):
            multiprocessing.current_process().kill()

    asyncio.run(take())


@pytest.mark.anyio
async def test_one_that_was_killed_has_ended_its_turn() -> None:
    """By kill -9, in the middle of it."""
    process = multiprocessing.get_context("spawn").Process(target=_take_and_die)
    process.start()
    await asyncio.to_thread(process.join)

    async with asyncio.timeout(20), turn_of(target(url="https://dies.example"), print):
        pass
