"""By which a test tells one running process from another."""

from __future__ import annotations

from collections.abc import Iterable

from fixtures.processes import PROC, Process


def command_line(process: Process) -> str:
    """Its words, with blanks between them; empty once it has ended."""
    try:
        words = (PROC / str(process.pid) / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return ""
    return " ".join(word.decode(errors="replace") for word in words if word)


def guardians(family: Iterable[Process]) -> set[Process]:
    """Those among them that would end the others."""
    return {process for process in family if "fixtures.guardian" in command_line(process)}
