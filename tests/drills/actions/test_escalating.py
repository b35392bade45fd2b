"""The platform cannot go back: what failed is read, a colleague is asked, and what they answer is done."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import time

import pytest

from drills.actions import answers, production
from drills.actions.answers import await_answer
from drills.actions.deployments import list_deployments
from drills.actions.moves import failed_move
from drills.actions.people import alert_people
from drills.actions.wire import ActionError, Wire
from drills.responders.diagnosis import Evidence
from drills.responders.mitigations import call_who_sleeps, escalate, keep_rolling_back
from fixtures.clock import Clock
from fixtures.colleague import Answer, Colleague, Colleagues
from reports.facts.messages import MailSent
from reports.facts.production import MoveFailed, ProductionChanged
from reports.journal import facts
from tests.drills.actions.vendors import PACE, Vendors
from tests.drills.responders.test_diagnosis import evidence_of

pytestmark = pytest.mark.anyio
LEAD = "devops@postry.ai"
SUBJECT = "Escalade : rollback en échec"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The platform and the people are quick here, so we look more often."""
    monkeypatch.setattr(production, "POLL_S", 0.01)
    monkeypatch.setattr(answers, "LOOK_S", 0.01)


@pytest.fixture
def evidence() -> Evidence:
    """Whatever was read."""
    return evidence_of("TypeError: x")


@pytest.fixture
async def lead(vendors: Vendors) -> AsyncIterator[list[str]]:
    """The colleague on call; they say what stands in the list, which is the test's to fill."""
    says = [""]
    people = [Colleague(LEAD, None, lambda mail: Answer(says[0], "aaa" if "échec" in mail.subject else ""))]
    colleagues = Colleagues(people, vendors.mailbox, Clock(PACE), time(2, 40), vendors.journal.record)
    await colleagues.start()
    yield says
    await colleagues.stop()


async def go_back(wire: Wire) -> None:
    """A rollback, which fails."""
    with pytest.raises(ActionError, match="failed"):
        await production.rollback(wire, (await list_deployments(wire)).to_go_back_to)


def changes(vendors: Vendors) -> list[tuple[str, bool]]:
    """What became production since the history, and whether in maintenance."""
    seen = [fact for _, fact in facts(vendors.journal.events, ProductionChanged)]
    return [(fact.commit, fact.maintenance) for fact in seen][1:]


async def test_the_last_move_is_told_where_it_failed(vendors: Vendors, wire: Wire) -> None:
    """Neither before there was any, nor when it went well."""
    stable = (await list_deployments(wire)).to_go_back_to
    assert await failed_move(wire) is None
    vendors.vercel.moves.stuck = True
    await go_back(wire)

    failed = await failed_move(wire)

    assert failed is not None
    assert failed.told == f"rollback vers {stable.id} : failed"
    vendors.vercel.moves.stuck = False
    await production.rollback(wire, stable)
    assert await failed_move(wire) is None


async def test_an_answer_is_read_whole(wire: Wire, lead: list[str]) -> None:
    """Not only what a list shows of it, and not another answer of theirs, though it is newer."""
    lead[0] = "non " * 100 + "oui"
    await alert_people(wire, [LEAD], SUBJECT, "")
    await await_answer(wire, LEAD, SUBJECT, 5)
    lead[0] = "peut-être"
    await alert_people(wire, [LEAD], "P0", "")

    assert await await_answer(wire, LEAD, "P0", 5) == "peut-être"
    assert (await await_answer(wire, LEAD, SUBJECT, 5)).endswith("oui")


async def test_who_does_not_answer_is_told(wire: Wire) -> None:
    """Patience has an end."""
    with pytest.raises(ActionError, match=r"dev@postry.ai has not answered after 0.05 s"):
        await await_answer(wire, "dev@postry.ai", SUBJECT, 0.05)


async def test_what_is_advised_is_carried_out(
    vendors: Vendors, wire: Wire, evidence: Evidence, lead: list[str]
) -> None:
    """In maintenance until it is live, and with the version that they name first, not the newest."""
    by_commit = {each.commit: each.id for each in vendors.vercel.deployments}
    lead[0] = f"Redéployez la source de {by_commit['aaa']}, pas celle de {by_commit['bbb']}."
    vendors.vercel.moves.stuck = True
    await go_back(wire)

    await escalate.carry_out(wire, evidence)

    assert changes(vendors) == [("ccc", True), ("aaa", False)]
    asked = next(fact for _, fact in facts(vendors.journal.events, MailSent) if LEAD in fact.to)
    assert f"rollback vers {by_commit['bbb']} : failed" in asked.text


async def test_an_answer_without_advice_is_told(
    vendors: Vendors, wire: Wire, evidence: Evidence, lead: list[str]
) -> None:
    """And nothing is guessed."""
    lead[0] = "Qu'avez-vous essayé ?"
    vendors.vercel.moves.stuck = True
    await go_back(wire)

    with pytest.raises(ActionError, match=r"names no deployment of ours to build: Qu'avez-vous essayé"):
        await escalate.carry_out(wire, evidence)
    assert changes(vendors) == [("ccc", True)]


async def test_nobody_is_woken_without_a_reason(vendors: Vendors, wire: Wire, evidence: Evidence) -> None:
    """The platform has failed in nothing."""
    with pytest.raises(ActionError, match="there is no reason to call"):
        await escalate.carry_out(wire, evidence)
    assert not list(facts(vendors.journal.events, MailSent))


async def test_rolling_back_goes_on_until_it_is_of_no_use(
    vendors: Vendors, wire: Wire, evidence: Evidence
) -> None:
    """More often than is human; where it works, once is enough."""
    vendors.vercel.moves.stuck = True
    with pytest.raises(ActionError, match="failed"):
        await keep_rolling_back.carry_out(wire, evidence)
    assert len(list(facts(vendors.journal.events, MoveFailed))) == 5

    vendors.vercel.moves.stuck = False
    await keep_rolling_back.carry_out(wire, evidence)
    assert changes(vendors) == [("bbb", False)]


async def test_who_sleeps_is_waited_for_in_vain(
    vendors: Vendors, wire: Wire, evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Written to alone, after a rollback that failed."""
    monkeypatch.setattr(call_who_sleeps, "_PATIENCE_S", 0.05)
    vendors.vercel.moves.stuck = True

    with pytest.raises(ActionError, match=r"dev@postry.ai has not answered"):
        await call_who_sleeps.carry_out(wire, evidence)

    assert [fact.to for _, fact in facts(vendors.journal.events, MailSent)] == [["dev@postry.ai"]]
    assert len(list(facts(vendors.journal.events, MoveFailed))) == 1
