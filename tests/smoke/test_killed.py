"""Kill -9 at any moment: the verdict is readable and inconclusive, or there is none; never half, or green."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from fixtures import processes
from reports.verdict import Result, Verdict
from tests.smoke.judging import until
from tests.smoke.other_site.site import OtherSite


class Blank(OtherSite):
    """The landing page is there, and empty."""

    async def landing(self, request: Request) -> Response:
        """Nothing of what it should show."""
        return HTMLResponse('<!doctype html><html lang="en"><title>x</title><link rel="icon" href="data:,">')


@contextmanager
def started(folder: Path, site: OtherSite, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The command at work on a site; what it starts is known by its temporary folder."""
    (folder / "firedrill.toml").write_text(site.toml, encoding="utf-8")
    temporary(folder).mkdir(exist_ok=True)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("FIREDRILL_CO")}
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "firedrill", "smoke", "--target", "scribely", *arguments],
        cwd=folder,
        env={**clean, **site.env, "TMPDIR": str(temporary(folder))},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        assert process.stderr is not None
        process.stderr.close()


def temporary(folder: Path) -> Path:
    """Where the command's processes make their temporary files."""
    return folder / "tmp"


def verdict_in(folder: Path) -> Path:
    """The verdict of the last run."""
    return folder / "reports" / "out" / "smoke" / "latest" / "verdict.json"


def left_running(folder: Path) -> list[str]:
    """What still runs of the command: each process that has its temporary folder in its environment."""
    found = []
    for process in processes.PROC.iterdir():
        if process.name.isdigit():
            with suppress(OSError):
                if str(temporary(folder)).encode() in (process / "environ").read_bytes():
                    found.append((process / "cmdline").read_text().replace("\0", " "))
    return found


def said(process: subprocess.Popen[str], word: str) -> None:
    """Read what the command says until it says this."""
    assert process.stderr is not None
    assert any(word in line for line in process.stderr), f"it never said {word!r}"


def kill(process: subprocess.Popen[str], folder: Path) -> Verdict | None:
    """Kill -9 the command alone; the verdict that it leaves, if any. All that it started ends by itself."""
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert until(lambda: not left_running(folder)), left_running(folder)
    path = verdict_in(folder)
    return Verdict.model_validate_json(path.read_text()) if path.exists() else None


def test_right_after_its_start(tmp_path: Path) -> None:
    """Before it has said anything, and as it starts its child."""
    with OtherSite() as site, started(tmp_path, site) as process:
        assert until(lambda: list(temporary(tmp_path).glob("firedrill-gate-*")))
        found = kill(process, tmp_path)

    assert found is not None
    assert found.verdict is Result.INCONCLUSIVE


@pytest.mark.parametrize("word", ["judging", "reachable", "landing", "login"])
def test_while_the_child_is_at_work(tmp_path: Path, word: str) -> None:
    """As it loads, between journeys and in them: the browser goes, and the private folder with it."""
    with OtherSite() as site, started(tmp_path, site) as process:
        said(process, word)
        assert until(lambda: "-m pytest" in " ".join(left_running(tmp_path)))
        found = kill(process, tmp_path)

    assert found is not None
    assert found.verdict is Result.INCONCLUSIVE
    assert found.reasons[0].code == "not-finished"
    assert until(lambda: not list(temporary(tmp_path).glob("firedrill-gate-*")))


STILL_WRITING = """
import itertools, sys
from pathlib import Path
from smoke.browsing import lifeline

folder = Path(sys.argv[1])
lifeline.hold(folder)
print("writing", flush=True)
for number in itertools.count():
    (folder / str(number % 9)).mkdir(parents=True, exist_ok=True)
    (folder / str(number % 9) / str(number)).touch()
"""


def test_a_child_that_goes_on_writing_leaves_nothing(tmp_path: Path) -> None:
    """What it writes while its folder is removed would stay, and nobody has scrubbed it."""
    folder = tmp_path / "private"
    with subprocess.Popen(
        [sys.executable, "-c", STILL_WRITING, str(folder)],
        env={**os.environ, "TMPDIR": str(temporary(tmp_path))},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == b"writing\n"
        assert until(lambda: (folder / "8").exists())
        process.stdin.close()
        process.wait()

    assert until(lambda: not folder.exists())
    assert until(lambda: not left_running(tmp_path))


def test_as_it_concludes(tmp_path: Path) -> None:
    """While it cleans what it keeps: no verdict yet. What it had not yet removed, the next one does."""
    with Blank() as site:
        with started(tmp_path, site, "--har", "--only", "landing") as process:
            run = verdict_in(tmp_path).parent
            assert until(lambda: list(run.glob("artifacts/*")))
            found = kill(process, tmp_path)
        left = list(temporary(tmp_path).glob("firedrill-gate-*"))
        with started(tmp_path, site, "--only", "landing") as process:
            said(process, "landing")
            still = [folder for folder in left if folder.exists()]

    assert found is not None
    assert found.verdict in {Result.INCONCLUSIVE, Result.FAIL}
    assert still == []


def test_once_it_is_written_the_verdict_stands(tmp_path: Path) -> None:
    """All reports that follow can be made again from it."""
    with OtherSite() as site, started(tmp_path, site) as process:
        said(process, "session")
        before = verdict_in(tmp_path).read_bytes()
        assert until(lambda: verdict_in(tmp_path).read_bytes() != before)
        found = kill(process, tmp_path)

    assert found is not None
    assert found.verdict is Result.PASS
    assert found.executed_checks == found.expected_checks


def test_a_gate_at_work_has_an_inconclusive_verdict_already(tmp_path: Path) -> None:
    """So that whoever reads the folder of one that was killed finds one."""
    with OtherSite() as site, started(tmp_path, site) as process:
        said(process, "judging")
        found = Verdict.model_validate_json(verdict_in(tmp_path).read_text())

    assert found.verdict is Result.INCONCLUSIVE
    assert found.reasons[0].code == "not-finished"
