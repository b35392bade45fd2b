"""The wire: where each vendor is and with which key, from the environment, and how one request is made."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, fields
from typing import Any, TypeVar

import httpx
from pydantic import TypeAdapter, ValidationError

from fixtures.errors import SetupError
from fixtures.http_client import local_client

TIMEOUT_S = 10.0
AGENT = "firedrill-responder"

T = TypeVar("T")


class ActionError(Exception):
    """A vendor refused, failed or did not answer; the message names it and what it said."""


@dataclass(frozen=True)
class Wire:
    """One HTTP client, and the addresses and keys of the vendors; each field is a variable of that name."""

    client: httpx.AsyncClient
    postry_url: str
    firedrill_control_url: str
    firedrill_control_token: str
    vercel_api_url: str
    vercel_token: str
    vercel_org_id: str
    vercel_project_id: str
    sentry_url: str
    sentry_auth_token: str
    sentry_org: str
    sentry_project: str
    linear_api_url: str
    linear_api_key: str
    linear_team_key: str
    supabase_url: str
    supabase_service_role_key: str
    supabase_management_url: str
    supabase_access_token: str
    supabase_project_id: str
    database_url: str
    status_vercel_url: str
    status_supabase_url: str
    status_google_url: str
    statuspage_api_url: str
    statuspage_api_key: str
    statuspage_page_id: str
    mailbox_url: str
    mailbox_token: str
    smoke_email: str
    smoke_password: str

    @classmethod
    def of(cls, client: httpx.AsyncClient, env: Mapping[str, str]) -> Wire:
        """Read ``env``. Raises `SetupError` that names every variable which is not set."""
        names = [field.name for field in fields(cls) if field.name != "client"]
        if missing := [name.upper() for name in names if not env.get(name.upper())]:
            raise SetupError(
                f"not set: {', '.join(missing)}; run this from a drill, or source the world's env.sh"
            )
        return cls(client, **{name: env[name.upper()] for name in names})

    @classmethod
    @asynccontextmanager
    async def open(cls, env: Mapping[str, str]) -> AsyncIterator[Wire]:
        """The wire of an environment, with a client of its own. Raises as `of`."""
        async with local_client(timeout=TIMEOUT_S, headers={"user-agent": AGENT}) as client:
            yield cls.of(client, env)

    async def ask(
        self,
        vendor: str,
        method: str,
        url: str,
        *,
        authorization: str = "",
        apikey: str = "",
        params: Mapping[str, str | int] | None = None,
        json: Any = None,
    ) -> httpx.Response:
        """One request that must succeed. Raises `ActionError`."""
        given = {"authorization": authorization, "apikey": apikey}
        headers = {name: value for name, value in given.items() if value}
        asked = f"{method} {httpx.URL(url).path}"
        try:
            answer = await self.client.request(method, url, headers=headers, params=params, json=json)
        except httpx.TimeoutException as error:
            raise ActionError(f"{vendor}: no answer within {TIMEOUT_S:g} s to {asked}") from error
        except httpx.HTTPError as error:
            raise ActionError(f"{vendor}: {asked}: {type(error).__name__}: {error}") from error
        if not answer.is_success:
            raise ActionError(f"{vendor}: {answer.status_code} to {asked}: {answer.text[:200]}")
        return answer

    async def read(self, kind: type[T], vendor: str, url: str, **options: Any) -> T:
        """GET ``url`` and return its JSON as ``kind``; ``options`` as of `ask`. Raises `ActionError`."""
        return understood(kind, vendor, await self.ask(vendor, "GET", url, **options))

    async def vercel(
        self, method: str, path: str, *, json: Any = None, **params: str | int
    ) -> httpx.Response:
        """One request to Vercel's API for our team. Raises `ActionError`."""
        return await self.ask(
            "Vercel",
            method,
            self.vercel_api_url + path,
            authorization=f"Bearer {self.vercel_token}",
            params={"teamId": self.vercel_org_id, **params},
            json=json,
        )

    async def supabase(
        self, method: str, path: str, *, json: Any = None, **params: str | int
    ) -> httpx.Response:
        """One request to Supabase's management API, of our project. Raises `ActionError`."""
        return await self.ask(
            "Supabase",
            method,
            f"{self.supabase_management_url}/v1/projects/{self.supabase_project_id}{path}",
            authorization=f"Bearer {self.supabase_access_token}",
            params=params,
            json=json,
        )


def understood(kind: type[T], vendor: str, answer: httpx.Response) -> T:
    """An answer's JSON as ``kind``. Raises `ActionError` where it has another shape."""
    try:
        return TypeAdapter(kind).validate_json(answer.content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ActionError(f"{vendor}: an answer of unknown shape: {where}: {first['msg']}") from error
