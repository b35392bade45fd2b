"""The gate's way in and out: a protected deployment's cookie, the smoke user's session, and its end.

What the gate wrote is removed before the session ends, and what killed runs left is removed at its start.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

import httpx

from fixtures.target import Target
from reports.verdict import Check, Outcome
from smoke import marks
from smoke.access import housekeeping
from smoke.access.protection import NoEntryError, let_in
from smoke.access.supabase_user import SupabaseUser
from smoke.evidence.reading import EvidenceError
from smoke.handed import Cookie, Handed
from smoke.own_headers import own_headers

SESSION, CLEANUP = "session", "cleanup"
_TITLES = {SESSION: "The gate's own session is ended and refused", CLEANUP: "What the gate wrote is removed"}


class Entry:
    """`come_in` before the journeys, `leave` after them; ``secrets`` are what both have come to know."""

    def __init__(
        self, target: Target, run_id: str, env: Mapping[str, str], client: httpx.AsyncClient
    ) -> None:
        self._target = target
        self._run_id = run_id
        self._env = env
        self._client = client
        self._user: SupabaseUser | None = None
        self._cookies: list[Cookie] = []
        self._problem = ""
        self._swept = 0

    @property
    def secrets(self) -> dict[str, str]:
        """The session's tokens and the cookies that let in."""
        # A long session is cut into several cookies, maybe in the middle of a token.
        cookies = [*self._cookies, *(self._user.cookies(self._target.url) if self._user else ())]
        known = {f"cookie {cookie['name']}": str(cookie["value"]) for cookie in cookies}
        return {**known, **(self._user.secrets if self._user else {})}

    @property
    def has_session(self) -> bool:
        """Whether there is a session to be ended over HTTP."""
        return self._user is not None

    @property
    def by_page(self) -> bool:
        """Whether the browser itself has to log in, and to tidy up, for want of an API."""
        return self._target.login is not None and self._target.supabase is None

    async def sign_in(self) -> None:
        """Open the session where the target has an API for it, and remove what killed runs left."""
        login, supabase = self._target.login, self._target.supabase
        if login is None or supabase is None:
            return
        missing = [name for name in (login.password_env, supabase.anon_key_env) if not self._env.get(name)]
        if missing:
            self._problem = (
                f"environment variable {' and '.join(missing)} is not set; it must hold the secret"
            )
            return
        key, password = self._env[supabase.anon_key_env], self._env[login.password_env]
        user = SupabaseUser(self._client, supabase, key, marks.headers(self._run_id))
        try:
            await user.sign_in(login, password)
        except EvidenceError as error:
            self._problem = str(error)
            return
        self._user = user
        if self._target.may_write:
            # What cannot be swept now is told when the run's own posts are to be removed.
            with contextlib.suppress(EvidenceError):
                self._swept = await user.remove(housekeeping.is_left_over)

    async def come_in(self) -> Handed:
        """What the browser is handed. Raises `NoEntryError` where a protected deployment does not let in."""
        protection = self._target.protection
        if protection is not None:
            secret = self._env.get(protection.secret_env, "")
            if not secret:
                raise NoEntryError(
                    f"the deployment is protected, and ${protection.secret_env}, which holds its bypass "
                    "secret, is not set"
                )
            ours = {**marks.headers(self._run_id), **own_headers(self._target, self._env)}
            self._cookies = await let_in(self._client, self._target, protection, secret, ours)
        session = self._user.cookies(self._target.url) if self._user else ()
        return Handed(entry=tuple(self._cookies), session=session, problem=self._problem)

    async def leave(self, left: Mapping[str, Any] | None, *, has_marked: bool = False) -> list[Check]:
        """Remove what was written and end the session.

        ``left`` is what the browser did of this by itself, ``has_marked`` whether a post with the run's mark
        was sent: one that is nowhere to be found was not seen to be removed.
        """
        if not self._target.may_write or self._target.login is None:
            return [await self._ended(left)]
        return [await self._removed(left, has_marked), await self._ended(left)]

    async def _removed(self, left: Mapping[str, Any] | None, has_marked: bool) -> Check:
        if self._user is not None:
            try:
                removed = await self._user.remove(lambda run: run == self._run_id)
            except EvidenceError as error:
                return _check(CLEANUP, Outcome.FAIL, str(error))
            return _removal(removed, self._swept, has_marked)
        if left is None:
            return _check(
                CLEANUP, Outcome.NOT_RUN, self._problem or "no session, so nothing could be looked for"
            )
        if left["problem"] or left["remaining"] is None:
            return _check(CLEANUP, Outcome.INCONCLUSIVE, left["problem"])
        if left["remaining"]:
            hint = "" if self._target.words.dashboard.remove else "; words.dashboard.remove is not configured"
            return _check(CLEANUP, Outcome.FAIL, f"{left['remaining']} posts with the gate's mark stay{hint}")
        return _removal(left["removed"], 0, has_marked)

    async def _ended(self, left: Mapping[str, Any] | None) -> Check:
        if self._user is not None:
            try:
                refused = await self._user.sign_out()
            except EvidenceError as error:
                return _check(SESSION, Outcome.INCONCLUSIVE, str(error))
            return _session(refused)
        if self._target.login is None:
            return _check(SESSION, Outcome.INCONCLUSIVE, "no credentials configured")
        if left is None:
            return _check(SESSION, Outcome.NOT_RUN, self._problem or "no journey opened it")
        if left["revoked"] is None:
            why = left["problem"] or "the site has no way to log out: words.dashboard.logout is false"
            return _check(SESSION, Outcome.INCONCLUSIVE, why)
        return _session(bool(left["revoked"]))


def _session(refused: bool) -> Check:
    if refused:
        return _check(SESSION, Outcome.PASS, "logged out, and refused afterwards")
    return _check(SESSION, Outcome.FAIL, "logged out, and the session is still accepted afterwards")


def _removal(removed: int, swept: int, has_marked: bool) -> Check:
    if has_marked and not removed:
        lost = "a post with the gate's mark was sent, and is nowhere to be found"
        return _check(CLEANUP, Outcome.INCONCLUSIVE, lost)
    more = f", and {swept} that killed runs had left" if swept else ""
    return _check(CLEANUP, Outcome.PASS, f"{removed} posts removed{more}")


def _check(name: str, outcome: Outcome, message: str) -> Check:
    return Check(
        id=name,
        kind="housekeeping",
        title=_TITLES[name],
        # Posts that stay are ours to remove, and say nothing about the site's health.
        blocking=name != CLEANUP,
        outcome=outcome,
        message=message,
    )
