"""The ledger: what is written is what is read, also when its writer was killed in the middle."""

from __future__ import annotations

from pathlib import Path

import pytest

from load.cohort import Cohort
from load.ledger import DECIDED, INTERRUPTED, NAME, Ledger, LedgerError, Tail, read
from load.method import Step
from load.outcome import Outcome
from load.stage import Stage
from load.symptom import Symptom

FAILS = Symptom(statuses=(500,))

STEP = Step("judging", [Cohort(Stage(name="s", count=3, rate_per_s=1), FAILS)], lambda *_: None, 60)


def outcome(number: int, status: int = 201) -> Outcome:
    """One of the stage."""
    return Outcome("s", number, number, number, number + 0.5, status)


def written(folder: Path, *, ended: bool = True) -> Path:
    """A step of two outcomes."""
    ledger = Ledger(folder)
    ledger.begin(STEP)
    ledger.saw([outcome(0), outcome(1, 500)])
    if ended:
        ledger.end(1.75, DECIDED)
    ledger.close()
    return folder / NAME


def test_a_step_is_read_as_it_was(tmp_path: Path) -> None:
    """Stages, outcomes, and how it ended."""
    written(tmp_path)

    (step,) = read(tmp_path)
    assert (step.title, step.stages, step.at_s, step.why) == ("judging", STEP.stages, 1.75, DECIDED)
    assert step.news() == [outcome(0), outcome(1, 500)]
    assert step.news() == []
    assert not step.moment.over
    assert step.moment.over, "who asks twice could not decide, and no more will come"


def test_a_writer_that_was_killed_leaves_what_it_saw(tmp_path: Path) -> None:
    """A line that is not whole is none."""
    with written(tmp_path, ended=False).open("a", encoding="utf-8") as file:
        file.write('{"rows":[["s",2,2.0')

    (step,) = read(tmp_path)
    assert (step.why, step.at_s, len(step.news())) == (INTERRUPTED, 1.5, 2)
    assert step.moment.over


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nonsense", "line 4 is no line of a load"),
        ('{"rows":[["other",0,0,0,0,201,""]]}', "no stage of this step is called 'other'"),
        ('{"rows":[["s"]]}', "line 4"),
        ("{}", "line 4"),
    ],
)
def test_a_line_that_is_none_is_named(tmp_path: Path, line: str, said: str) -> None:
    """With its number."""
    with written(tmp_path).open("a", encoding="utf-8") as file:
        file.write(line + "\n")

    with pytest.raises(LedgerError, match=said):
        list(read(tmp_path))


def test_rows_before_any_step_are_nobodys(tmp_path: Path) -> None:
    """Nor is a file that is not there a ledger."""
    with pytest.raises(LedgerError, match="cannot be read"):
        list(read(tmp_path))
    (tmp_path / NAME).write_text('{"rows":[]}\n', encoding="utf-8")
    with pytest.raises(LedgerError, match="line 1 comes before any step"):
        list(read(tmp_path))


def test_progress_is_told_line_by_line(tmp_path: Path) -> None:
    """Nothing where nothing is new, and no half line."""
    tail = Tail(tmp_path)
    assert tail.line() == ""
    path = written(tmp_path)
    assert tail.line() == "judging: 2 answers, 1 failed, 1.5 s"
    assert tail.line() == ""
    with path.open("a", encoding="utf-8") as file:
        file.write('{"rows":[["s",2,2.0,')
        file.flush()
        assert tail.line() == ""
        file.write('2.0,2.5,201,""]]}\n')
    assert tail.line() == "judging: 3 answers, 1 failed, 2.5 s"
