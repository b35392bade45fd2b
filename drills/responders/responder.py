"""What the drill knows of a responder, whoever it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from drills.brief import Brief
from reports.journal import Journal


@dataclass(frozen=True)
class Engagement:
    """All that a responder is handed. ``brief_file`` is ``brief`` as a file.

    What it prints goes to ``output``, and what it runs is noted in ``run_folder``.

    ``env`` points the real tools at the world, and ``env_file`` is the same for `source`.
    ``deadline_mono_s`` is when time is up. ``journal`` is only for showing clocks.
    """

    brief: Brief
    brief_file: Path
    env: Mapping[str, str]
    env_file: Path
    output: Path
    run_folder: Path
    deadline_mono_s: float
    journal: Journal


@dataclass(frozen=True)
class Ending:
    """How a responder stopped. ``returncode`` is None where there was no process."""

    reason: Literal["finished", "out-of-time", "crashed"]
    returncode: int | None = None
    detail: str = ""


class Responder(Protocol):
    """Who acts in a drill."""

    @property
    def name(self) -> str:
        """As the user named it."""

    @property
    def command(self) -> list[str]:
        """The program that is run, the brief's path left out; empty where there is none."""

    def respond(self, engagement: Engagement) -> Ending:
        """Act until done or until time is up. May be ended by KeyboardInterrupt; leaves nothing running."""
