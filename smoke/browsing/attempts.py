"""A pytest plugin for the child (``-p smoke.browsing.attempts``): one JSON line for each thing that happened.

A line is on disk before pytest goes on, so a child that is killed leaves all that it knew. Lines:
``collected`` {tests: {node id: check}}, ``started`` and ``ended`` {check, test} with, at the end, {outcome,
error_class, message, duration_ms, artifacts, blocked, marked, pages, retried}, ``collection-failed`` and
``crashed`` {message}, ``session-wanted``, ``left`` {removed, remaining, revoked, problem} of what the suite
tidied up itself, ``finished``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Generator
from typing import Any

import pytest

from reports.verdict import Outcome
from smoke.browsing import lifeline
from smoke.browsing.failures import Failure, describe
from smoke.browsing.notes import ARTIFACTS, TIMES, WATCH, WRITES
from smoke.handed import Handed, Opened
from smoke.journeys import NEEDS_WRITE, SESSION_WANTED, check_of
from smoke.order import Order, received
from smoke.page_times import slow

_FAILURE = pytest.StashKey[Failure]()
_DURATION_MS = pytest.StashKey[float]()
_LONGEST = 1500
NAME = "firedrill-attempts"


class Attempts:
    """Writes the lines of one pytest session; ``line`` may be called from any of its hooks."""

    def __init__(self, order: Order) -> None:
        self._file = order.attempts.open("a", encoding="utf-8")
        self._told: dict[str, dict[str, Any]] = {}
        self._again: set[str] = set()
        self._slow: set[str] = set()
        self._budgets = order.target.budgets

    def line(self, event: str, **fields: Any) -> None:
        """Append one line, on disk on return."""
        self._file.write(json.dumps({"event": event, **fields}) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def come_in(self) -> Handed:
        """What the parent's first line held."""
        return lifeline.handed()

    def open_session(self) -> Opened:
        """Ask the parent for a session of the smoke user."""
        self.line(SESSION_WANTED)
        return lifeline.session()

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A journey's file cannot be read."""
        if report.failed:
            self.line("collection-failed", message=str(report.longrepr)[-_LONGEST:])

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Which journeys there are; then wait for the parent, who is asking whether the site answers."""
        self.line("collected", tests={item.nodeid: check_of(str(item.path)) for item in session.items})
        lifeline.wait_for_go()

    def pytest_runtest_logstart(self, nodeid: str, location: tuple[str, int | None, str]) -> None:
        """An attempt at a journey begins."""
        self.line("started", check=check_of(location[0]), test=nodeid)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Nothing of an earlier attempt counts for this one."""
        keys: tuple[pytest.StashKey[Any], ...] = (_FAILURE, _DURATION_MS)
        for key in keys:
            if key in item.stash:
                del item.stash[key]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Take note of how a phase ended, and after the last one of the whole attempt."""
        report = yield
        if call.excinfo is not None and _FAILURE not in item.stash:
            item.stash[_FAILURE] = _failure(item, report, call.excinfo.value)
        if call.when == "call":
            item.stash[_DURATION_MS] = round(call.duration * 1000, 1)
        if call.when == "teardown":
            self._told[item.nodeid] = self._with_slow(_attempt(item))
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """The attempt is told when it is known whether another one follows."""
        # The outcome of an attempt that is made again is a word of pytest-rerunfailures' own.
        if str(report.outcome) == "rerun":
            self._again.add(report.nodeid)
        if report.when == "teardown":
            retried = report.nodeid in self._again
            self._again.discard(report.nodeid)
            self.line("ended", **self._told.pop(report.nodeid), retried=retried)

    def _with_slow(self, attempt: dict[str, Any]) -> dict[str, Any]:
        """The first journey that meets a slow page says so, whatever it came to."""
        found = slow(attempt["pages"], self._budgets)
        news = [told for page, told in found.items() if page not in self._slow]
        self._slow |= found.keys()
        return {**attempt, "message": "; ".join(filter(None, [attempt["message"], *news]))}

    def pytest_internalerror(self, excrepr: object) -> None:
        """Pytest itself, or a plugin, broke."""
        self.line("crashed", message=str(excrepr)[-_LONGEST:])

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, exitstatus: int) -> None:
        """All is told."""
        self.line("finished", exitstatus=int(exitstatus))


def _attempt(item: pytest.Item) -> dict[str, Any]:
    failure = item.stash.get(_FAILURE, None)
    writes, times = item.stash.get(WRITES, None), item.stash.get(TIMES, None)
    return {
        "check": check_of(str(item.path)),
        "test": item.nodeid,
        "outcome": failure.outcome if failure else Outcome.PASS,
        "error_class": failure.error_class if failure else None,
        "message": failure.message if failure else _excused(item),
        "duration_ms": item.stash.get(_DURATION_MS, 0.0),
        "artifacts": [str(path) for path in item.stash.get(ARTIFACTS, [])],
        "blocked": writes.blocked if writes else [],
        "marked": writes.has_marked if writes else False,
        "pages": times.seen if times else [],
    }


def _excused(item: pytest.Item) -> str:
    """What the journey passed in spite of, and how often."""
    watch = item.stash.get(WATCH, None)
    found = watch.excused if watch else {}
    return "; ".join(f"excused {times} times: {reason}" for reason, times in found.items())


def _failure(item: pytest.Item, report: pytest.TestReport, error: BaseException) -> Failure:
    watch = item.stash.get(WATCH, None)
    if report.skipped:
        writes = item.stash.get(WRITES, None)
        error_class = NEEDS_WRITE if writes is not None and writes.has_missed else "setup"
        return Failure(Outcome.INCONCLUSIVE, error_class, str(error))
    failure = describe(error, watch.told() if watch else [])
    if report.when == "call":
        return failure
    # A browser that does not start, or a trace that cannot be written, says nothing about the site.
    return Failure(Outcome.INCONCLUSIVE, "setup", failure.message)


_ORDER = received()
if _ORDER is not None:
    # Before pytest's capture puts something else in the place of standard input.
    lifeline.hold(_ORDER.folder)


def pytest_configure(config: pytest.Config) -> None:
    """Only where a parent has given an order."""
    if _ORDER is not None:
        config.pluginmanager.register(Attempts(_ORDER), NAME)
