"""Text from strangers (vendors, users, programs), made fit to stand in a report."""

from __future__ import annotations

import re
import unicodedata

# Controls could move a terminal's cursor, and marks of direction reorder what is read.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_ESCAPE_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")

_MARKUP = re.compile(r"([\\`*\[\]~$|]|(?<![^\W_])_|_(?![^\W_]))")
_ADDRESS = re.compile(r"(?i)\b(https?|ftp)(:)(?=//)|\bwww(\.)")
# What GitHub's runner carries out of a step's output: `::name …::` where a line begins, `##[name` anywhere.
# Source: actions/runner, ActionCommand.cs.
_COMMAND = re.compile(r"(?im)^([^\S\n]*):(?=:[a-z-]+(?: .*)?::)|##(?=\[[a-z-]+)")


def printable(text: str) -> str:
    """The text without terminal escapes, control characters and marks of direction; line ends stay."""
    text = _ESCAPE_SEQUENCE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n")
    return unicodedata.normalize("NFC", _UNPRINTABLE.sub("", text))


def one_line(text: str, limit: int = 0) -> str:
    """The same on one line, cut after ``limit`` characters with an ellipsis; 0 is no limit."""
    line = " ".join(printable(text).split())
    return line if not limit or len(line) <= limit else line[: limit - 1].rstrip() + "…"


def number(value: float | str | None) -> str:
    """An observed value for people: ``212``, ``0.0016``, ``12,345``, ``rollback``; empty for None."""
    if value is None:
        return ""
    if isinstance(value, str):
        return one_line(value)
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 1000 else f"{value:.3g}"


def markdown(text: str) -> str:
    """Any text as one line of Markdown that says just that: no markup, no link, no mention, no HTML."""
    line = re.sub(r"&(?=#?\w+;)", "&amp;", one_line(text)).replace("<", "&lt;")
    line = _MARKUP.sub(r"\\\1", line)
    line = _ADDRESS.sub(lambda match: f"{match[1]}&#58;" if match[1] else "www&#46;", line)
    # GitHub looks for mentions when all else is read: neither a backslash nor an entity for @ hides one.
    return re.sub(r"(?<!\w)@(?=\w)", "@&#8203;", line)


def without_commands(text: str) -> str:
    """The text with nothing in it that a CI system would carry out, printed where it reads along."""
    return _COMMAND.sub(lambda match: "## " if match[1] is None else f"{match[1]}: ", text)
