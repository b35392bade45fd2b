"""The smoke user at Supabase: a session over HTTP, and what the journeys wrote removed.

Sources: GoTrue's password grant and logout, PostgREST's filters.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from fixtures.target import Login
from fixtures.vendor_settings import Supabase
from smoke import marks
from smoke.access.kept_session import kept
from smoke.evidence.reading import WITHIN_S, EvidenceError

# How GoTrue answers the token of a session that was ended: 403 with session_not_found, at a gateway 401.
_ENDED = frozenset({401, 403})


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

    def state(self, url: str) -> dict[str, Any]:
        """The session as the site at ``url`` keeps it, in the shape of Playwright's ``storage_state``."""
        assert self._session is not None
        return kept(self._session.model_dump(), self._settings, url)

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
        # A logout of the site's may have ended it before, as all of the user's.
        if answer.status_code not in {200, 204, *_ENDED}:
            raise EvidenceError(f"could not log out: {_told(answer)}")
        return not await self.holds()

    async def holds(self) -> bool:
        """Whether the session has not been ended."""
        answer = await self._as_user("GET", "/auth/v1/user")
        if answer.status_code >= 500:
            raise EvidenceError(f"whether the session is refused could not be seen: {_told(answer)}")
        return answer.status_code not in _ENDED

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
