"""What carries a secret of ours over HTTP is not led elsewhere by a redirect."""

from __future__ import annotations

import httpx
import pytest
import respx

from fixtures.target import Login
from fixtures.vendor_settings import Supabase
from smoke.access.supabase_user import SupabaseUser
from smoke.announce import Announcer
from smoke.evidence.reading import EvidenceError

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
async def test_the_token_of_the_control_endpoint_is_not(respx_mock: respx.MockRouter, status: int) -> None:
    """Whoever says something is told that nobody heard."""
    respx_mock.post(host="127.0.0.1").respond(status, headers={"location": AWAY})
    elsewhere = respx_mock.route(host="elsewhere.example").respond(200)
    control = {"FIREDRILL_CONTROL_URL": "http://127.0.0.1:4444", "FIREDRILL_CONTROL_TOKEN": "token"}

    assert f"HTTP {status}" in await Announcer(control).say("gate.started", gate_run="x")
    assert not elsewhere.called
