"""The smoke user's session: opened when a journey first needs it, and anew once one has logged out.

supabase-js ends every session of its user where it logs out (``scope=global``), so none is used after that.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import pytest

from smoke.handed import Handed, Opened


class Door(Protocol):
    """Who lets in, and opens sessions over HTTP: the parent, or the suite itself where it stands alone."""

    def come_in(self) -> Handed:
        """The way in. Raises `SetupError` where there is none."""

    def open_session(self) -> Opened:
        """One session more."""


class SmokeUser:
    """``open_session`` opens one session more; the state stays in this process's memory."""

    def __init__(self, open_session: Callable[[], Opened]) -> None:
        self._open_session = open_session
        self._state: dict[str, Any] | None = None

    @property
    def state(self) -> dict[str, Any]:
        """What Playwright's contexts take as ``storage_state``; without one the journey is inconclusive."""
        if self._state is None:
            opened = self._open_session()
            if opened.state is None:
                pytest.skip(opened.problem)
            self._state = opened.state
        return self._state

    def is_about_to_log_out(self) -> None:
        """A journey does, wherever: that may end the session which is open here."""
        self._state = None
