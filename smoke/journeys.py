"""The journeys: which there are, and what the child's lines say of them."""

from __future__ import annotations

import ast
import functools
import time
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from fixtures.target import JourneyName, Target
from reports.verdict import Attempt, Check, Outcome
from smoke.page_times import PageTime

PREFIX = "test_"
# The order in which a user meets them; a new file comes after these.
_ORDER = ("landing", "quiz", "login", "anonymous", "dashboard")
_FINE = (Outcome.PASS, Outcome.FLAKY)
_WORST_FIRST = (Outcome.FAIL, Outcome.INCONCLUSIVE, Outcome.FLAKY, Outcome.PASS)
NEEDS_WRITE = "needs-write"
# The line with which the child asks its parent for a session of the smoke user.
SESSION_WANTED = "session-wanted"


def files() -> dict[str, Path]:
    """Each journey's check id and its file, in the order in which they run."""
    found = {path.stem.removeprefix(PREFIX): path for path in Path(__file__).parent.glob(f"{PREFIX}*.py")}
    known = [name for name in _ORDER if name in found]
    return {name: found[name] for name in [*known, *sorted(found.keys() - set(_ORDER))]}


def walked(target: Target) -> list[str]:
    """Those of them that the target has, in order; a journey of a team's own always."""
    left_out = set(get_args(JourneyName)) - set(target.journeys)
    if "dashboard" in left_out:
        left_out.add("anonymous")
    return [name for name in files() if name not in left_out]


def check_of(path: str) -> str:
    """The check id of a journey's file."""
    return Path(path).stem.removeprefix(PREFIX)


def titles() -> dict[str, str]:
    """Each journey's check id and the first line of what its file says of itself."""
    return {name: _title(path) for name, path in files().items()}


@functools.cache
def _title(path: Path) -> str:
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    return said.splitlines()[0] if said else check_of(str(path))


class Progress:
    """What the child's lines have told so far; `checks` may be asked at any moment.

    ``names`` are the journeys that are asked for; ``selecting`` says that pytest chooses among them too.
    ``blocked`` is what read-only mode kept from the site, ``pages`` how long each took, ``left`` what the
    browser itself tidied up, ``has_marked`` whether a post with the run's mark was sent.
    """

    def __init__(self, names: Collection[str], *, selecting: bool = False) -> None:
        self.problems: list[str] = []
        self.blocked: list[str] = []
        self.pages: list[PageTime] = []
        self.left: Mapping[str, Any] | None = None
        self.finished = False
        self.has_marked = False
        self.running: str | None = None
        self.running_since_mono_s = 0.0
        self._names = list(names)
        self._selecting = selecting
        self._tests: dict[str, str] | None = None
        self._final: set[str] = set()
        self._ended: dict[str, list[Mapping[str, Any]]] = {}

    def take(self, line: Mapping[str, Any]) -> str | None:
        """Take in one line; returns the id of a check that has come to its end by it."""
        match line["event"]:
            case "collected":
                self._tests = line["tests"]
            case "started":
                self.running, self.running_since_mono_s = line["test"], time.monotonic()
            case "ended":
                self.running = None
                self._ended.setdefault(line["test"], []).append(line)
                self.blocked += line["blocked"]
                self.has_marked = self.has_marked or line["marked"]
                self.pages += [PageTime(*page) for page in line["pages"]]
                if not line["retried"]:
                    self._final.add(line["test"])
                check: str = line["check"]
                return check if not self._open_tests(check) else None
            case "collection-failed" | "crashed":
                self.problems.append(line["message"])
            case "left":
                self.left = line
            case "finished":
                self.finished = True
        return None

    @property
    def complete(self) -> bool:
        """All that was collected has come to its end."""
        return self._tests is not None and self._final >= self._tests.keys()

    def leaves_out(self, name: str) -> bool:
        """Whether pytest, choosing among the journeys, has left out this one."""
        return self._selecting and self._tests is not None and name not in self._tests.values()

    @property
    def empty(self) -> bool:
        """Nothing was collected."""
        return not self._tests

    def fail_running(self, message: str) -> None:
        """The journey that runs has taken too long: that is its failure."""
        if self.running is not None and self._tests is not None:
            line = {
                "outcome": Outcome.FAIL,
                "error_class": "timeout",
                "message": message,
                "duration_ms": round((time.monotonic() - self.running_since_mono_s) * 1000, 1),
                "artifacts": [],
            }
            self._final.add(self.running)
            self._ended.setdefault(self.running, []).append(line)
            self.running = None

    def checks(self, unfinished: str) -> list[Check]:
        """One check a journey, in order; ``unfinished`` says why what has no result has none."""
        collected = set((self._tests or {}).values())
        chosen = [name for name in self._names if name in collected or not self._selecting]
        return [self.check(name, unfinished) for name in chosen]

    def check(self, name: str, unfinished: str) -> Check:
        """One of them."""
        return self._check(name, titles()[name], unfinished)

    def artifacts(self) -> dict[str, list[Path]]:
        """The files that were kept, by check id."""
        kept: dict[str, list[Path]] = {}
        for test, lines in self._ended.items():
            for line in lines:
                kept.setdefault(self._check_of(test), []).extend(Path(path) for path in line["artifacts"])
        return kept

    def _check(self, name: str, title: str, unfinished: str) -> Check:
        ended = [self._ended[test] for test in self._tests_of(name) if test in self._ended]
        attempts = [
            Attempt.model_validate({key: line[key] for key in Attempt.model_fields})
            for tries in ended
            for line in tries
        ]
        outcomes = [_outcome(tries) for tries in ended]
        waived = [tries[-1]["error_class"] == NEEDS_WRITE for tries in ended]
        messages = [attempt.message for attempt in attempts if attempt.message]
        if self._open_tests(name) or not outcomes:
            begun = bool(outcomes) or self.running in self._tests_of(name)
            outcomes.append(Outcome.INCONCLUSIVE if begun else Outcome.NOT_RUN)
            messages.append("; ".join([unfinished, *self.problems]))
        # A journey that needs a write which may not be made is advice, unless more is wrong with it.
        rest = [
            outcome for outcome, is_waived in zip(outcomes, [*waived, False], strict=False) if not is_waived
        ]
        return Check(
            id=name,
            kind="journey",
            title=title,
            blocking=not any(waived) or any(outcome not in _FINE for outcome in rest),
            outcome=next((one for one in _WORST_FIRST if one in outcomes), Outcome.NOT_RUN),
            message="; ".join(dict.fromkeys(messages)),
            attempts=attempts,
        )

    def _tests_of(self, check: str) -> Sequence[str]:
        return [test for test, of in (self._tests or {}).items() if of == check]

    def _check_of(self, test: str) -> str:
        return (self._tests or {}).get(test, "")

    def _open_tests(self, check: str) -> list[str]:
        return [test for test in self._tests_of(check) if test not in self._final]


def _outcome(tries: Sequence[Mapping[str, Any]]) -> Outcome:
    """What a test came to, by its last attempt; one that passed only then is flaky."""
    last = Outcome(tries[-1]["outcome"])
    return Outcome.FLAKY if last is Outcome.PASS and len(tries) > 1 else last
