"""Programs that start another one, read through to it: ``timeout 20 vercel ls`` is ``vercel ls``.

What is started is held to the same list as what is typed. A program that can start something in a language of
its own (awk, sed, a script) is told as unread, unless what it is given plainly starts nothing.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

# Options of which the next word is the value; of any other the value stands in the same word.
_TAKING: Mapping[str, frozenset[str]] = {
    "builtin": frozenset(),
    "command": frozenset(),
    "env": frozenset({"-u", "--unset", "-C", "--chdir"}),
    "exec": frozenset({"-a"}),
    "ionice": frozenset({"-c", "-n", "--class", "--classdata"}),
    "nice": frozenset({"-n", "--adjustment"}),
    "nohup": frozenset(),
    "setsid": frozenset(),
    "stdbuf": frozenset({"-i", "-o", "-e", "--input", "--output", "--error"}),
    "time": frozenset({"-f", "-o", "--format", "--output"}),
    "timeout": frozenset({"-k", "--kill-after", "-s", "--signal"}),
    "xargs": frozenset(
        {"-I", "-n", "-P", "-L", "-d", "-a", "-E", "-s", "--max-args", "--max-procs", "--max-lines"}
        | {"--delimiter", "--arg-file", "--max-chars", "--replace", "--process-slot-var"}
    ),
}
STARTERS = frozenset(_TAKING) - {"xargs"}
# Stands for what is read while it runs.
READ = "$input"
SHELLS = frozenset({"bash", "sh", "dash", "zsh", "ksh"})
_SHELL_TAKING = frozenset({"-o", "+o", "-O", "+O", "--rcfile", "--init-file"})
_FIND_STARTS = frozenset({"-exec", "-execdir", "-ok", "-okdir"})
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")
# What awk cannot start anything without; a lone | in a regular expression counts, too.
_AWK_STARTS = re.compile(r"system|getline|@|(?<!\|)\|(?!\|)")
_PLACE = r"(?:\d+|\$|/(?:[^/\\]|\\.)*/)"
_SED_PLAIN = re.compile(
    rf"(?:{_PLACE}(?:,{_PLACE})?)?\s*!?(?:[pdqD=]|s(?P<by>[/|#,:@])(?:(?!(?P=by)).)*(?P=by)(?:(?!(?P=by)).)*(?P=by)[gpiI\d]*)"
)
# Options by which a program that only reads and prints starts another one.
_STARTING_OPTIONS = {"sort": "--co", "split": "--fi", "hash": "-p", "alias": ""}


class Inner(NamedTuple):
    """What a call starts: a call's ``words``, or a ``text`` of shell; ``more`` words come as it runs.

    With none of them it starts something that cannot be read.
    """

    words: tuple[str, ...] = ()
    text: str = ""
    more: bool = False


def inner(words: Sequence[str], given: str = "") -> Iterator[Inner]:
    """What a call starts, as far as can be read; ``given`` is what a here-document gives it."""
    name, rest = (words[0], list(words[1:])) if words else ("", [])
    if name in SHELLS:
        yield _of_shell(rest, given)
    elif name == "eval":
        yield Inner(text=" ".join(rest))
    elif name in {"source", "."}:
        yield Inner()
    elif name == "env" and (split := _split(rest)) is not None:
        yield from inner(["env", *split], given)
    elif name in _TAKING:
        started = _behind_options(name, rest)
        if started or name == "xargs":
            replaced = _replaced(rest[: len(rest) - len(started)]) if name == "xargs" else ""
            # With no program it is xargs' own, echo.
            words = [word.replace(replaced, READ) if replaced else word for word in started or ["echo"]]
            yield Inner(tuple(words), more=name == "xargs" and not replaced)
    elif name == "find":
        yield from (
            Inner(tuple(_until_end(rest[at + 1 :]))) for at, word in enumerate(rest) if word in _FIND_STARTS
        )
    elif name in {"vercel", "sentry-cli"} and "--" in rest:
        started = rest[rest.index("--") + 1 :]
        if started and not started[0].startswith("-"):
            yield Inner(tuple(started))
    elif _starts_unread(name, rest, given):
        yield Inner()


def _of_shell(rest: list[str], given: str) -> Inner:
    at = 0
    while at < len(rest) and rest[at].startswith(("-", "+")) and rest[at] != "-":
        if re.fullmatch(r"-[a-zA-Z]*c[a-zA-Z]*", rest[at]):
            operands = _behind("bash", rest[at + 1 :], _SHELL_TAKING)
            return Inner(text=operands[0]) if operands else Inner()
        at += 2 if rest[at] in _SHELL_TAKING else 1
    if at < len(rest) and rest[at] != "-" and "-s" not in rest:
        return Inner()
    return Inner(text=given)


def _split(rest: list[str]) -> list[str] | None:
    """What ``env -S`` makes of its words; None where it is not asked to."""
    for at, word in enumerate(rest):
        if not word.startswith("-") and not _ASSIGNMENT.match(word):
            return None
        found = re.fullmatch(r"(?:-[iv0]*S|--split-string=?)(.*)", word, re.DOTALL)
        if found is None:
            continue
        text, behind = (
            (found[1], rest[at + 1 :]) if found[1] else (" ".join(rest[at + 1 : at + 2]), rest[at + 2 :])
        )
        try:
            return [*rest[:at], *shlex.split(text), *behind]
        except ValueError:
            return [*rest[:at], text, *behind]
    return None


def _behind_options(name: str, rest: list[str]) -> list[str]:
    rest = _behind(name, rest, _TAKING[name])
    if name == "timeout":
        return rest[1:]
    while name == "env" and rest and _ASSIGNMENT.match(rest[0]):
        rest = rest[1:]
    return rest


def _behind(name: str, rest: list[str], taking: frozenset[str]) -> list[str]:
    at = 0
    while at < len(rest) and rest[at].startswith(("-", "+")):
        if rest[at] == "--":
            return rest[at + 1 :]
        # It only tells where a program is.
        if name == "command" and re.fullmatch(r"-p?[vV]", rest[at]):
            return []
        at += 2 if rest[at] in taking else 1
    return rest[at:]


def _replaced(rest: list[str]) -> str:
    """What ``xargs -I`` replaces; empty where it puts words behind."""
    for at, word in enumerate(rest):
        if word == "-I":
            return "".join(rest[at + 1 : at + 2])
        if word.startswith(("-I", "-i", "--replace")):
            return word.partition("=")[2] or word[2:].removeprefix("-replace") or "{}"
    return ""


def _until_end(words: list[str]) -> Iterator[str]:
    for word in words:
        if word in {";", "\\;", "+"}:
            return
        yield word


def _starts_unread(name: str, rest: list[str], given: str) -> bool:
    said = [*rest, given]
    if name == "awk":
        return any(
            word.startswith(("-f", "-E", "--file", "--exec")) or _AWK_STARTS.search(word) for word in said
        )
    if name == "sed":
        scripts = [word for word in rest if not word.startswith("-")][:1]
        plain = all(
            word in {"-n", "-E", "-r", "-e", "-u", "-s", "-z"} for word in rest if word.startswith("-")
        )
        return (
            not plain or not all(_SED_PLAIN.fullmatch(script) for script in scripts) or rest.count("-e") > 1
        )
    if name == "psql":
        # \!, \o |, \g |, and what stands in backquotes.
        return any("\\" in word or word.startswith(("-f", "--file")) for word in said)
    if name in {"less", "more"}:
        return any(word.startswith("+") for word in rest)
    option = _STARTING_OPTIONS.get(name)
    return option is not None and any(word.startswith(option) for word in rest)
