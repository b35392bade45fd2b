"""Kill -9 at any moment: the verdict is readable and inconclusive, or there is none; never half, or green."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fixtures.owned_folder import OwnedFolder
from fixtures.target import Target
from reports.verdict import Result, Verdict
from smoke import processes
from tests.smoke.judging import gone, judge, own_journeys
from tests.smoke.other_site.site import OtherSite


@contextmanager
def started(folder: Path, site: OtherSite) -> Iterator[subprocess.Popen[str]]:
    """The command at work on a healthy site, which would pass in the end."""
    (folder / "firedrill.toml").write_text(site.toml, encoding="utf-8")
    (folder / "tmp").mkdir()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("FIREDRILL_CO")}
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "firedrill", "smoke", "--target", "scribely"],
        cwd=folder,
        env={**clean, **site.env, "TMPDIR": str(folder / "tmp")},
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


# What the command says as it goes; the last moment is that of its verdict being written.
@pytest.mark.parametrize("moment", ["judging", "reachable", "landing", "login", "dashboard", "written"])
def test_a_killed_gate_is_never_green(tmp_path: Path, moment: str) -> None:
    """And takes its browser and its private folder with it."""
    with OtherSite() as site, started(tmp_path, site) as process:
        verdict = tmp_path / "reports" / "out" / "smoke" / "latest" / "verdict.json"
        family = processes.family(process.pid)
        assert process.stderr is not None
        for line in process.stderr:
            family |= processes.family(process.pid)
            if moment in line or (moment == "written" and "session" in line):
                break
        before = verdict.read_bytes() if verdict.exists() else b""
        deadline = time.monotonic() + 20
        while moment == "written" and verdict.read_bytes() == before and time.monotonic() < deadline:
            pass
        process.send_signal(signal.SIGKILL)
        process.wait()

        assert gone(family)
        found = Verdict.model_validate_json(verdict.read_text()) if verdict.exists() else None
        if moment == "written":
            assert found is not None
            assert found.verdict is Result.PASS, "it had come to its end"
        else:
            assert found is None or found.verdict is Result.INCONCLUSIVE


def test_what_a_killed_gate_leaves_the_next_one_removes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pictures and traces that nobody has scrubbed yet; another gate's that is at work stay."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    at_work = OwnedFolder("firedrill-gate-")
    killed = tmp_path / "firedrill-gate-killed"
    killed.mkdir()
    (killed / "owner.lock").touch()

    with OtherSite() as site:
        own_journeys(monkeypatch, tmp_path / "suite", quick="def test_it():\n    pass\n")
        judge(Target(url=site.url), tmp_path / "run")

    assert sorted(path.name for path in tmp_path.glob("firedrill-gate-*")) == [at_work.path.name]
    at_work.remove()


def test_a_gate_at_work_has_an_inconclusive_verdict_already(tmp_path: Path) -> None:
    """So that whoever reads the folder of one that was killed finds one."""
    with OtherSite() as site, started(tmp_path, site) as process:
        assert process.stderr is not None
        process.stderr.readline()
        verdict = tmp_path / "reports" / "out" / "smoke" / "latest" / "verdict.json"
        found = Verdict.model_validate_json(verdict.read_text())

    assert found.verdict is Result.INCONCLUSIVE
    assert found.reasons[0].code == "not-finished"
