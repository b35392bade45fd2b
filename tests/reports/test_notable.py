"""Out of thousands of events, the moments that people read about, each with what it rests on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from reports import page_words, postmortem_words
from reports.facts.fact import fact_of
from reports.facts.messages import MailSent
from reports.facts.production import DeploymentChanged, ProductionChanged
from reports.facts.samples import ProbeSampled, VendorRequested
from reports.journal import Event
from reports.notable import Moment, moments
from tests.reports.drills import failing_drill, inconclusive_drill, passing_drill
from tests.reports.test_availability import sample
from tests.reports.test_timeline import gate, journal

INJECTED = (102.0, "fault.injected", {"fault": "f"})


def asked(at: float, path: str, method: str = "GET", **more: Any) -> tuple[float, str, dict[str, Any]]:
    """A request by the responder."""
    fields = {"vendor": "vercel", "actor": "responder", "status": 200, "duration_ms": 10.0, **more}
    return at, "vendor.requested", {"method": method, "path": path, **fields}


def topics(found: list[Moment]) -> list[str]:
    """What kind of moment each is."""
    return [moment.topic for moment in found]


def test_a_drill_is_told_in_order_with_every_turn() -> None:
    """Fault, first failure, alert, what the responder asked and did, recovery, gate, end."""
    _, events = passing_drill()
    found = moments(events)

    assert [moment.at_s for moment in found] == sorted(moment.at_s for moment in found)
    kinds = [moment.fact.kind for moment in found]
    for kind in (
        "fault.injected",
        "alert.fired",
        "ticket.changed",
        "status.posted",
        "mail.sent",
        "run.ended",
    ):
        assert kind in kinds
    assert topics(found).count("lost") == topics(found).count("restored") == 1
    assert len(found) < len(events) / 4


def test_an_alert_and_its_mail_are_one_moment() -> None:
    """The mail that carries an alert is not told twice."""
    _, events = passing_drill()
    found = moments(events)
    (alert,) = [moment for moment in found if moment.topic == "alert"]

    assert [event.kind for event in alert.events] == ["alert.fired", "mail.sent"]
    assert alert.fact.kind == "alert.fired"
    mails = [moment.fact.message_id for moment in found if isinstance(moment.fact, MailSent)]
    assert mails == ["m2"]


def test_an_alert_whose_mail_came_first_is_still_an_alert() -> None:
    """The mailbox may take its note before the rule does."""
    mail = {"actor": "harness", "message_id": "m", "sender": "s", "to": ["t"], "subject": "s", "text": "t"}
    fired = {"rule": "r", "source": "uptime", "title": "t", "message_id": "m"}
    rows = (INJECTED, (103.0, "mail.sent", mail), (103.1, "alert.fired", fired))

    (alert,) = [moment for moment in moments(journal(*rows)) if moment.topic == "alert"]

    assert [event.kind for event in alert.events] == ["mail.sent", "alert.fired"]
    assert alert.fact.kind == "alert.fired"


def test_requests_to_one_place_in_a_row_are_one_moment() -> None:
    """Polling is told once, with all its events; another path, or a word of the responder, begins anew."""
    said = (103.5, "responder.said", {"what": "ack"})
    found = moments(
        journal(INJECTED, asked(103, "/a"), asked(103.1, "/a"), asked(103.2, "/b"), said, asked(104, "/b"))
    )

    assert [len(moment.events) for moment in found if moment.topic == "asked"] == [2, 1, 1]


def test_requests_of_others_are_not_told() -> None:
    """What the gate and the harness asked is their own business."""
    found = moments(journal(INJECTED, asked(103, "/a", actor="gate"), asked(103.1, "/a", actor="harness")))

    assert "asked" not in topics(found)


def test_public_pages_are_told_while_the_responder_is_at_work() -> None:
    """A status page asks for no token; outside the responder's time, or while a gate runs, nobody cares."""
    begun = (103.0, "responder.started", {"responder": "human"})
    ended = (108.0, "responder.ended", {"reason": "finished"})
    pages = [asked(at, f"/{at}", actor="anonymous") for at in (102.5, 103.5, 105.5, 107, 109)]
    rows = sorted([INJECTED, begun, *gate(105, 106), ended, *pages], key=lambda row: row[0])

    told = [moment.at_s for moment in moments(journal(*rows)) if moment.topic == "asked"]

    assert len(told) == 2
    assert told[0] == 90


def test_a_request_whose_effect_is_told_is_not_told_twice() -> None:
    """The ticket speaks for the request that opened it; any other request speaks for itself."""
    comment = (
        103.0,
        "ticket.commented",
        {"actor": "responder", "ticket_id": "t", "identifier": "P-1", "body": "b"},
    )
    found = moments(
        journal(
            INJECTED,
            comment,
            asked(103.005, "/graphql", "POST", vendor="linear"),
            asked(105, "/rollback", "POST"),
        )
    )

    paths = [moment.fact.path for moment in found if isinstance(moment.fact, VendorRequested)]
    assert paths == ["/rollback"]


def test_a_gate_is_one_moment_from_start_to_end() -> None:
    """It rests on both events, or on the start alone where it was cut off."""
    whole, cut = moments(journal(INJECTED, *gate(103, 104, "a"), *gate(105, None, "b")))[1:]

    assert [len(moment.events) for moment in (whole, cut)] == [2, 1]


def test_recovery_is_the_first_clean_sample_after_the_last_failure() -> None:
    """It rests on both samples and happens at the clean one; unusable samples count for nothing."""
    events = journal(
        INJECTED,
        sample(102.5, ok=False),
        sample(103.0),
        sample(103.5, ok=False),
        sample(104.0, ok=False, usable=False),
        sample(104.5),
    )
    lost, restored = moments(events)[1:]

    assert (lost.topic, lost.at_s) == ("lost", 30)
    assert (restored.topic, restored.at_s) == ("restored", 150)
    assert [event.mono_s for event in restored.events] == [103.5, 104.5]


def test_a_site_that_stays_down_is_never_restored() -> None:
    """Nobody sees a recovery that did not happen."""
    _, events = inconclusive_drill()

    assert "restored" not in topics(moments(events))


def test_failures_before_the_injection_are_not_the_faults() -> None:
    """The service is lost with the first failure after the injection."""
    found = moments(journal(sample(101.0, ok=False), INJECTED, sample(102.5), sample(103.0, ok=False)))

    assert [moment.at_s for moment in found if moment.topic == "lost"] == [60]


def test_deployments_are_told_from_the_fault_on() -> None:
    """Those that set the world up are not, nor is every step of a build."""

    def deployment(at: float, state: str, name: str) -> tuple[float, str, dict[str, Any]]:
        fields = {"deployment_id": name, "url": "u", "commit": "c", "state": state}
        return at, "deployment.changed", fields

    armed = (101.5, "fault.armed", {"fault": "f", "undo": {}})
    rows = [deployment(101, "READY", "seed"), armed, deployment(101.7, "BUILDING", "bad")]
    found = moments(journal(*rows, deployment(101.9, "READY", "bad"), INJECTED))

    told = [moment.fact for moment in found if isinstance(moment.fact, DeploymentChanged)]
    assert [(fact.deployment_id, fact.state) for fact in told] == [("bad", "READY")]


def test_what_set_the_world_up_is_not_told() -> None:
    """The seeded deployments are no change of production; the rollback is."""
    _, events = failing_drill()

    changes = [moment.fact.cause for moment in moments(events) if isinstance(moment.fact, ProductionChanged)]
    assert changes == ["deploy", "rollback"]
    assert all(
        not isinstance(moment.fact, ProbeSampled) or moment.topic in ("lost", "restored")
        for moment in moments(events)
    )


@pytest.mark.parametrize(
    ("fact", "english", "french"),
    [
        (
            {"kind": "fault.ended", "fault": "database-down"},
            "the fault ended by itself: database-down",
            "la panne a pris fin d'elle-même : database-down",
        ),
        (
            {"kind": "pool.resized", "actor": "responder", "before": 15, "size": 30},
            "the database's pool has 30 connections now, not 15",
            "le pool de connexions passe de 15 à 30",
        ),
        (
            {"kind": "database.restored", "actor": "responder", "to": "2026-01-31T12:00:00Z"},
            "the database is taken back to 12:00:00 UTC",
            "base de données ramenée à son état de 12:00:00 UTC",
        ),
    ],
)
def test_what_happened_to_the_database_is_told_in_both_languages(
    fact: dict[str, object], english: str, french: str
) -> None:
    """On the page and in the post-mortem."""
    event = Event(
        seq=1,
        wall=datetime(2026, 1, 31, 12, tzinfo=UTC),
        mono_s=1.0,
        drill_s=1.0,
        fact=fact_of(fact),
    )

    (moment,) = moments([event])

    assert page_words.sentence(moment) == english
    assert postmortem_words.sentence(moment, str) == french
