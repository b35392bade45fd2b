"""The journal: what was seen, in order, append-only, one JSON object a line.

Each line is with the operating system before `Journal.record` returns to its caller, so a killed run keeps
all that it saw. A judge reads nothing else.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, SerializeAsAny, ValidationError

from reports import files
from reports.facts.fact import Fact, fact_of
from reports.facts.run import FactSealed

F = TypeVar("F", bound=Fact)


def _fact(given: object) -> Fact:
    return given if isinstance(given, Fact) else fact_of(given)


class Event(BaseModel):
    """One line of a journal.

    ``seq`` counts from 1. ``wall`` is UTC. ``mono_s`` is `time.monotonic`, comparable between processes
    of one machine. ``drill_s`` is the paced time since the drill's clock started.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    seq: int
    wall: datetime
    mono_s: float
    drill_s: float
    fact: Annotated[SerializeAsAny[Fact], BeforeValidator(_fact)]

    @property
    def kind(self) -> str:
        """The fact's kind, as in ``probe.sampled``."""
        return self.fact.kind


class JournalError(Exception):
    """A journal cannot be read: it is missing, or a whole line of it is damaged."""


class Journal:
    """Appends events to a file and keeps them in memory; safe to call from any thread.

    ``drill_time`` maps a monotonic instant in seconds to drill seconds (`fixtures.clock.Clock.at`). A file
    that holds events already, of a killed run, is continued: its events come first, numbers go on, and a
    last line that the kill cut short is dropped. Facts that are ``sealed`` are in memory only, and in
    the file a ``fact.sealed`` stands for each, until `unseal`. Raises `JournalError` where the file is no
    journal.
    """

    def __init__(
        self,
        path: Path,
        drill_time: Callable[[float], float] | None = None,
        sealed: Callable[[Fact], bool] | None = None,
    ) -> None:
        self.path = path
        self._drill_time = drill_time or (lambda _: 0.0)
        self._sealed = sealed
        self._events: list[Event] = read(path) if path.exists() else []
        self._changed = threading.Condition()
        self._file = path.open("ab")
        self._file.truncate(_whole_lines(path.read_bytes()))

    def record(self, fact: Fact, /, *, at_mono_s: float | None = None) -> Event:
        """Append one fact; ``at_mono_s`` is when it was seen, if that was not just now."""
        with self._changed:
            now = time.monotonic()
            mono = now if at_mono_s is None else at_mono_s
            event = Event(
                seq=len(self._events) + 1,
                wall=datetime.fromtimestamp(time.time() - (now - mono), UTC),
                mono_s=mono,
                drill_s=self._drill_time(mono),
                fact=fact,
            )
            if not self._file.closed:
                hidden = self._sealed is not None and self._sealed(fact)
                self._file.write(_line(event.model_copy(update={"fact": FactSealed()}) if hidden else event))
                self._file.flush()
            self._events.append(event)
            self._changed.notify_all()
        return event

    @property
    def events(self) -> Sequence[Event]:
        """A copy of all events so far, in order."""
        with self._changed:
            return tuple(self._events)

    def wait_for(self, seen: Callable[[Event], bool], timeout_s: float) -> Event | None:
        """The first event, past or future, for which ``seen`` holds; None after ``timeout_s`` real seconds.

        ``seen`` is called with the journal's lock held: it must not record.
        """
        deadline = time.monotonic() + timeout_s
        looked_at = 0
        with self._changed:
            while True:
                for event in self._events[looked_at:]:
                    if seen(event):
                        return event
                looked_at = len(self._events)
                left = deadline - time.monotonic()
                if left <= 0 or not self._changed.wait(left):
                    return None

    def unseal(self) -> None:
        """Put into the file what was sealed; from here on nothing is. Raises OSError."""
        with self._changed:
            if self._sealed is not None and not self._file.closed:
                files.write_bytes(self.path, b"".join(_line(event) for event in self._events))
                self._file.close()
                self._file = self.path.open("ab")
            self._sealed = None

    def close(self) -> None:
        """Close the file; what is recorded afterwards stays in memory only."""
        with self._changed:
            self._file.close()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def read(path: Path) -> list[Event]:
    """All events of a stored journal.

    A last line that was cut short by a kill is left out. Raises `JournalError` where the file cannot be
    read or another line is damaged.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise JournalError(f"{path}: cannot read the journal: {error.strerror}") from error
    # Only a line feed ends a line: a text may hold other separators, such as U+2028, unescaped.
    lines = content[: _whole_lines(content)].split(b"\n")[:-1]
    events = []
    for number, line in enumerate(lines, start=1):
        try:
            events.append(Event.model_validate_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            raise JournalError(f"{path}:{number}: not an event of a journal: {first['msg']}") from error
    return events


def _line(event: Event) -> bytes:
    return event.model_dump_json().encode() + b"\n"


def _whole_lines(content: bytes) -> int:
    """The length of a journal's content without a last line that a kill cut short."""
    return content.rfind(b"\n") + 1


def facts(events: Sequence[Event], kind: type[F]) -> Iterator[tuple[Event, F]]:
    """The events of one kind, each with its fact, in order."""
    for event in events:
        if isinstance(event.fact, kind):
            yield event, event.fact
