"""The gate's way in and out: a protected deployment's cookie, the smoke user's sessions, and their end.

What the gate wrote is removed at the end, and what killed runs left with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from fixtures.target import Target
from reports.verdict import Check, Outcome
from smoke import marks
from smoke.access import housekeeping
from smoke.access.kept_session import secrets_in
from smoke.access.protection import NoEntryError, let_in
from smoke.access.supabase_user import SupabaseUser
from smoke.evidence.reading import EvidenceError
from smoke.handed import Cookie, Handed, Opened
from smoke.own_headers import own_headers

SESSION, CLEANUP = "session", "cleanup"
_TITLES = {SESSION: "The gate's own session is ended and refused", CLEANUP: "What the gate wrote is removed"}


class Entry:
    """`come_in` before the journeys, `open_session` whenever one needs it, `leave` after them all.

    A session that was opened before a journey logged out is not used after it: supabase-js ends all sessions
    of its user there. ``secrets`` are what all of this has come to know.
    """

    def __init__(
        self, target: Target, run_id: str, env: Mapping[str, str], client: httpx.AsyncClient
    ) -> None:
        self._target = target
        self._run_id = run_id
        self._env = env
        self._client = client
        self._users: list[SupabaseUser] = []
        self._cookies: list[Cookie] = []
        self._problem = ""

    @property
    def secrets(self) -> dict[str, str]:
        """The sessions' tokens and the cookies that let in."""
        known = {f"cookie {cookie['name']}": str(cookie["value"]) for cookie in self._cookies}
        for number, user in enumerate(self._users):
            found = {**secrets_in(user.state(self._target.url)), **user.secrets}
            known |= {f"{name} of session {number}": value for name, value in found.items()}
        return known

    @property
    def has_session(self) -> bool:
        """Whether there is a session to be ended over HTTP."""
        return bool(self._users)

    @property
    def by_page(self) -> bool:
        """Whether the browser itself has to log in, and to tidy up, for want of an API."""
        return self._target.login is not None and self._target.supabase is None

    async def open_session(self) -> Opened:
        """One of the smoke user's own, at the target's API for it."""
        try:
            return Opened(state=(await self._signed_in()).state(self._target.url))
        except EvidenceError as error:
            self._problem = str(error)
            return Opened(problem=self._problem)

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
        return Handed(entry=tuple(self._cookies))

    async def leave(self, left: Mapping[str, Any] | None, *, has_marked: bool = False) -> list[Check]:
        """Remove what was written and end the sessions.

        ``left`` is what the browser did of this by itself, ``has_marked`` whether a post with the run's mark
        was sent: one that is nowhere to be found was not seen to be removed.
        """
        if not (self._target.may_write and self._target.has_pending_post) or self._target.login is None:
            return [await self._ended(left)]
        return [await self._removed(left, has_marked), await self._ended(left)]

    async def _signed_in(self) -> SupabaseUser:
        login, supabase = self._target.login, self._target.supabase
        assert login is not None
        assert supabase is not None
        missing = [name for name in (login.password_env, supabase.anon_key_env) if not self._env.get(name)]
        if missing:
            raise EvidenceError(
                f"environment variable {' and '.join(missing)} is not set; it must hold the secret"
            )
        key, password = self._env[supabase.anon_key_env], self._env[login.password_env]
        user = SupabaseUser(self._client, supabase, key, marks.headers(self._run_id))
        await user.sign_in(login, password)
        self._users.append(user)
        return user

    async def _removed(self, left: Mapping[str, Any] | None, has_marked: bool) -> Check:
        if self._users:
            return await self._removed_over_http(has_marked)
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

    async def _removed_over_http(self, has_marked: bool) -> Check:
        try:
            last = self._users[-1]
            user = last if await last.holds() else await self._signed_in()
            removed = await user.remove(lambda run: run == self._run_id)
            swept = await user.remove(housekeeping.is_left_over)
        except EvidenceError as error:
            return _check(CLEANUP, Outcome.FAIL, str(error))
        return _removal(removed, swept, has_marked)

    async def _ended(self, left: Mapping[str, Any] | None) -> Check:
        if self._users:
            try:
                refused = [await user.sign_out() for user in self._users]
            except EvidenceError as error:
                return _check(SESSION, Outcome.INCONCLUSIVE, str(error))
            return _session(all(refused))
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
