"""Linear issues as they stood after each of the responder's changes and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from drills.case import Case
from drills.sightings import RESPONDER
from reports.facts.messages import TicketChanged, TicketCommented
from reports.journal import Event

_POSTMORTEM = re.compile(r"post-?\s?mortem", re.IGNORECASE)


@dataclass(frozen=True)
class Ticket:
    """One issue at one moment; ``text`` is all that has been written in it until then."""

    event: Event
    identifier: str
    labels: tuple[str, ...] = ()
    priority: int = 0
    state_type: str = ""
    assignee: str = ""
    cycle: str = ""
    title: str = ""
    text: str = ""
    added: str = ""

    @property
    def completed(self) -> bool:
        """Whether it is done."""
        return self.state_type == "completed"

    @property
    def adds_postmortem(self) -> bool:
        """Whether what was just written is a post-mortem: it is called one and is more than a remark."""
        return bool(_POSTMORTEM.search(self.added)) and len(self.added.splitlines()) > 1

    def severity(self) -> str | None:
        """``P0``, ``P1`` or ``P2``: by its label, else its title, else its priority; None without any."""
        for text in (*self.labels, self.title):
            if found := re.search(r"\bP[012]\b", text):
                return found[0]
        return {1: "P0", 2: "P1", 3: "P2", 4: "P2"}.get(self.priority)


def tickets(case: Case) -> Iterator[Ticket]:
    """Every state of every issue that the responder made or touched since the injection, in order."""
    if case.injected is None:
        return
    known: dict[str, Ticket] = {}
    for event in case.events:
        fact = event.fact
        if event.seq < case.injected.seq or not isinstance(fact, TicketChanged | TicketCommented):
            continue
        if fact.actor != RESPONDER:
            continue
        before = known.get(fact.ticket_id, Ticket(event, fact.identifier))
        if isinstance(fact, TicketChanged):
            added = fact.description if fact.description not in before.text else ""
            now = replace(
                before,
                event=event,
                labels=tuple(fact.labels),
                priority=fact.priority,
                state_type=fact.state_type,
                assignee=fact.assignee,
                cycle=fact.cycle,
                title=fact.title,
                text="\n".join(filter(None, [before.text, fact.title, added])),
                added=added,
            )
        else:
            now = replace(before, event=event, text=f"{before.text}\n{fact.body}", added=fact.body)
        known[fact.ticket_id] = now
        yield now
