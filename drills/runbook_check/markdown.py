"""A runbook in Markdown: its fenced blocks of shell and SQL, and the commands in its sentences."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import sqlparse
from markdown_it import MarkdownIt
from markdown_it.token import Token

from drills.runbook_check import shell
from drills.runbook_check.passage import Passage, merged
from drills.runbook_check.refusal import gathered
from fixtures.errors import SetupError

SHELLS = {"bash", "sh", "shell", "zsh", "console", "terminal", "shell-session", "shellsession"}
SQLS = {"sql", "psql", "postgresql", "pgsql"}
# In a sentence, only what begins with one of these and goes on is plainly a command.
INLINE = {"vercel", "psql", "sentry-cli", "curl"}
_LARGEST = 2_000_000
_PROMPT = "$ "


def read(path: Path) -> list[Passage]:
    """What a runbook tells somebody to type. Raises `SetupError` for what is no runbook or tells nothing."""
    try:
        if path.is_dir():
            raise SetupError(f"{path}: is a folder; name the Markdown file itself")
        if path.stat().st_size > _LARGEST:
            raise SetupError(f"{path}: is larger than {_LARGEST // 1_000_000} MB; that is no runbook")
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise SetupError(f"{path}: cannot read it: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SetupError(f"{path}: is no text in UTF-8 (byte {error.start}); name a Markdown file") from error
    if "\0" in text:
        raise SetupError(f"{path}: is no text; name a Markdown file")
    found = gathered(merged(list(passages(text))))
    if not found:
        raise SetupError(
            f"{path}: holds no command: no block of ```bash, ```sh or ```sql, and no `vercel …`, `psql …`, "
            "`sentry-cli …` or `curl …` in a sentence"
        )
    return found


def passages(text: str) -> Iterator[Passage]:
    """Every one, in order."""
    section = ""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    written = text.splitlines()
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            section = tokens[number + 1].content.strip()
        elif token.type in {"fence", "code_block"}:
            yield from _block(token, section)
        elif token.type == "inline":
            yield from _sentence(token, section, written)


def _block(token: Token, section: str) -> Iterator[Passage]:
    language = (token.info.split() or [""])[0].lower().strip("{}.")
    first = (token.map or [0])[0] + (2 if token.type == "fence" else 1)
    if language in SQLS:
        yield from _sql(token.content, first, section)
    elif language in SHELLS or (not language and _is_shell(token.content)):
        yield from _shell(token.content, first, section)


def _is_shell(text: str) -> bool:
    """Of a block without a language: whether a line of it is plainly a command."""
    return any(unit.removeprefix(_PROMPT).split()[0] in INLINE for _, unit in shell.units(text))


def _shell(text: str, first: int, section: str) -> Iterator[Passage]:
    if any(line.startswith(_PROMPT) for line in text.splitlines()):
        # A session as it was seen: what has no prompt before it is what was answered.
        kept = [line.removeprefix(_PROMPT) if line.startswith(_PROMPT) else "" for line in text.splitlines()]
        text = "\n".join(kept)
    before: list[str] = []
    for number, unit in shell.units(text):
        yield Passage(unit, "shell", (first + number,), section, tuple(before))
        line = shell.parse(unit)
        if line.readable and line.prepares:
            before.append(unit)


def _sql(text: str, first: int, section: str) -> Iterator[Passage]:
    at = 0
    for statement in sqlparse.split(text):
        bare = sqlparse.format(statement, strip_comments=True).strip()
        start = text.index(statement, at)
        at = start + len(statement)
        if bare.strip(";"):
            line = first + text.count("\n", 0, text.index(bare.split()[0], start))
            yield Passage(bare, "sql", (line,), section)


def _sentence(token: Token, section: str, written: list[str]) -> Iterator[Passage]:
    first, last = token.map or (0, 0)
    for child in token.children or []:
        words = child.content.split() if child.type == "code_inline" else []
        if len(words) > 1 and words[0] in INLINE:
            line = next((at for at in range(first, last) if child.content in written[at]), first)
            yield Passage(child.content.strip(), "shell", (line + 1,), section, inline=True)
