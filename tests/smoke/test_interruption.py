"""However the gate ends, nothing of it is left, and no verdict is green by accident."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from fixtures.interruption import INTERRUPTED
from fixtures.target import Target
from reports.verdict import Result
from tests.smoke.judging import GateProgram, gone, outcomes, until
from tests.smoke.stub import Page, Stub

# The landing page comes, the style sheet that it needs does not: a browser waits in the middle of a journey.
STUCK = "<!doctype html><link rel=stylesheet href=/never.css><h1>Bonjour</h1>"


@pytest.fixture
def stuck(tmp_path: Path) -> Iterator[GateProgram]:
    """A gate whose browser is at work and will be for a while."""
    with Stub({"/": Page(STUCK), "/never.css": Page(hangs=True)}) as site:
        gate = GateProgram(Target(url=site.url), tmp_path / "run")
        try:
            gate.read_until("pass         reachable")
            site.wait_for("/never.css")
            assert gate.browsers(), "the browser is running"
            yield gate
        finally:
            gate.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_gate_ends_all_and_writes_its_verdict(
    stuck: GateProgram, number: signal.Signals
) -> None:
    """Ctrl-C, or a pipeline that cancels: what had no result is inconclusive."""
    family = stuck.family()

    stuck.send(number)

    assert stuck.wait() == 0, "the verdict came to its caller"
    assert gone(family)
    verdict = stuck.verdict()
    assert verdict.verdict is Result.INCONCLUSIVE
    assert verdict.reasons[0].code == INTERRUPTED
    assert outcomes(verdict)["landing"] == "inconclusive"
    assert outcomes(verdict)["dashboard"] == "not_run"
    assert os.listdir(stuck.temporary) == []


def test_a_killed_gate_takes_its_browser_along(stuck: GateProgram) -> None:
    """After kill -9 the child notices that nobody holds its pipe any more; no verdict is written."""
    family = stuck.family()

    stuck.send(signal.SIGKILL)

    assert stuck.wait() == -signal.SIGKILL
    assert gone(family)
    assert not (stuck.folder / "verdict.json").exists()
    assert until(lambda: not list(stuck.temporary.glob("firedrill-gate-*")))


def test_a_browser_that_is_killed_is_no_failure_of_the_site(stuck: GateProgram) -> None:
    """Somebody, or the machine's memory, ended it: nothing was learnt about the site."""
    # The one that started the others first: a page whose process alone dies has crashed, which is the site's.
    # By their parents, since process numbers begin anew.
    browsers = stuck.browsers()
    pids = {one.pid for one in browsers}
    for browser in sorted(browsers, key=lambda one: one.parent in pids):
        os.kill(browser.pid, signal.SIGKILL)

    stuck.wait()

    verdict = stuck.verdict()
    assert "fail" not in outcomes(verdict).values(), verdict.checks
    assert verdict.verdict is Result.INCONCLUSIVE
