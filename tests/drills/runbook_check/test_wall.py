"""Ways out of a command's own folder: each leads out where there is no wall, and not where one stands.

The witness is never what the command prints: a trace that a stranger's program leaves in the one folder that
may be written to, a file, a socket, the kernel's list of processes.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from drills.runbook_check import wall as walls
from drills.runbook_check.toolbox import Toolbox
from drills.runbook_check.wall import Wall
from fixtures import processes

SECRET = "a secret of whoever runs it"
STARTING = {
    "by its path": "{stranger} trace",
    "timeout": "timeout 5 {stranger} trace",
    "wrappers in one another": "env nice -n 5 timeout 5 bash -c '{stranger} trace'",
    "env -S": "env -S '{stranger} trace'",
    "bash -c": "bash -c '{stranger} trace'",
    "xargs": "echo trace | xargs {stranger}",
    "xargs sh -c": "echo trace | xargs -I@ sh -c '{stranger} @'",
    "find -exec": r"find . -maxdepth 0 -exec {stranger} trace \;",
    "awk": "awk 'BEGIN {{ system(\"{stranger} trace\") }}'",
    "sed": "echo x | sed '1e {stranger} trace'",
    "a here-document for sh": "sh <<END\n{stranger} trace\nEND",
    "a script that it writes": "echo '{stranger} trace' > own; . ./own",
    "eval": 'eval "{stranger} trace"',
    "a substitution": "echo $({stranger} trace)",
    "exec": "exec {stranger} trace",
    "another PATH": "PATH={outside} stranger trace",
    "the system's own PATH": "command -p ln -s nowhere trace",
    "a path that the shell remembers": "hash -p {stranger} ls; ls trace",
    "the loader": "for each in /lib*/ld-linux* /lib/ld-musl*; do $each {stranger} trace; done",
    "a program that it brings along": "cp {touch} own; ./own trace",
    "a job in the background": "{stranger} trace & wait",
}
READING = {
    "a file": "cat {secret} > trace",
    "all files of a folder": "cd /; cat .{outside}/* > {folder}/trace",
    "another process's": "cat /proc/{pid}/cmdline > trace",
    "another process's folder": "cat /proc/{pid}/root{secret} > trace",
    "curl of a file": "curl -s file://{secret} > trace",
}
WRITING = {
    "a file elsewhere": "echo x > {outside}/canary",
    "a file that is there": "echo x | tee {outside}/canary",
    "by way of the folders above": "cd ..; cd ..; touch .{outside}/canary {outside}/canary",
}


@dataclass(frozen=True)
class Room:
    """A folder to type in, and one of somebody else's beside it."""

    wall: Wall
    folder: Path
    outside: Path
    root: Path

    def type(self, text: str, *, walled: bool) -> None:
        """In bash, with the machine's own path."""
        words = {
            "folder": self.folder,
            "outside": self.outside,
            "secret": self.outside / "secret",
            "stranger": self.outside / "stranger",
            "touch": shutil.which("touch"),
            "pid": os.getpid(),
        }
        command = ["/bin/bash", "-c", text.format(**words)]
        if walled:
            command = self.wall.around(command, self.root, self.folder, read=[], write=[self.folder])
        subprocess.run(command, cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, check=False)

    @property
    def left(self) -> bool:
        """Whether the trace is there."""
        return os.path.lexists(self.folder / "trace")


@pytest.fixture(scope="module")
def wall() -> Wall:
    """The wall of what is on the list."""
    made = Toolbox({}).wall()
    if not made.stands:
        pytest.skip(made.told)
    return made


@pytest.fixture(scope="module")
def fence() -> Wall:
    """What is there where the kernel gives no rooms."""
    really = Wall._try
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            Wall, "_try", lambda own, inside: "none" if inside == walls._ROOMS else really(own, inside)
        )
        made = Toolbox({}).wall()
    assert not made.stands  # so that no more is typed than without it
    if "a fence (Landlock)" not in made.told:
        pytest.skip(made.told)
    return made


@pytest.fixture
def room(wall: Wall, tmp_path: Path) -> Room:
    """Behind the wall."""
    return furnished(wall, tmp_path)


@pytest.fixture
def fenced(fence: Wall, tmp_path: Path) -> Room:
    """Behind the fence."""
    return furnished(fence, tmp_path)


def furnished(wall: Wall, tmp_path: Path) -> Room:
    """With a stranger's program, which leaves a trace, and a secret."""
    made = Room(wall, *(tmp_path / name for name in ("folder", "outside", "root")))
    for each in (made.folder, made.outside, made.root):
        each.mkdir()
    shutil.copy(shutil.which("touch") or "/bin/touch", made.outside / "stranger")
    (made.outside / "secret").write_text(SECRET)
    (made.outside / "secret").chmod(0o600)
    return made


@pytest.mark.parametrize("walled", [False, True])
@pytest.mark.parametrize("way", STARTING)
def test_no_strange_program_starts(room: Room, way: str, walled: bool) -> None:
    """Though its trace would be in a folder that may be written to."""
    room.type(STARTING[way], walled=walled)

    assert room.left is not walled


@pytest.mark.parametrize("walled", [False, True])
@pytest.mark.parametrize("way", READING)
def test_nothing_strange_is_read(room: Room, way: str, walled: bool) -> None:
    """Neither files, whatever their rights, nor what other processes are."""
    if "curl" in way and shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    room.type(READING[way], walled=walled)

    assert ((room.folder / "trace").stat().st_size > 0) is not walled


@pytest.mark.parametrize("walled", [False, True])
@pytest.mark.parametrize("way", WRITING)
def test_nothing_strange_is_written(room: Room, way: str, walled: bool) -> None:
    """The folder that is its own is all that there is to write to."""
    room.type(WRITING[way], walled=walled)

    assert (room.outside / "canary").exists() is not walled


@pytest.mark.parametrize("way", STARTING)
def test_the_fence_lets_no_strange_program_start(fenced: Room, way: str) -> None:
    """Each of the same ways."""
    fenced.type(STARTING[way], walled=True)

    assert not fenced.left


@pytest.mark.parametrize("way", READING)
def test_the_fence_lets_nothing_strange_be_read(fenced: Room, way: str) -> None:
    """Nor another process be looked at."""
    fenced.type(READING[way], walled=True)

    assert not fenced.left or (fenced.folder / "trace").stat().st_size == 0


@pytest.mark.parametrize("way", WRITING)
def test_the_fence_lets_nothing_strange_be_written(fenced: Room, way: str) -> None:
    """Its own folder only."""
    fenced.type(WRITING[way], walled=True)

    assert not (fenced.outside / "canary").exists()


def test_what_is_on_the_list_works_behind_the_fence(fenced: Room) -> None:
    """With its devices; and its exit code is its own."""
    fenced.type("date | tee /dev/null | awk '{{ print $1 }}' > trace", walled=True)
    command = fenced.wall.around(["/bin/bash", "-c", "exit 7"], fenced.root, Path("/"), read=[], write=[])

    assert (fenced.folder / "trace").read_text().strip()
    assert subprocess.run(command, check=False).returncode == 7


@pytest.mark.parametrize("walled", [False, True])
def test_no_socket_of_the_machine_is_reached(room: Room, walled: bool) -> None:
    """A Unix socket is a file, too."""
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(room.outside / "socket"))
        server.listen()
        server.setblocking(False)
        room.type("curl -m 1 --unix-socket {outside}/socket http://x/", walled=walled)
        try:
            server.accept()[0].close()
            came = True
        except BlockingIOError:
            came = False

    assert came is not walled


def test_the_fence_lets_no_abstract_socket_be_reached(fenced: Room) -> None:
    """One without a file, where the kernel's Landlock keeps those in; the wall leaves them to the seal."""
    if landlock() < 6 or shutil.which("curl") is None:
        pytest.skip("curl is not installed, or this kernel's Landlock knows nothing of them")
    name = f"firedrill-{os.getpid()}"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(f"\0{name}")
        server.listen()
        server.setblocking(False)
        came = []
        for walled in (False, True):
            fenced.type(f"curl -m 1 --abstract-unix-socket {name} http://x/", walled=walled)
            try:
                server.accept()[0].close()
                came.append(walled)
            except BlockingIOError:
                pass

    assert came == [False]


@pytest.mark.parametrize("walled", [False, True])
def test_no_other_process_is_ended(room: Room, walled: bool) -> None:
    """By its number, or as one of all."""
    assert ends_another(room, walled=walled) is not walled


def test_the_fence_lets_no_other_process_be_ended(fenced: Room) -> None:
    """Where the kernel's Landlock keeps signals in."""
    if landlock() < 6:
        pytest.skip("this kernel's Landlock knows nothing of signals")
    assert not ends_another(fenced, walled=True)


def ends_another(room: Room, *, walled: bool) -> bool:
    """Whether it ends a process outside."""
    with subprocess.Popen(["/bin/sleep", "600"]) as other:
        try:
            room.type(f"kill -9 {other.pid}", walled=walled)
            ended = not any(each.pid == other.pid for each in processes.family(other.pid))
        finally:
            other.kill()
    return ended


def landlock() -> int:
    """The kernel's version of it."""
    return int(ctypes.CDLL(None).syscall(444, None, ctypes.c_size_t(0), 1))


def test_nothing_outlives_it(room: Room) -> None:
    """A job in a session of its own, with all outputs closed, goes with the first process in there."""
    room.type("setsid sleep 61234567 > /dev/null 2>&1 < /dev/null & ", walled=True)

    running = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
    assert not any(b"61234567" in each for each in running)


def test_what_is_on_the_list_works(room: Room) -> None:
    """With its devices and its temporary folder; and its exit code is its own."""
    room.type("date | tee /dev/stderr > /tmp/x && awk '{{ print $1 }}' /tmp/x > trace", walled=True)
    command = room.wall.around(["/bin/bash", "-c", "exit 7"], room.root, Path("/"), read=[], write=[])

    assert (room.folder / "trace").read_text().strip()
    assert subprocess.run(command, check=False).returncode == 7


def test_a_machine_that_allows_none_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """By what it answered; the command is then what it is without."""
    monkeypatch.setattr("sys.platform", "darwin")

    none = Wall(["/bin/sh"], "/bin")

    assert (none.stands, "no wall around what they start" in none.told) == (False, True)
    assert none.around(["true"], Path("/x"), Path("/"), read=[], write=[]) == ["true"]
