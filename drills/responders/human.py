"""A person at a terminal: shows the alert, how to get the real tools, and the clocks of what they declared.

What the judge sees is not shown: it would tell whether a cause is right. Ends with
``firedrill drill say resolved`` from a second terminal.
"""

from __future__ import annotations

import shlex
import time
from collections.abc import Sequence

from rich.live import Live
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from drills import runbook
from drills.phases import Span, declared
from drills.responders.responder import Ending, Engagement
from drills.runbook import Runbook
from fixtures import child
from fixtures.signs import SeverityId
from reports.console import Console
from reports.facts.responder import ResponderSaid
from reports.journal import Event, facts
from reports.timeline import Timeline, clock_face, clock_text

_REFRESH_S = 0.5
# Of no other severity are there more clocks; which one it is, is the responder's to find out.
_BUDGETS: SeverityId = "P0"


class Human:
    """Whoever sits there."""

    name = "human"

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console()

    @property
    def command(self) -> list[str]:
        """There is none."""
        return []

    def respond(self, engagement: Engagement) -> Ending:
        """Show everything; wait for ``resolved`` or for time to be up."""
        self._console.print(_introduction(engagement))
        book = runbook.load(engagement.brief.runbook)
        if not self._console.is_terminal:
            return self._wait(engagement)
        with Live(console=self._console, auto_refresh=False, transient=True) as live:
            while time.monotonic() < engagement.deadline_mono_s:
                events = engagement.journal.events
                live.update(clocks(book, events, time.monotonic()), refresh=True)
                if said(events, "resolved"):
                    return Ending("finished")
                time.sleep(_REFRESH_S)
        return Ending("out-of-time", detail="time is up")

    def _wait(self, engagement: Engagement) -> Ending:
        """Without a terminal there is nothing to draw on: just wait."""
        left_s = engagement.deadline_mono_s - time.monotonic()
        done = engagement.journal.wait_for(lambda event: said([event], "resolved"), left_s)
        return Ending("finished") if done else Ending("out-of-time", detail="time is up")


def said(events: Sequence[Event], what: str) -> bool:
    """Whether the responder declared this."""
    return any(fact.what == what for _, fact in facts(events, ResponderSaid))


def clocks(book: Runbook, events: Sequence[Event], now_mono_s: float) -> Table:
    """Each phase as declared: done in, or running for, against its budget."""
    timeline = Timeline(events)
    since = clock_face(timeline.at(now_mono_s))
    table = Table(title=f"Exercice en cours, {since} depuis la panne", min_width=48)
    for column in ("Phase", "Temps", "Budget"):
        table.add_column(column, justify="left" if column == "Phase" else "right")
    for phase, span in declared(events).items():
        budget = book.severity[_BUDGETS].budgets.get(phase)
        table.add_row(book.phase[phase].title, *_clock(timeline, span, now_mono_s, budget))
    return table


def _clock(timeline: Timeline, span: Span, now_mono_s: float, budget: float | None) -> tuple[Text, str]:
    start, end = span.start, span.end
    told = clock_text(budget) if budget else ""
    if start is None:
        return Text("-", "dim"), told
    elapsed = (timeline.at(end) if end else timeline.at(now_mono_s)) - timeline.at(start)
    style = "red" if budget and elapsed > budget else "green" if end else "yellow"
    return Text(clock_face(elapsed) + ("" if end else " …"), style), told


def _introduction(engagement: Engagement) -> Panel:
    alert, say = engagement.brief.alert, shlex.join(child.python("firedrill", "drill", "say"))
    return Panel(
        f"[b]{alert.subject}[/b]\n\n{alert.text}\n\n"
        f"Il est {engagement.brief.local_time:%H:%M}. Runbook: {engagement.brief.runbook}\n\n"
        "Dans un second terminal, vercel, psql, sentry-cli et curl parlent au monde après :\n"
        f"  source {engagement.env_file}\n\n"
        f"Dites ce que vous faites : {say} ack|triage|mitigated|validated|postmortem|escalate|note [TEXTE]\n"
        "Déposez le post-mortem dans Linear, puis terminez : … say resolved   (Ctrl-C abandonne)",
        title="ALERTE",
        border_style="red",
    )
