"""The journal keeps what was seen, also through a kill, and refuses what it does not know."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from reports.facts.fact import fact_of
from reports.facts.fault import FaultArmed, FaultHealed, FaultInjected
from reports.facts.responder import ResponderSaid
from reports.facts.run import RunStarted, WorldStopped
from reports.journal import Journal, JournalError, facts, read


def test_what_was_recorded_is_read_again(tmp_path: Path) -> None:
    """A stored journal gives the same events, numbered from 1, with drill time from the clock."""
    with Journal(tmp_path / "j", drill_time=lambda mono_s: mono_s * 60) as journal:
        journal.record(ResponderSaid(what="ack", text="déjà vu"))
        journal.record(WorldStopped(), at_mono_s=5.0)
        told = journal.events

    assert read(tmp_path / "j") == list(told)
    assert [event.seq for event in told] == [1, 2]
    assert told[1].drill_s == 300.0
    assert told[1].kind == "world.stopped"


def test_a_late_fact_keeps_the_instant_at_which_it_was_seen(tmp_path: Path) -> None:
    """A fact seen ten seconds ago carries the wall-clock time of then."""
    with Journal(tmp_path / "j") as journal:
        now = journal.record(WorldStopped())
        earlier = journal.record(WorldStopped(), at_mono_s=now.mono_s - 10)

    assert (now.wall - earlier.wall).total_seconds() == pytest.approx(10, abs=0.5)


@pytest.mark.parametrize(
    ("kind", "fields"), [("responder.shouted", {}), ("responder.said", {"what": "ack", "txt": "shouted"})]
)
def test_an_unknown_kind_or_field_is_refused_where_it_is_made(
    tmp_path: Path, kind: str, fields: dict[str, Any]
) -> None:
    """A misspelt fact raises at once and leaves no line behind."""
    with Journal(tmp_path / "j") as journal, pytest.raises(ValueError, match="shouted"):
        journal.record(fact_of({"kind": kind, **fields}))

    assert read(tmp_path / "j") == []


def test_numbers_that_json_cannot_hold_are_refused(tmp_path: Path) -> None:
    """An infinite duration never reaches the file, where it would read as null."""
    with Journal(tmp_path / "j") as journal, pytest.raises(ValidationError):
        journal.record(RunStarted(run_id="r", job="drill", pace=float("inf")))


@pytest.mark.parametrize(
    "text", ["a\u2028b\u2029c\x85d", "line\nbreak\rreturn", "half an emoji \ud83d", "\x00"]
)
def test_any_text_stays_one_line(tmp_path: Path, text: str) -> None:
    """Separators that other programs take for line ends, and texts that no file can hold, do no harm."""
    with Journal(tmp_path / "j") as journal:
        journal.record(ResponderSaid(what="note", text=text))
        journal.record(WorldStopped())

    events = read(tmp_path / "j")
    assert len(events) == 2
    assert [fact.text for _, fact in facts(events, ResponderSaid)] == [text.replace("\ud83d", "?")]


def test_a_line_cut_short_by_a_kill_is_left_out(tmp_path: Path) -> None:
    """Everything but the last, half-written line is there, also where the cut is within a character."""
    path = tmp_path / "j"
    with Journal(path) as journal:
        journal.record(ResponderSaid(what="note", text="first"))
        journal.record(ResponderSaid(what="note", text="é"))
    path.write_bytes(path.read_bytes()[: -len('"}}\n') - 1])

    assert [event.seq for event in read(path)] == [1]


def test_a_damaged_whole_line_is_an_error_that_names_it(tmp_path: Path) -> None:
    """A journal that somebody edited is not judged."""
    path = tmp_path / "j"
    with Journal(path) as journal:
        journal.record(WorldStopped())
    path.write_text(path.read_text() + "{}\n")

    with pytest.raises(JournalError, match="j:2: not an event"):
        read(path)


def test_a_missing_journal_is_an_error_that_names_it(tmp_path: Path) -> None:
    """A sentence, not a traceback."""
    with pytest.raises(JournalError, match="nowhere: cannot read the journal: No such file"):
        read(tmp_path / "nowhere")


def test_a_killed_runs_journal_is_continued(tmp_path: Path) -> None:
    """Who finishes a killed run appends to its journal: numbers go on and no line is damaged."""
    path = tmp_path / "j"
    with Journal(path) as journal:
        journal.record(FaultArmed(fault="f", undo={}))
    path.write_bytes(path.read_bytes() + b'{"seq": 2, "wal')

    with Journal(path) as journal:
        healed = journal.record(FaultHealed(fault="f"))

    assert healed.seq == 2
    assert [event.kind for event in read(path)] == ["fault.armed", "fault.healed"]


def test_a_kill_loses_nothing_that_was_recorded(tmp_path: Path) -> None:
    """After SIGKILL of the writer, the line whose `record` returned is in the file."""
    path = tmp_path / "j"
    script = (
        "import sys, os, signal; from pathlib import Path; from reports.journal import Journal; "
        "from reports.facts.run import WorldStopped\n"
        "journal = Journal(Path(sys.argv[1])); journal.record(WorldStopped())\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )

    subprocess.run(
        [sys.executable, "-c", script, str(path)], env={**os.environ, "PYTHONPATH": "."}, check=False
    )

    assert [event.kind for event in read(path)] == ["world.stopped"]


def test_threads_get_numbers_of_their_own(tmp_path: Path) -> None:
    """Events from many threads at once are all there, each number once, in the file's order."""
    with Journal(tmp_path / "j") as journal:

        def say() -> None:
            for _ in range(50):
                journal.record(WorldStopped())

        threads = [threading.Thread(target=say) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert [event.seq for event in read(tmp_path / "j")] == list(range(1, 201))


def test_waiting_sees_the_past_and_the_future(tmp_path: Path) -> None:
    """An event that is already there is found at once, one to come when it comes, none after the time."""
    with Journal(tmp_path / "j") as journal:
        journal.record(FaultInjected(fault="f"))
        threading.Timer(0.05, lambda: journal.record(WorldStopped())).start()

        assert journal.wait_for(lambda event: event.kind == "fault.injected", 0) is not None
        assert journal.wait_for(lambda event: event.kind == "world.stopped", 10) is not None
        began = time.monotonic()
        assert journal.wait_for(lambda event: event.kind == "run.ended", 0.05) is None
        assert time.monotonic() - began >= 0.05


def test_after_closing_facts_stay_in_memory_only(tmp_path: Path) -> None:
    """What comes in while the run is being put away neither fails nor changes the file."""
    journal = Journal(tmp_path / "j")
    journal.close()

    journal.record(WorldStopped())

    assert len(journal.events) == 1
    assert read(tmp_path / "j") == []
