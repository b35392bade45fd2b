"""A pytest plugin for the child (``-p smoke.attempts``): one JSON line for each thing that happened.

A line is on disk before pytest goes on, so a child that is killed leaves all that it knew. Lines:
``collected`` {tests: {node id: check}}, ``started`` and ``ended`` {check, test} with, at the end, {outcome,
error_class, message, duration_ms, artifacts}, ``collection-failed`` and ``crashed`` {message}, ``finished``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Generator
from typing import Any

import pytest

from reports.verdict import Outcome
from smoke import lifeline
from smoke.failures import Failure, describe
from smoke.journeys import check_of
from smoke.notes import ARTIFACTS, WATCH
from smoke.order import Order, received

_FAILURE = pytest.StashKey[Failure]()
_DURATION_MS = pytest.StashKey[float]()
_LONGEST = 1500


class Attempts:
    """Writes the lines of one pytest session; ``line`` may be called from any of its hooks."""

    def __init__(self, order: Order) -> None:
        self._file = order.attempts.open("a", encoding="utf-8")

    def line(self, event: str, **fields: Any) -> None:
        """Append one line, on disk on return."""
        self._file.write(json.dumps({"event": event, **fields}) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A journey's file cannot be read."""
        if report.failed:
            self.line("collection-failed", message=str(report.longrepr)[-_LONGEST:])

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Which journeys there are; then wait for the parent, who is asking whether the site answers."""
        self.line("collected", tests={item.nodeid: check_of(str(item.path)) for item in session.items})
        lifeline.wait_for_go()

    def pytest_runtest_logstart(self, nodeid: str, location: tuple[str, int | None, str]) -> None:
        """A journey begins."""
        self.line("started", check=check_of(location[0]), test=nodeid)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Take note of how a phase ended; after the last one the attempt is told."""
        report = yield
        if call.excinfo is not None and _FAILURE not in item.stash:
            item.stash[_FAILURE] = _failure(item, report, call.excinfo.value)
        if call.when == "call":
            item.stash[_DURATION_MS] = round(call.duration * 1000, 1)
        if call.when == "teardown":
            self._ended(item)
        return report

    def _ended(self, item: pytest.Item) -> None:
        failure = item.stash.get(_FAILURE, None)
        self.line(
            "ended",
            check=check_of(str(item.path)),
            test=item.nodeid,
            outcome=failure.outcome if failure else Outcome.PASS,
            error_class=failure.error_class if failure else None,
            message=failure.message if failure else "",
            duration_ms=item.stash.get(_DURATION_MS, 0.0),
            artifacts=[str(path) for path in item.stash.get(ARTIFACTS, [])],
        )

    def pytest_internalerror(self, excrepr: object) -> None:
        """Pytest itself, or a plugin, broke."""
        self.line("crashed", message=str(excrepr)[-_LONGEST:])

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, exitstatus: int) -> None:
        """All is told."""
        self.line("finished", exitstatus=int(exitstatus))


def _failure(item: pytest.Item, report: pytest.TestReport, error: BaseException) -> Failure:
    watch = item.stash.get(WATCH, None)
    if report.skipped:
        return Failure(Outcome.INCONCLUSIVE, "setup", str(error))
    failure = describe(error, watch.seen if watch else [])
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
        config.pluginmanager.register(Attempts(_ORDER), "firedrill-attempts")
