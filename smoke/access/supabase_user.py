"""The smoke user at Supabase: one session over HTTP for all journeys, and what they wrote removed.

Sources: GoTrue's password grant and logout, PostgREST's filters, the cookies of @supabase/ssr.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from fixtures.target import Login
from fixtures.vendor_settings import Supabase
from smoke import marks
from smoke.evidence.reading import WITHIN_S, EvidenceError
from smoke.handed import Cookie

# @supabase/ssr's own: a longer value is split over several cookies.
_LONGEST_COOKIE = 3180


class _Session(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True)

    access_token: str
    refresh_token: str


class SupabaseUser:
    """`sign_in` first. Every method raises `EvidenceError` where Supabase does not do as asked."""

    def __init__(
        self, client: httpx.AsyncClient, settings: Supabase, anon_key: str, mark: Mapping[str, str]
    ) -> None:
        self._client = client
        self._settings = settings
        self._headers = {**mark, "apikey": anon_key}
        self._session: _Session | None = None

    async def sign_in(self, login: Login, password: str) -> None:
        """Open a session by the password grant."""
        answer = await self._ask(
            "POST",
            "/auth/v1/token",
            params={"grant_type": "password"},
            json={"email": login.email, "password": password},
        )
        if answer.status_code != 200:
            raise EvidenceError(f"could not log in over HTTP: {_told(answer)}")
        try:
            self._session = _Session.model_validate_json(answer.content)
        except ValidationError:
            # Which would quote what it did not understand, tokens among it.
            raise EvidenceError(f"could not log in over HTTP: {_told(answer)} without a session") from None

    @property
    def secrets(self) -> dict[str, str]:
        """What must not be read anywhere."""
        session = self._session
        if session is None:
            return {}
        return {"access_token": session.access_token, "refresh_token": session.refresh_token}

    def cookies(self, url: str) -> tuple[Cookie, ...]:
        """The session as @supabase/ssr keeps it in the cookies of the site at ``url``."""
        assert self._session is not None
        plain = self._session.model_dump_json().encode()
        value = "base64-" + base64.urlsafe_b64encode(plain).rstrip(b"=").decode()
        name, parts = self._settings.session_cookie, urlsplit(url)
        pieces = [value[at : at + _LONGEST_COOKIE] for at in range(0, len(value), _LONGEST_COOKIE)]
        names = [name] if len(pieces) == 1 else [f"{name}.{number}" for number in range(len(pieces))]
        return tuple(
            {
                "name": each,
                "value": piece,
                "domain": parts.hostname or "",
                "path": "/",
                "httpOnly": False,
                "secure": parts.scheme == "https",
                "sameSite": "Lax",
            }
            for each, piece in zip(names, pieces, strict=True)
        )

    async def remove(self, is_ours: Callable[[str], bool]) -> int:
        """Remove the user's posts that carry the mark of a run that ``is_ours``; how many there were."""
        table, content = f"/rest/v1/{self._settings.posts}", self._settings.content
        answer = await self._as_user(
            "GET", table, params={"select": f"id,{content}", content: f"like.*{marks.AGENT}*"}
        )
        if answer.status_code != 200:
            raise EvidenceError(f"what the gate wrote could not be read: {_told(answer)}")
        rows: list[dict[str, Any]] = answer.json()
        ids = [row["id"] for row in rows if (run := marks.run_in(str(row[content]))) and is_ours(run)]
        if not ids:
            return 0
        answer = await self._as_user(
            "DELETE",
            table,
            params={"id": f"in.({','.join(map(str, ids))})", "select": "id"},
            headers={"prefer": "return=representation"},
        )
        if answer.status_code not in {200, 204} or len(answer.json() if answer.content else ids) != len(ids):
            raise EvidenceError(
                f"of {len(ids)} posts that the gate wrote not all were removed: {_told(answer)}"
            )
        return len(ids)

    async def sign_out(self) -> bool:
        """End this session, and no other of the user's; whether its token is refused afterwards."""
        answer = await self._as_user("POST", "/auth/v1/logout", params={"scope": "local"})
        if answer.status_code not in {200, 204}:
            raise EvidenceError(f"could not log out: {_told(answer)}")
        answer = await self._as_user("GET", "/auth/v1/user")
        if answer.status_code >= 500:
            raise EvidenceError(f"whether the session is refused could not be seen: {_told(answer)}")
        return answer.status_code in {401, 403}

    async def _as_user(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, **options: Any
    ) -> httpx.Response:
        assert self._session is not None
        bearer = {"authorization": f"Bearer {self._session.access_token}"}
        return await self._ask(method, path, headers={**bearer, **(headers or {})}, **options)

    async def _ask(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, **options: Any
    ) -> httpx.Response:
        try:
            return await self._client.request(
                method,
                self._settings.url.rstrip("/") + path,
                headers={**self._headers, **(headers or {})},
                timeout=WITHIN_S,
                follow_redirects=False,  # whatever the client's own way: password and tokens go nowhere else
                **options,
            )
        except httpx.TimeoutException as error:
            raise EvidenceError(f"Supabase did not answer {method} {path} within {WITHIN_S:g} s") from error
        except httpx.HTTPError as error:
            raise EvidenceError(f"Supabase did not answer {method} {path}: {type(error).__name__}") from error


def _told(answer: httpx.Response) -> str:
    """An answer in a few words, by Supabase's own message where it has one."""
    try:
        body = json.loads(answer.content)
    except ValueError:
        body = None
    said = (body.get("msg") or body.get("message")) if isinstance(body, dict) else None
    asked = f"{answer.request.method} {answer.request.url.path}"
    return f"{asked} answered {answer.status_code}" + (f", {said}" if said else "")
