"""The post-mortem: the runbook's template, citations that hold, unknowns marked, nothing smuggled in."""

from __future__ import annotations

import re

import pytest

from reports import postmortem
from reports.facts.messages import TicketChanged
from reports.notable import moments
from reports.verdict import Result
from tests.reports.drills import drill_verdict, failing_drill, inconclusive_drill, passing_drill
from tests.reports.gates import passing_gate
from tests.reports.story import Story
from tests.reports.test_page import hostile_drill

SECTIONS = ["Cause Root", "Impact", "Timeline", "Actions Correctives", "Lessons Learned"]


def section(text: str, title: str) -> list[str]:
    """The lines of one section that are not blank."""
    body = text.split(f"### {title}\n", 1)[1].split("\n### ", 1)[0].split("\n---\n", 1)[0]
    return [line for line in body.splitlines() if line.strip()]


@pytest.mark.parametrize("make", [passing_drill, failing_drill, inconclusive_drill])
def test_the_template_is_the_runbooks(make: object) -> None:
    """Its headings, in its order, under its title."""
    assert callable(make)
    text = postmortem.render(*make())

    assert text.startswith("## Post-Mortem: A deployment breaks every page\n")
    assert [line.removeprefix("### ") for line in text.splitlines() if line.startswith("### ")] == SECTIONS
    for field in ("**Date:** 23/11/2026", "**Durée:** ", "**Severité:** P0-CRITICAL"):
        assert field in text


def test_every_line_of_the_timeline_cites_its_events() -> None:
    """Each number cited is an event of the journal, and each notable moment has its line."""
    verdict, events = failing_drill()
    lines = section(postmortem.render(verdict, events), "Timeline")

    told = [moment for moment in moments(events) if moment.at_s >= 0]
    assert len(lines) == len(told)
    for line, moment in zip(lines, told, strict=True):
        cited = re.search(r"\[((?:#\d+|…)(?:, (?:#\d+|…))*)\]$", line)
        assert cited, line
        numbers = [int(seq) for seq in re.findall(r"#(\d+)", cited[1])]
        assert set(numbers) <= {event.seq for event in moment.events}


def test_times_count_from_the_injection() -> None:
    """T+ in drill time; the clock on the wall stands beside it at pace 1 only."""
    paced = section(postmortem.render(*passing_drill()), "Timeline")
    story = Story(pace=1).tell("fault.injected", fault="f").wait(65).tell("responder.said", what="ack")
    real = section(postmortem.render(drill_verdict(Result.PASS), story.events()), "Timeline")

    assert "- T+03:49 : ticket POS-42 ouvert" in "\n".join(paced)
    assert real[-1].startswith(
        "- 12:01:05 UTC (T+01:05) : déclaré par le responder, alerte prise en charge [#"
    )


def test_the_length_is_that_until_the_incident_was_resolved() -> None:
    """By the clock at pace 1, as exercise time otherwise, and marked where it was never resolved."""
    story = Story(pace=1).tell("fault.injected", fault="f")

    assert "**Durée:** 8m20s (12:00 - 12:08 UTC)" in postmortem.render(
        drill_verdict(Result.PASS), story.events()
    )
    assert "**Durée:** 8m20s de temps d'exercice (T+00:00 - T+08:20, cadence ×60" in postmortem.render(
        *passing_drill()
    )
    assert "**Durée:** [à compléter]" in postmortem.render(*inconclusive_drill())


def test_the_cause_is_what_the_responder_wrote() -> None:
    """Quoted from the ticket, with its event; unknown where nobody wrote one."""
    verdict, events = passing_drill()
    known = section(postmortem.render(verdict, events), "Cause Root")
    unknown = section(postmortem.render(*inconclusive_drill()), "Cause Root")

    assert known[0].startswith("Selon le ticket POS-42, « P0: toutes les pages en erreur")
    assert re.search(r"\[#\d+\] :$", known[0])
    assert known[1].startswith("> Cause: TypeError: Cannot read properties")
    assert unknown[0] == "Description détaillée : [à compléter]"


def test_a_corrective_action_is_no_cause() -> None:
    """Its ticket comes last, and carries no severity."""
    verdict, events = passing_drill()
    own = next(event for event in events if isinstance(event.fact, TicketChanged))
    about = {"ticket_id": "t2", "identifier": "POS-43", "description": "Suite de POS-42.", "labels": []}
    action = own.model_copy(update={"seq": 9_999, "fact": own.fact.model_copy(update=about)})

    assert section(postmortem.render(verdict, [*events, action]), "Cause Root") == section(
        postmortem.render(verdict, events), "Cause Root"
    )


def test_each_figure_says_how_it_was_computed() -> None:
    """In the runbook's own words for the three that its template asks for."""
    lines = section(postmortem.render(*passing_drill()), "Impact")

    assert lines == [
        "- Users affectés: ~6 (calcul : background users with at least one failed step, of 6)",
        "- Durée d'indisponibilité: ~6m37s (calcul : from the first failed sample to the first clean one, "
        "all probes)",
        "- Conversions perdues: ~2,4 (calcul : 48 failed visits x 5 % conversion rate (configured))",
        "- Revenue loss: ~24 \\$ (calcul : 2.4 conversions x \\$10 each (configured))",
    ]


def test_what_nobody_computed_is_left_marked() -> None:
    """The template's lines stay, for people to fill in."""
    verdict, events = passing_drill()
    assert verdict.drill
    without = verdict.model_copy(update={"drill": verdict.drill.model_copy(update={"impact": []})})

    assert section(postmortem.render(without, events), "Impact") == [
        "- Users affectés: [à compléter]",
        "- Conversions perdues: [à compléter]",
        "- Revenue loss: [à compléter]",
    ]


def test_what_failed_becomes_an_open_action() -> None:
    """One line a check that did not pass, quoting the judge; what to do is for people to say."""
    lines = section(postmortem.render(*failing_drill()), "Actions Correctives")

    assert len(lines) == 3
    assert lines[0].startswith("1. [ ] [à compléter] ; constat du juge : « triage took 9m09s, budget 5m00s")
    assert lines[-1] == "3. [ ] [à compléter]"


def test_phases_are_compared_with_their_budgets() -> None:
    """In French, with by how much, and with what the responder declared."""
    lines = section(postmortem.render(*failing_drill()), "Lessons Learned")

    assert "- Triage : 9m09s pour un budget de 5m00s, en retard de 4m09s, 9m09s selon le responder" in lines
    assert "- Validation : 1m08s pour un budget de 5m00s, dans le budget" in lines
    assert lines[-1] == "- [à compléter]"


def test_nothing_is_smuggled_in() -> None:
    """Markup from titles, tickets and paths is escaped: no HTML tag, no link."""
    verdict, events = hostile_drill()
    text = postmortem.render(verdict, events)

    assert "<script" not in text
    assert "<img" not in text
    assert "https://" not in text


def test_a_ticket_cannot_leave_its_quotation() -> None:
    """Headings, lists, fences and citations in a ticket's description stay quoted text."""
    story = Story().tell("fault.injected", fault="f")
    story.tell(
        "ticket.changed",
        actor="responder",
        change="created",
        ticket_id="t",
        identifier="P-1",
        title="t",
        description="# big\n- item\n1. one\n```\ncode\n```\n---\n\n> deeper\n[#1] **bold**\r\n### Timeline",
        priority=1,
        labels=[],
        state="Todo",
        state_type="unstarted",
    )
    text = postmortem.render(drill_verdict(Result.PASS), story.events())
    quoted = [line for line in section(text, "Cause Root") if line.startswith(">")]

    assert [line.rstrip() for line in quoted] == [
        "> \\# big",
        "> \\- item",
        "> 1\\. one",
        "> \\`\\`\\`",
        "> code",
        "> \\`\\`\\`",
        "> \\---",
        ">",
        "> \\> deeper",
        "> \\[#1\\] \\*\\*bold\\*\\*",
        "> \\### Timeline",
    ]
    assert text.count("\n### Timeline\n") == 1


def test_a_gate_has_none() -> None:
    """Only an incident has a post-mortem."""
    with pytest.raises(ValueError, match="is no drill"):
        postmortem.render(passing_gate(), [])
