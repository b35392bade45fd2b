"""What the parent hands the child, over a pipe and never written down: the way in, and sessions."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

Cookie = dict[str, Any]
"""As Playwright takes it: ``name``, ``value``, ``domain``, ``path``, ``httpOnly``, ``secure``…"""


class Handed(BaseModel):
    """With the first line the journeys may begin: the cookies with which a protected deployment lets in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    entry: tuple[Cookie, ...] = ()


class Opened(BaseModel):
    """Each further line answers who asked for a session of the smoke user.

    ``state`` is what Playwright's contexts take as their ``storage_state``; ``problem`` says why there is
    none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    state: dict[str, Any] | None = None
    problem: str = ""
