"""What an arm did and saw, line by line, on disk before it is judged: ``outcomes.jsonl``.

Four kinds of line: ``{"step": title, "stages": [...]}`` opens a step, ``{"rows": [...]}`` holds outcomes of
it, ``{"ended": {"at_s": ..., "why": ...}}`` closes it. Where nobody could come in, there is
only ``{"refused": why}``. Only one process writes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from fixtures.errors import SetupError
from load.method import Moment, Step
from load.outcome import Outcome
from load.stage import Stage

NAME = "outcomes.jsonl"
# Why a step ended: something was known, its time was over, or nobody was there to end it.
DECIDED, LIMIT, INTERRUPTED = "decided", "limit", "interrupted"


class LedgerError(SetupError):
    """A stored arm cannot be judged again; the message says where and why."""


class Ledger:
    """Writes; each line is on its way to the disk before the call returns."""

    def __init__(self, folder: Path) -> None:
        self._file: IO[str] = (folder / NAME).open("w", encoding="utf-8")

    def begin(self, step: Step) -> None:
        """A step begins."""
        stages = [stage.model_dump(mode="json") for stage in step.stages]
        self._write({"step": step.title, "stages": stages})

    def saw(self, outcomes: Sequence[Outcome]) -> None:
        """Outcomes of the step that has begun."""
        if outcomes:
            self._write({"rows": outcomes})

    def end(self, at_s: float, why: str) -> None:
        """The step ended ``at_s`` seconds from its start."""
        self._write({"ended": {"at_s": at_s, "why": why}})

    def refuse(self, why: str) -> None:
        """No step can begin."""
        self._write({"refused": why})

    def close(self) -> None:
        """No more will come."""
        self._file.close()

    def _write(self, line: object) -> None:
        self._file.write(json.dumps(line, separators=(",", ":")) + "\n")
        self._file.flush()


@dataclass
class StoredStep:
    """A step as it was (`load.method.Running`). ``why`` is one of the three above, or what broke it."""

    title: str
    stages: list[Stage]
    rows: list[Outcome] = field(default_factory=list)
    at_s: float = 0.0
    why: str = INTERRUPTED
    _asked: int = 0

    def news(self) -> Sequence[Outcome]:
        """All that came, at once."""
        rows, self.rows = self.rows, []
        return rows

    @property
    def moment(self) -> Moment:
        """How far it came; whoever cannot decide as it was decided then is told that no more will come."""
        self._asked += 1
        broken = "" if self.why in {DECIDED, LIMIT, INTERRUPTED} else self.why
        return Moment(self.at_s, self.why in {LIMIT, INTERRUPTED} or self._asked > 1, broken)


class Tail:
    """Follows a ledger that is being written, for whoever waits."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._read_to = 0
        self._title = ""
        self._answers = self._failed = 0
        self._at_s = 0.0

    def line(self) -> str:
        """How far its step is; empty where nothing is new."""
        if not self._path.exists():
            return ""
        with self._path.open("rb") as file:
            file.seek(self._read_to)
            whole, newline, _ = file.read().rpartition(b"\n")
        self._read_to += len(whole + newline)
        for line in whole.splitlines():
            self._take(json.loads(line))
        if not whole:
            return ""
        return f"{self._title}: {self._answers} answers, {self._failed} failed, {self._at_s:.1f} s"

    def _take(self, entry: dict[str, Any]) -> None:
        if "step" in entry:
            self._title, self._answers, self._failed = entry["step"], 0, 0
        for row in (Outcome(*row) for row in entry.get("rows", ())):
            self._answers += 1
            self._failed += not row.succeeded
            self._at_s = row.done_s


def read(folder: Path) -> Iterator[StoredStep]:
    """The steps of a stored arm; a last line that is not whole is left out. Raises `LedgerError`."""
    path, step = folder / NAME, None
    try:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    except OSError as error:
        raise LedgerError(f"{path}: cannot be read: {error.strerror}") from error
    for number, line in enumerate(lines, 1):
        if not line.endswith("\n"):
            break
        try:
            entry = json.loads(line)
            if "step" in entry:
                if step is not None:
                    yield step
                stages = [Stage.model_validate(stage) for stage in entry["stages"]]
                step = StoredStep(entry["step"], stages)
            elif "refused" in entry:
                step = StoredStep("never begun", [], why=str(entry["refused"]))
            elif step is None:
                raise LedgerError(f"{path}: line {number} comes before any step")
            elif "rows" in entry:
                step.rows += [_outcome(row, step) for row in entry["rows"]]
                step.at_s = max(step.at_s, max((row.done_s for row in step.rows), default=0.0))
            else:
                step.at_s, step.why = float(entry["ended"]["at_s"]), str(entry["ended"]["why"])
        except (ValueError, TypeError, KeyError) as error:
            raise LedgerError(f"{path}: line {number} is no line of a load: {error}") from error
    if step is not None:
        yield step


def _outcome(row: list[Any], step: StoredStep) -> Outcome:
    outcome = Outcome(*row)
    if outcome.stage not in {stage.name for stage in step.stages}:
        raise ValueError(f"no stage of this step is called {outcome.stage!r}")
    return outcome
