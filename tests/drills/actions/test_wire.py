"""The wire: all that is missing is named, every refusal becomes a sentence."""

from __future__ import annotations

import httpx
import pytest
from respx.models import AllMockedAssertionError

from drills.actions.issues import read_issues
from drills.actions.wire import ActionError, Wire
from fixtures.errors import SetupError
from tests.drills.actions.vendors import Vendors

pytestmark = pytest.mark.anyio


async def test_every_missing_variable_is_named(vendors: Vendors) -> None:
    """At once, with what to do."""
    env = {name: value for name, value in vendors.env().items() if "LINEAR" not in name}
    env["VERCEL_TOKEN"] = ""

    async with vendors.client() as client:
        with pytest.raises(SetupError) as error:
            Wire.of(client, env)

    assert str(error.value).startswith(
        "not set: VERCEL_TOKEN, LINEAR_API_URL, LINEAR_API_KEY, LINEAR_TEAM_KEY;"
    )


@pytest.mark.parametrize(
    ("status", "content", "words"),
    [
        (
            403,
            {"json": {"detail": "no"}},
            'Sentry: 403 to GET /api/0/organizations/postry/issues/: {"detail":"no"}',
        ),
        (200, {"text": "<html>"}, "Sentry: an answer of unknown shape"),
        (200, {"json": [{"title": "x"}]}, "0.firstSeen"),
    ],
)
async def test_what_a_vendor_refuses_becomes_a_sentence(
    vendors: Vendors, status: int, content: dict[str, object], words: str
) -> None:
    """It names the vendor and what was asked."""
    vendors.answers("https://sentry.io", status, **content)

    async with vendors.wire() as wire:
        with pytest.raises(ActionError) as error:
            await read_issues(wire)

    assert words in str(error.value)


@pytest.mark.parametrize(
    ("raised", "words"),
    [
        (httpx.ReadTimeout("slow"), "no answer within 10 s"),
        (httpx.ConnectError("refused"), "ConnectError: refused"),
    ],
)
async def test_who_does_not_answer_becomes_a_sentence(
    vendors: Vendors, raised: httpx.HTTPError, words: str
) -> None:
    """Also when nobody is there."""
    vendors.fails("https://sentry.io", raised)

    async with vendors.wire() as wire:
        with pytest.raises(ActionError, match=words):
            await read_issues(wire)


async def test_the_real_environment_opens_a_wire(vendors: Vendors) -> None:
    """With a client of its own, that goes through no proxy."""
    async with Wire.open(vendors.env()) as wire:
        assert wire.vercel_project_id == vendors.vercel.project_id
        assert wire.client.trust_env is False


async def test_a_host_that_nobody_stands_in_for_fails_loudly(vendors: Vendors) -> None:
    """So no action ever reaches a real vendor from a test."""
    env = {**vendors.env(), "SENTRY_URL": "https://us.sentry.io"}

    async with vendors.client() as client:
        with pytest.raises(AllMockedAssertionError, match="not mocked"):
            await read_issues(Wire.of(client, env))
