"""The tools: which programs a command may call, where the real ones are, and of which version they are.

A command finds nothing else on its ``PATH`` than what stands here, so that a runbook's ``systemctl restart``
does nothing to the machine on which it is rehearsed.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from drills.runbook_check.wall import Wall
from fixtures.errors import SetupError
from fixtures.postgres.binaries import find_binaries, wheel_binaries

# The clients of the world: what they do, they do to it.
CLIENTS = ("vercel", "psql", "sentry-cli", "curl")
# They read and print; what they write lands in a folder that is thrown away.
_TEXT = """
    awk base64 basename bash bc cat column comm cp cut date diff dirname echo egrep env expr false
    fgrep find fold grep head join jq less ls mkdir more mv nice nl nohup od paste printf pwd rev
    sed seq setsid sh sleep sort split stat strings tac tail tee test timeout touch tr true uniq wc
    which xargs yes
"""
# The shell's own, but for what would reach other processes.
_BUILTINS = """
    . : [ alias break cd command continue declare eval exec exit export false getopts hash let local
    printf pwd read readonly return set shift shopt source test time true type ulimit umask unalias unset
    wait
"""
_VERSION = re.compile(r"\d+(?:\.\d+)+[\w.-]*")
_DEBIANS_PSQL = "pg_wrapper"
_WITHIN_S = 30


class Toolbox:
    """``chosen`` are programs that the user named; ``allowed`` are further names that may be called."""

    def __init__(self, chosen: Mapping[str, Path], allowed: Collection[str] = ()) -> None:
        self._clients = {*CLIENTS, *chosen, *allowed}
        self._path = os.environ.get("PATH", os.defpath)
        self.known = {*self._clients, *_TEXT.split()}
        self._found = {name: str(path) for name, path in chosen.items()}
        for name in sorted(self.known - set(chosen)):
            if program := _program(name):
                self._found[name] = program
        self._versions: dict[str, str] = {}

    @classmethod
    def parse(cls, chosen: Sequence[str], allowed: Sequence[str]) -> Toolbox:
        """As ``NAME=PATH``. Raises `SetupError` with all that is wrong."""
        wrong, programs = [], {}
        for each in chosen:
            name, _, value = each.partition("=")
            path = shutil.which(value) if value else None
            if not name or path is None:
                wrong.append(f"--tool {each}: expected NAME=PATH with a program at that path")
            else:
                programs[name] = Path(path).absolute()
        wrong += [f"--allow {each}: expected a program's plain name" for each in allowed if "/" in each]
        wrong += [f"--allow {each}: is not installed" for each in allowed if not shutil.which(each)]
        if wrong:
            raise SetupError("\n  ".join(wrong))
        return cls(programs, allowed)

    def has(self, name: str) -> bool:
        """Whether this machine has it."""
        return name in self._found or name in _BUILTINS.split()

    def knows(self, name: str) -> bool:
        """Whether a command may call it."""
        return name in self.known or name in _BUILTINS.split()

    def is_client(self, name: str) -> bool:
        """Whether its version matters: a client of the world, or what the user named."""
        return name in self._clients

    def wall(self) -> Wall:
        """One around whatever these programs start."""
        return Wall(self._found.values(), self._path)

    def furnish(self, folder: Path) -> str:
        """A folder with nothing but these programs; as ``PATH``. A client finds its helpers as at home."""
        folder.mkdir()
        for name, program in self._found.items():
            # No link: a program may look for its files beside the name by which it was called.
            # A client looks for its interpreter; what starts others (timeout) finds these programs only.
            path_of_its_own = f"PATH={shlex.quote(self._path)} " if name in self._clients else ""
            words = f"{path_of_its_own}exec {shlex.quote(program)}"
            path = folder / name
            path.write_text(f'#!/bin/sh\n{words} "$@"\n', encoding="utf-8")
            path.chmod(0o700)
        return str(folder)

    def version(self, name: str, env: Mapping[str, str]) -> str:
        """As in ``vercel 63.1.2``; the name alone where it does not say. Empty for the shell's own."""
        if name not in self._found:
            return ""
        if name not in self._versions:
            self._versions[name] = f"{name} {self._ask(name, env)}".strip()
        return self._versions[name]

    def _ask(self, name: str, env: Mapping[str, str]) -> str:
        try:
            answer = subprocess.run(
                [self._found[name], "--version"],
                env={**env, "PATH": self._path},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=_WITHIN_S,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return ""
        found = _VERSION.search(answer.stdout or answer.stderr)
        return found[0] if found else ""


def _program(name: str) -> str | None:
    program = shutil.which(name)
    if name != "psql" or (program and Path(program).resolve().name != _DEBIANS_PSQL):
        return program
    # Debian's is a script in Perl that looks for one of its versions.
    return _own_psql() or program


def _own_psql() -> str | None:
    """The one beside our own PostgreSQL, where the machine has none on its path."""
    for folder in (find_binaries(), *wheel_binaries()):
        if os.access(folder / "psql", os.X_OK):
            return str(folder / "psql")
    return None
