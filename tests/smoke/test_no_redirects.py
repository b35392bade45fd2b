"""What carries a secret of ours over HTTP is not led elsewhere by a redirect."""

from __future__ import annotations

import contextlib

import httpx
import pytest
import respx

from fixtures.target import Login, Protection, Target
from fixtures.vendor_settings import Sentry, Supabase, Vercel
from reports.facts.responder import GateStarted
from smoke.access.protection import NoEntryError, let_in
from smoke.access.supabase_user import SupabaseUser
from smoke.announce import Announcer
from smoke.evidence.reading import EvidenceError
from smoke.evidence.sentry import SentryReader
from smoke.evidence.vercel import VercelReader

AWAY = "https://elsewhere.example/x"


@pytest.mark.anyio
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@respx.mock(assert_all_called=False)
async def test_the_smoke_users_password_is_not(respx_mock: respx.MockRouter, status: int) -> None:
    """Its login at Supabase fails instead, though the client itself would follow."""
    respx_mock.post(host="project.supabase.co").respond(status, headers={"location": AWAY})
    elsewhere = respx_mock.route(host="elsewhere.example").respond(200)
    settings = Supabase(url="https://project.supabase.co", anon_key_env="ANON")
    async with httpx.AsyncClient(follow_redirects=True) as client:
        user = SupabaseUser(client, settings, "anon", {})
        with pytest.raises(EvidenceError, match=str(status)):
            await user.sign_in(Login(email="smoke@postry.ai", password_env="SMOKE_PASSWORD"), "secret")

    assert not elsewhere.called


@pytest.mark.anyio
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@respx.mock(assert_all_called=False)
async def test_a_vendors_token_is_not(respx_mock: respx.MockRouter, status: int) -> None:
    """Vercel and Sentry are read where they are, or not at all."""
    for host in ("api.vercel.com", "sentry.io"):
        respx_mock.route(host=host).respond(status, headers={"location": AWAY})
    elsewhere = respx_mock.route(host="elsewhere.example").respond(200, json=[])
    vercel = Vercel(team="t", project="p", token_env="VERCEL")
    sentry = Sentry(org="o", project="p", token_env="SENTRY")
    async with httpx.AsyncClient(follow_redirects=True) as client:
        with pytest.raises(EvidenceError, match=str(status)):
            await VercelReader(client, vercel, "secret").live("https://postry.ai")
        with pytest.raises(EvidenceError, match=str(status)):
            await SentryReader(client, sentry, "secret").issues("is:unresolved")

    assert not elsewhere.called


@pytest.mark.anyio
@pytest.mark.parametrize("to", [AWAY, "//elsewhere.example/x", "/\\elsewhere.example/x"])
@respx.mock(assert_all_called=False)
async def test_the_bypass_secret_is_not(respx_mock: respx.MockRouter, to: str) -> None:
    """However the way there is written: a browser takes a backslash for a slash."""
    headers = {"location": to, "set-cookie": "jwt=x"}
    respx_mock.route(host="preview.example").respond(307, headers=headers)
    elsewhere = respx_mock.route(host="elsewhere.example").respond(200)
    target, protection = Target(url="https://preview.example"), Protection(secret_env="BYPASS")
    async with httpx.AsyncClient(follow_redirects=True) as client:
        with contextlib.suppress(NoEntryError):
            await let_in(client, target, protection, "secret", {})

    assert not elsewhere.called


@pytest.mark.anyio
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@respx.mock(assert_all_called=False)
async def test_the_token_of_the_control_endpoint_is_not(respx_mock: respx.MockRouter, status: int) -> None:
    """Whoever says something is told that nobody heard."""
    respx_mock.post(host="127.0.0.1").respond(status, headers={"location": AWAY})
    elsewhere = respx_mock.route(host="elsewhere.example").respond(200)
    control = {"FIREDRILL_CONTROL_URL": "http://127.0.0.1:4444", "FIREDRILL_CONTROL_TOKEN": "token"}

    assert f"HTTP {status}" in await Announcer(control).say(GateStarted(gate_run="x"))
    assert not elsewhere.called
