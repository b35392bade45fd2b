"""What the parent hands the child when the journeys may begin: over a pipe, never written down."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

Cookie = dict[str, Any]
"""As Playwright takes it: ``name``, ``value``, ``domain``, ``path``, ``httpOnly``, ``secure``…"""


class Handed(BaseModel):
    """``entry`` are the cookies with which a protected deployment lets in, ``session`` the smoke user's.

    Without a session, ``problem`` says why; where neither is there, the suite logs in by itself.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    entry: tuple[Cookie, ...] = ()
    session: tuple[Cookie, ...] = ()
    problem: str = ""
