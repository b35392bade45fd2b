"""What will not be run, and why: told in the report, never dropped."""

from __future__ import annotations

import os
import re
import shlex
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from drills.runbook_check import shell
from drills.runbook_check.filling import Filled
from drills.runbook_check.passage import Passage
from drills.runbook_check.toolbox import CLIENTS, Toolbox

Kind = Literal[
    "person", "page", "prepares", "unreadable", "placeholder", "host", "tool", "missing", "machine", "broke"
]

_PAGE = re.compile(r"https?://\S+")
_NAME = re.compile(r"[a-z_][\w.+-]*|\.{1,2}/.*|/.*|\[|:|\.")
_STEP = re.compile(r"\d+[.)]\s")
_EDITORS = {"vi", "vim", "nvim", "nano", "emacs", "code", "subl", "ed", "pico", "open", "xdg-open"}
_OUTLETS = {"/dev/null", "/dev/stdin", "/dev/stdout", "/dev/stderr", "/dev/tty"}


@dataclass(frozen=True)
class Refusal:
    """``kind`` groups them; ``because`` is for people. ``open`` is whether the verdict waits for it."""

    kind: Kind
    because: str

    @property
    def open(self) -> bool:
        """With a client that is only not installed, or without a fault of ours, it could be judged."""
        return self.kind in {"missing", "broke"}


def gathered(passages: list[Passage]) -> list[Passage]:
    """Lines below one another that are no commands, as one passage: one step, or one piece of code."""
    found: list[Passage] = []
    for each in passages:
        last = found[-1] if found else each
        end = last.lines[-1] + last.text.count("\n") + 1
        alike = {why.kind for why in map(of_passage, (last, each)) if why} <= {"person", "unreadable"}
        both = of_passage(last) and of_passage(each) and last.section == each.section
        if found and both and alike and each.lines == (end,) and len(last.lines) == 1:
            found[-1] = replace(last, text=f"{last.text}\n{each.text}")
        else:
            found.append(each)
    return found


def of_passage(passage: Passage) -> Refusal | None:
    """Why it is no command at all, whatever it would be filled with."""
    if passage.language == "sql":
        return None
    text = passage.text
    if _PAGE.fullmatch(text):
        return Refusal("page", "an address to open in a browser: a person has to look")
    if _STEP.match(text) or ("→" in text and text[0].isupper()):
        return Refusal("person", "a step for a person, written in a block of commands")
    line = shell.parse(text)
    first = text.split()[0]
    if not line.readable and "=" in first:
        return Refusal("person", "no command: a setting to make by hand, which bash would not read")
    if not line.readable:
        return Refusal("unreadable", "bash cannot read it: it is no command, or one with a mistake in it")
    if line.prepares:
        return Refusal("prepares", "only prepares the shell: typed before each later command of its block")
    strange = next((name for name in line.programs if not _NAME.fullmatch(name) and "$" not in name), None)
    if strange is not None:
        return Refusal("person", f"no command: {strange!r} is no program's name")
    return None


def of_filled(
    passage: Passage, filled: Filled, toolbox: Toolbox, *, sealed: bool, walled: bool
) -> Refusal | None:
    """Why it will not be run, now that it is filled in.

    ``sealed``: it reaches no host but the world's; ``walled``: nor what else is on this machine, whatever it
    starts, so that need not be read.
    """
    if filled.unknown:
        return Refusal("placeholder", f"nobody but you knows what stands for {', '.join(filled.unknown)}")
    if filled.strange:
        hosts = ", ".join(dict.fromkeys(filled.strange))
        return Refusal("host", f"goes to {hosts}, which the world has no stand-in for")
    if filled.computed and not sealed:
        told = f"where {filled.computed[0]} leads is only known when it runs, and egress is not enforced here"
        return Refusal("host", told)
    if passage.language == "sql" and not toolbox.has("psql"):
        return Refusal("missing", "psql is not installed")
    typed = shlex.join(["psql", "-c", filled.text]) if passage.language == "sql" else filled.text
    line = shell.parse("\n".join((*passage.before, typed)))
    return _of_programs(line, toolbox) or _of_files(line) or (None if sealed and walled else _of_unread(line))


def _of_programs(line: shell.Line, toolbox: Toolbox) -> Refusal | None:
    names = list(dict.fromkeys(line.programs))
    if editor := next((name for name in names if name in _EDITORS), None):
        return Refusal("person", f"{editor} needs a person at a screen")
    if computed := next((name for name in names if "$" in name or "`" in name), None):
        return Refusal("tool", f"which program {computed} is, is only known when it runs")
    unknown = [name for name in names if not toolbox.knows(name)]
    if unknown:
        names_unknown = ", ".join(unknown)
        return Refusal(
            "tool",
            f"{names_unknown}: no client of the world, so what it would do here, it would do to this machine "
            f"(--allow {unknown[0]} runs it all the same)",
        )
    absent = [name for name in names if not toolbox.has(name)]
    if absent:
        clients = [name for name in absent if name in CLIENTS]
        return Refusal("missing" if clients else "tool", f"{', '.join(absent)}: not installed here")
    return None


def _of_unread(line: shell.Line) -> Refusal | None:
    """Of what could start anything; for want of a wall it would do so on this machine."""
    if not line.unread:
        return None
    unread = ", ".join(dict.fromkeys(line.unread))
    return Refusal(
        "tool", f"{unread}: could start what cannot be read here, and no wall keeps that from this machine"
    )


def _of_files(line: shell.Line) -> Refusal | None:
    """Of files that are this machine's own."""
    words = [word for calls in line.pipelines for call in calls for word in call.words[1:]]
    for path in (*line.files, *words):
        if _is_this_machines(path):
            return Refusal("machine", f"{path} is this machine's own, not the world's")
    return None


def _is_this_machines(word: str) -> bool:
    """``/etc/hosts`` is; ``/dashboard``, which grep may look for, is not."""
    if word in _OUTLETS or not word.startswith(("/", "..")):
        return False
    parts = Path(os.path.normpath(word)).parts
    return word.startswith("..") or (len(parts) > 1 and Path(parts[0], parts[1]).exists())
