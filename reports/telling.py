"""Lines that people read in a terminal: none plays with it, nor is a command to a CI system.

Names come from files, addresses and messages from strangers; each may hold an escape sequence.
"""

from __future__ import annotations

import typer

from reports.text import printable, without_commands


def tell(line: str) -> None:
    """How it goes, on standard error."""
    typer.echo(without_commands(printable(line)), err=True)


def answer(line: str) -> None:
    """What was asked for, on standard output."""
    typer.echo(without_commands(printable(line)))
