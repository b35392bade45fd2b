"""Reading a vendor: a blip is asked again, once; everything else is one sentence."""

from __future__ import annotations

import httpx
import pytest

from smoke.evidence import reading
from smoke.evidence.reading import EvidenceError, read

pytestmark = pytest.mark.anyio
GOOD = httpx.Response(200, json=["a"])


async def asked(
    monkeypatch: pytest.MonkeyPatch, *answers: httpx.Response | Exception
) -> tuple[list[str] | str, int]:
    """What is read, or why not, and how many requests it took."""
    monkeypatch.setattr(reading, "_PAUSE_S", 0.0)
    requests: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        told = answers[len(requests) - 1]
        if isinstance(told, Exception):
            raise told
        return told

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        try:
            return await read(client, "Vendor", list[str], "https://v.example/x", token="t"), len(requests)
        except EvidenceError as error:
            return str(error), len(requests)


@pytest.mark.parametrize(
    "blip",
    [
        httpx.Response(502),
        httpx.Response(503),
        httpx.Response(504),
        httpx.Response(429, headers={"retry-after": "0"}),
        httpx.ReadTimeout("slow"),
        httpx.ConnectError("reset"),
    ],
)
async def test_a_blip_is_asked_again(
    monkeypatch: pytest.MonkeyPatch, blip: httpx.Response | Exception
) -> None:
    """The second answer counts."""
    assert await asked(monkeypatch, blip, GOOD) == (["a"], 2)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 500])
async def test_what_will_not_change_is_not_asked_again(monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    """The vendor's own words are told."""
    told, requests = await asked(monkeypatch, httpx.Response(status, text="no"), GOOD)

    assert requests == 1
    assert f"{status} to GET /x: no" in told


@pytest.mark.parametrize(
    "headers", [{"retry-after": "60"}, {}, {"retry-after": "Mon, 23 Nov 2026 09:00:00 GMT"}]
)
async def test_a_vendor_that_wants_a_long_pause_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]
) -> None:
    """The gate has five minutes; and so is one that does not say how long."""
    told, requests = await asked(monkeypatch, httpx.Response(429, headers=headers), GOOD)

    assert requests == 1
    assert "429" in told


@pytest.mark.parametrize(
    ("blip", "said"),
    [
        (httpx.ReadTimeout("slow"), "Vendor twice did not answer within 5 s"),
        (httpx.ConnectError("reset"), "Vendor twice did not answer (GET /x): ConnectError"),
        (httpx.Response(503, text="no"), "Vendor answered 503 to GET /x on the second try: no"),
    ],
)
async def test_twice_is_enough(
    monkeypatch: pytest.MonkeyPatch, blip: httpx.Response | Exception, said: str
) -> None:
    """And is told so."""
    told, requests = await asked(monkeypatch, blip, blip)

    assert requests == 2
    assert said in told


async def test_an_unknown_shape_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the place."""
    told, _ = await asked(monkeypatch, httpx.Response(200, json=[1]))

    assert "unknown shape: 0: Input should be a valid string" in told
