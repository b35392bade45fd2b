"""The post-mortem, in the runbook's own template (its section 4.2), in French.

Each line of the timeline cites the journal's events that it rests on, as in ``[#12, #15]``; what was not
observed is left marked ``[à compléter]`` for the people who were there. Texts from vendors, users and
responders are escaped: they can neither break the Markdown nor smuggle in HTML.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, timedelta

from reports.checklist_words import HALVES, box, in_french
from reports.facts.fault import FaultInjected
from reports.facts.messages import TicketChanged
from reports.journal import Event, facts
from reports.notable import moments
from reports.postmortem_words import FIGURES, PHASES, sentence
from reports.text import markdown as escape
from reports.text import number, one_line, printable
from reports.timeline import Timeline, clock_face, clock_text
from reports.verdict import Drill, Outcome, Verdict

UNKNOWN = "[à compléter]"
_SEVERITY = {"P0": "P0-CRITICAL", "P1": "P1-MAJOR", "P2": "P2-MINOR"}
_SEVERITY_LABEL = re.compile(r"P[012]\b")
# What the runbook's template asks for; where nothing was computed, the line stays, marked.
_ASKED_FIGURES = ("users-affected", "conversions-lost", "revenue-lost")

_BLOCK = re.compile(r"^([#+\-=>])")
_NUMBER = re.compile(r"^(\d+)(?=[.)])")


def cite(events: Sequence[Event] | Sequence[int]) -> str:
    """The events that a line rests on: ``[#12, #15]``, and from first to last where they are many."""
    numbers = [event if isinstance(event, int) else event.seq for event in events]
    if len(numbers) > 3:
        return f"[#{numbers[0]}, …, #{numbers[-1]}]"
    return f"[{', '.join(f'#{seq}' for seq in numbers)}]" if numbers else ""


def render(verdict: Verdict, events: Sequence[Event]) -> str:
    """The post-mortem of a drill, as Markdown. Raises ValueError for the verdict of anything else."""
    if verdict.drill is None:
        raise ValueError(f"run {verdict.run_id} is no drill: it has no post-mortem")
    timeline = Timeline(events)
    parts = [
        _head(verdict, verdict.drill, events, timeline),
        _cause(events),
        _impact(verdict.drill),
        _timeline(verdict.drill, events, timeline),
        _actions(verdict),
        _lessons(verdict),
        *_checklist(verdict.drill),
        _foot(verdict, verdict.drill),
    ]
    return "\n\n".join(parts) + "\n"


def _head(verdict: Verdict, drill: Drill, events: Sequence[Event], timeline: Timeline) -> str:
    begun = next((event for event, _ in facts(events, FaultInjected)), events[0] if events else None)
    at = (begun.wall if begun else verdict.started_at).astimezone(UTC)
    resolved = next((phase.ended_s for phase in verdict.timing.phases if phase.id == "resolve"), None)
    if resolved is None:
        length = UNKNOWN
    elif timeline.pace == 1:
        length = f"{clock_text(resolved)} ({at:%H:%M} - {at + timedelta(seconds=resolved):%H:%M} UTC)"
    else:
        length = (
            f"{clock_text(resolved)} de temps d'exercice (T+00:00 - T+{clock_face(resolved)}, "
            f"cadence ×{timeline.pace:g}, injection à {at:%H:%M:%S} UTC)"
        )
    severity = _SEVERITY.get(drill.severity, escape(drill.severity))
    return (
        f"## Post-Mortem: {escape(drill.title)}\n\n"
        f"**Date:** {at:%d/%m/%Y}  \n**Durée:** {length}  \n**Severité:** {severity}"
    )


def _cause(events: Sequence[Event]) -> str:
    """What the responder wrote down as the cause, word for word, never more."""
    lines = ["### Cause Root", ""]
    tickets = [(event, fact) for event, fact in facts(events, TicketChanged) if fact.description.strip()]
    # Tickets for corrective actions carry no severity; the incident's own does, as a rule.
    own = [seen for seen in tickets if any(_SEVERITY_LABEL.match(label) for label in seen[1].labels)]
    if tickets:
        event, ticket = (own or tickets)[-1]
        lines += [
            f"Selon le ticket {escape(ticket.identifier)}, « {escape(ticket.title)} » {cite([event])} :"
        ]
        lines += ["", *_quoted(ticket.description), ""]
    else:
        lines += [f"Description détaillée : {UNKNOWN}", ""]
    for event, fault in facts(events, FaultInjected):
        lines += [f"Panne injectée par l'exercice : `{_code(fault.fault)}` {cite([event])}.", ""]
    return "\n".join([*lines, f"Pourquoi n'a-t-elle pas été détectée avant la production ? {UNKNOWN}"])


def _quoted(text: str) -> list[str]:
    """A text as a quotation, line by line; no line of it begins a list or a heading."""
    lines = [escape(line) for line in printable(text).strip().splitlines()]
    lines = [_NUMBER.sub(r"\1\\", _BLOCK.sub(r"\\\1", line)) for line in lines]
    return [f"> {line}  " if line else ">" for line in lines]


def _impact(drill: Drill) -> str:
    lines = ["### Impact", ""]
    for figure in drill.impact:
        value = clock_text(figure.value) if figure.unit == "s" else number(figure.value).replace(".", ",")
        unit = f" {escape(figure.unit)}" if figure.unit not in ("", "s") else ""
        title = FIGURES.get(figure.id) or escape(figure.title)
        lines.append(f"- {title}: ~{value}{unit} (calcul : {escape(figure.how)})")
    known = {figure.id for figure in drill.impact}
    lines += [f"- {FIGURES[name]}: {UNKNOWN}" for name in _ASKED_FIGURES if name not in known]
    return "\n".join(lines)


def _timeline(drill: Drill, events: Sequence[Event], timeline: Timeline) -> str:
    lines = ["### Timeline", ""]
    costs = {tried.event: f" (coût : {clock_text(tried.cost_s)})" for tried in drill.tried if tried.cost_s}
    for moment in moments(events, timeline):
        if moment.at_s < 0:
            continue
        when = f"T+{clock_face(moment.at_s)}"
        if timeline.pace == 1:
            when = f"{moment.events[0].wall.astimezone(UTC):%H:%M:%S} UTC ({when})"
        cost = "".join(costs.get(event.seq, "") for event in moment.events)
        lines.append(f"- {when} : {sentence(moment, escape)}{cost} {cite(moment.events)}")
    return "\n".join(lines if len(lines) > 2 else [*lines, f"- {UNKNOWN}"])


def _actions(verdict: Verdict) -> str:
    """One open action for every check that did not pass; what to do about it is for people to say."""
    lines = ["### Actions Correctives", ""]
    missed = [check for check in verdict.checks if check.outcome in (Outcome.FAIL, Outcome.INCONCLUSIVE)]
    for place, check in enumerate(missed, start=1):
        why = check.message or check.title or check.id
        ref = f" (runbook {escape(check.runbook_ref)})" if check.runbook_ref else ""
        lines.append(f"{place}. [ ] {UNKNOWN} ; constat du juge : « {escape(why)} »{ref}")
    lines.append(f"{len(missed) + 1}. [ ] {UNKNOWN}")
    return "\n".join(lines)


def _lessons(verdict: Verdict) -> str:
    """What the phases' times say by themselves; the lessons are for people to draw."""
    lines = ["### Lessons Learned", ""]
    for phase in verdict.timing.phases:
        if phase.observed_s is None or phase.budget_s is None:
            continue
        late = phase.observed_s - phase.budget_s
        judged = f"en retard de {clock_text(late)}" if late > 0 else "dans le budget"
        said = f", {clock_text(phase.declared_s)} selon le responder" if phase.declared_s is not None else ""
        took, budget = clock_text(phase.observed_s), clock_text(phase.budget_s)
        title = PHASES.get(phase.id) or escape(phase.title)
        lines.append(f"- {title} : {took} pour un budget de {budget}, {judged}{said}")
    return "\n".join([*lines, f"- {UNKNOWN}"])


def _checklist(drill: Drill) -> list[str]:
    """The runbook's own, ticked from what was seen; what is not ticked says why."""
    if not drill.checklist:
        return []
    parts = ["### Checklist"]
    for when, title in HALVES.items():
        lines = [f"**{title}:**", ""]
        for line in drill.checklist:
            if line.when == when:
                why = in_french(line)
                judged = f" ({why} ; constat du juge : « {escape(line.why)} »)" if why else ""
                told = f"- {box(line)} {escape(line.title)}{judged} {cite(line.events)}"
                lines.append(told.rstrip())
        parts.append("\n".join(lines))
    return ["\n\n".join(parts)]


def _foot(verdict: Verdict, drill: Drill) -> str:
    return (
        f"---\n\nExercice `{_code(drill.scenario)}`, run `{_code(verdict.run_id)}`, "
        f"verdict {verdict.verdict}. Les renvois `[#n]` désignent les lignes de `journal.jsonl` ; "
        f"résolution des temps : {clock_text(drill.resolution_s)}."
    )


def _code(text: str) -> str:
    """An id fit for a code span; what no id of ours holds becomes a hyphen."""
    return re.sub(r"[^\w.:+-]+", "-", one_line(text))
