"""The runbook's checklist is ticked from what was seen, item by item."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from drills import runbook
from drills.checklist import filling
from drills.checklist.filling import fill_in
from drills.judge import judge
from reports.checklist_record import ChecklistLine
from tests.drills.journals import (
    INJECTED,
    SCENARIO,
    Row,
    changed,
    commented,
    evidence,
    good_run,
    journal,
    mailed,
    resampled,
    ticket,
    without,
    without_ticket,
)


def line(item: str, rows: Iterable[Row]) -> ChecklistLine:
    """One line of a run's checklist."""
    return next(each for each in fill_in(evidence(rows)) if each.id == item)


def state(item: str, rows: Iterable[Row]) -> str:
    """Whether one line is ticked."""
    return line(item, rows).state


def with_scenario(**fields: object) -> list[Row]:
    """The good run of an incident that differs."""
    return changed(
        good_run(), "scenario.stated", scenario=SCENARIO.model_copy(update=fields).model_dump(mode="json")
    )


def a_p2() -> list[Row]:
    """The good run of an incident of which nobody is woken, and which asks for no post-mortem."""
    return with_scenario(id="p2-test", severity="P2")


def test_every_item_of_the_runbook_is_asked() -> None:
    """In its order, with its words."""
    lines = fill_in(evidence(good_run()))

    assert [each.id for each in lines] == [item.id for item in runbook.load().checklist]
    assert not [each for each in lines if each.why == "nothing observes this item"]
    assert lines[0].title == "Classification P0/P1/P2 effectuée"


def test_what_the_good_run_did_is_ticked_and_what_it_did_not_is_not() -> None:
    """It made no ticket for its actions, and said nothing of documents and of the team."""
    states = {each.id: each.state for each in fill_in(evidence(good_run()))}

    assert {name for name, each in states.items() if each != "done"} == {
        "actions-ticketed",
        "documentation-updated",
        "team-told",
    }


def test_classified() -> None:
    """By the right severity; a wrong one is told."""
    wrong = changed(good_run(), "ticket.changed", labels=["P2-MINOR"], title="lent", priority=4)

    assert "POS-1 says P0 at" in line("classified", good_run()).why
    assert line("classified", wrong).why == "POS-1 says P2, expected P0"
    assert state("classified", wrong) == state("classified", without_ticket(good_run())) == "open"


def test_documented() -> None:
    """By an issue in Linear."""
    assert state("documented", without_ticket(good_run())) == "open"
    assert line("documented", good_run()).events


def test_stakeholders_alerted() -> None:
    """All of them, where the severity names some."""
    one = [*without(good_run(), "mail.sent", actor="responder"), mailed(9.1, "devops@postry.ai")]

    assert line("stakeholders-alerted", one).why == "no mail to: Product Owner"
    assert state("stakeholders-alerted", one) == "open"
    assert state("stakeholders-alerted", a_p2()) == "not-needed"


def test_triaged() -> None:
    """Within the budget; without one, at all."""
    late = with_scenario(budgets={"triage": 60})
    close = with_scenario(budgets={"triage": 121})

    assert line("triaged", late).why == "took 2m00s, budget 1m00s"
    assert state("triaged", late) == state("triaged", without_ticket(good_run())) == "open"
    assert state("triaged", close) == "not-observed"
    assert "no budget" in line("triaged", changed(a_p2(), "ticket.changed", labels=["P2-MINOR"])).why


def test_mitigated() -> None:
    """By a right way, and so that the outage ended."""
    broken = resampled(good_run(), lambda at: at < INJECTED)

    assert state("mitigated", broken) == "open"
    assert state("mitigated", without(good_run(), "production.changed", cause="rollback")) == "open"


def test_validated() -> None:
    """Gate, logs and Sentry, after the recovery."""
    unread = without(good_run(), "vendor.requested", vendor="sentry")

    assert state("validated", unread) == "open"
    assert "Sentry was not read" in line("validated", unread).why


def test_users_informed() -> None:
    """Where they notice."""
    assert state("users-informed", without(good_run(), "status.posted")) == "open"
    assert state("users-informed", with_scenario(visible=False)) == "not-needed"


def test_postmortem_filed() -> None:
    """Where the severity asks for one; a run that ended before it was due cannot tell."""
    assert state("postmortem-filed", without(good_run(), "ticket.commented")) == "not-observed"
    assert state("postmortem-filed", a_p2()) == "not-needed"


def test_actions_identified() -> None:
    """As a list under their heading."""
    none = [*without(good_run(), "ticket.commented"), commented(18.0, "### Actions Correctives\n\nà voir")]
    two = [*none, commented(18.1, "## Actions correctives :\n- tester\n- revoir\n\nFin")]

    assert state("actions-identified", none) == "open"
    assert line("actions-identified", two).why == "2 listed in POS-1"


@pytest.mark.parametrize(
    ("at", "text", "ticked"),
    [
        (18.1, "Action corrective : un test de plus", "done"),
        (18.1, "Suite à POS-1", "done"),
        (9.1, "Trouvé pendant POS-1", "open"),
        (18.1, "Un café", "open"),
    ],
)
def test_actions_ticketed(at: float, text: str, ticked: str) -> None:
    """In another issue that says what it is, or that names the incident when that is over."""
    other = {"ticket_id": "t2", "identifier": "POS-2", "title": "Un test", "labels": [], "priority": 3}

    assert state("actions-ticketed", [*good_run(), ticket(at, **other, description=text)]) == ticked


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ("documentation-updated", "Le runbook est mis à jour : section 2A."),
        ("team-told", "Rétrospective lundi à 10 h, équipe informée."),
    ],
)
def test_what_is_done_elsewhere_is_seen_where_it_is_said(item: str, said: str) -> None:
    """In Linear; by nobody's word it is not observed, and told so."""
    assert state(item, [*good_run(), commented(18.1, said)]) == "done"
    assert state(item, [*good_run(), commented(18.1, "Le runbook est long.")]) == "not-observed"
    assert "outside of the world" in line(item, good_run()).why


def test_what_is_said_by_mail_is_seen() -> None:
    """The team is told by mail, as a rule."""
    at, kind, fields = mailed(18.1, "equipe@postry.ai", message_id="m9")

    assert state("team-told", [*good_run(), (at, kind, {**fields, "subject": "Rétrospective"})]) == "done"


def test_an_item_of_another_runbook_is_not_observed() -> None:
    """Its line is there, with why."""
    book = runbook.load().model_dump(mode="json")
    book["checklist"].append({"id": "cake-eaten", "when": "after", "title": "Gâteau mangé"})

    told = line("cake-eaten", changed(good_run(), "scenario.stated", runbook=book))

    assert (told.state, told.why) == ("not-observed", "nothing observes this item")


def test_an_item_that_breaks_takes_nothing_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says that it broke."""

    def break_down(_: object) -> None:
        raise LookupError("no such thing")

    monkeypatch.setitem(filling._ITEMS, "triaged", break_down)

    assert line("triaged", good_run()).why == "the item itself broke: LookupError: no such thing"


def test_it_stands_in_the_verdict() -> None:
    """And never decides it."""
    verdict = judge(journal(good_run()))

    assert verdict.drill is not None
    assert len(verdict.drill.checklist) == len(runbook.load().checklist)
    assert verdict.verdict == "PASS"
