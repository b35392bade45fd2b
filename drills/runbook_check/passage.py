"""A passage: what a runbook tells somebody to type or do, and where."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Language = Literal["shell", "sql"]


@dataclass(frozen=True)
class Passage:
    """``text`` as it is written, and the numbers of its first lines, the first of them first.

    ``before`` are the lines of the same block that prepare the shell for it. ``inline`` is whether it stands
    in the middle of a sentence.
    """

    text: str
    language: Language
    lines: tuple[int, ...]
    section: str
    before: tuple[str, ...] = ()
    inline: bool = False


def merged(passages: list[Passage]) -> list[Passage]:
    """Each command once, however often it is written; in the order in which it is first."""
    found: dict[tuple[str, str, tuple[str, ...]], Passage] = {}
    for each in passages:
        key = (each.text, each.language, each.before)
        first = found.get(key, each)
        lines = tuple(sorted({*first.lines, *each.lines}))
        found[key] = replace(first, lines=lines, inline=first.inline and each.inline)
    return list(found.values())
