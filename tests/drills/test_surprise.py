"""What a surprise draws, and that a sealed journal can be judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from drills import recover as recovering
from drills import runbook
from drills.judge import judge
from drills.lock import NAME as LOCK
from drills.scenario import Scenario
from drills.surprise import draw, seals
from fixtures.errors import SetupError
from reports.facts.fact import Fact
from reports.facts.fault import FaultHealed
from reports.journal import Event, Journal, read
from reports.run import JOURNAL, VERDICT
from reports.verdict import Result
from tests.drills.journals import SCENARIO, changed, good_run, journal

BOOK = runbook.load()
SLOW = SCENARIO.model_copy(update={"id": "p2-slow", "severity": "P2", "fastest_pace": 10.0})
MANY = [SCENARIO.model_copy(update={"id": f"p0-{letter}"}) for letter in "abcdefgh"]


def drawn(seed: int | None, scenarios: list[Scenario] = MANY) -> str:
    """The id that a seed draws."""
    return draw(scenarios, BOOK, 60, None, seed).scenario.id


def test_a_seed_draws_the_same_whatever_the_order() -> None:
    """And others draw others."""
    assert drawn(7) == drawn(7, MANY[::-1])
    assert len({drawn(seed) for seed in range(50)}) == len(MANY)


def test_without_a_seed_one_is_drawn_that_draws_the_same_again() -> None:
    """So a surprise can be repeated."""
    first = draw(MANY, BOOK, 60, None, None)

    assert drawn(first.seed) == first.scenario.id
    assert len({draw(MANY, BOOK, 60, None, None).seed for _ in range(5)}) > 1


def test_only_what_stands_the_pace_and_has_the_severity_is_drawn() -> None:
    """Where nothing does, that is told without naming one."""
    assert draw([SLOW, *MANY], BOOK, 5, "P2", 1).scenario.id == "p2-slow"
    assert all(draw([SLOW, *MANY], BOOK, 60, None, seed).scenario.severity == "P0" for seed in range(20))
    with pytest.raises(SetupError, match="no scenario of severity P2 stands pace 60"):
        draw([SLOW, *MANY], BOOK, 60, "P2", 1)


def test_the_time_limit_does_not_tell_the_severity() -> None:
    """It is what the slowest of them gets."""
    assert {draw([SLOW, *MANY], BOOK, 5, None, seed).limit_s for seed in range(20)} == {1.25 * 86_400}


def sealed(folder: Path, events: list[Event]) -> Journal:
    """A journal that holds these events, as a surprise keeps them."""
    kept = Journal(folder / JOURNAL, sealed=seals)
    for event in events:
        kept.record(event.fact, at_mono_s=event.mono_s)
    return kept


def surprise() -> list[Event]:
    """A good run whose scenario was drawn."""
    return journal(changed(good_run(), "scenario.stated", seed=4711))


def test_a_sealed_journal_tells_nothing_of_the_choice(tmp_path: Path) -> None:
    """In its file; until it is unsealed, when it is what any other would be."""
    with sealed(tmp_path, surprise()) as kept:
        before = (tmp_path / JOURNAL).read_text()
        kept.unseal()

    for secret in (SCENARIO.id, SCENARIO.title, "bad-deploy", "4711", SCENARIO.truth.cause):
        assert secret not in before
        assert secret in (tmp_path / JOURNAL).read_text()
    assert [event.fact for event in read(tmp_path / JOURNAL)] == [event.fact for event in surprise()]


def test_what_anybody_can_see_is_kept_whatever_happens(tmp_path: Path) -> None:
    """A killed surprise has at least that; a new kind of fact is sealed until somebody thought of it."""
    sealed(tmp_path, surprise()).close()

    kept = {event.kind for event in read(tmp_path / JOURNAL)}

    assert {"run.started", "vendor.requested", "ticket.changed", "responder.said", "probe.sampled"} <= kept
    assert kept & {"scenario.stated", "fault.armed", "fault.injected", "rows.counted"} == set()
    assert seals(Fact(kind="of.a-new-kind"))


def test_what_follows_the_unsealing_is_appended(tmp_path: Path) -> None:
    """Nothing of it is lost, and nothing more is sealed."""
    with sealed(tmp_path, surprise()) as kept:
        kept.unseal()
        kept.record(FaultHealed(fault="bad-deploy"))

    assert read(tmp_path / JOURNAL)[-1].kind == "fault.healed"
    assert len(read(tmp_path / JOURNAL)) == len(surprise()) + 1


def test_the_verdict_of_a_surprise_tells_its_seed() -> None:
    """That of the draw, so that it can be drawn again."""
    verdict = judge(surprise())

    assert verdict.verdict is Result.PASS
    assert verdict.drill is not None
    assert (verdict.drill.scenario, verdict.drill.seed) == (SCENARIO.id, 4711)


def test_a_killed_surprise_gets_a_verdict(tmp_path: Path) -> None:
    """Inconclusive, with all reports: what was drawn died with it."""
    folder = tmp_path / "drill" / "20260131T120000Z-surprise"
    folder.mkdir(parents=True)
    (folder / LOCK).touch()
    sealed(folder, surprise()[:40]).close()

    told = recovering.recover(tmp_path)

    assert told == [f"{folder.name}: it was killed; its verdict is INCONCLUSIVE"]
    verdict = (folder / VERDICT).read_text()
    assert "run-cut-short" in verdict
    assert SCENARIO.title not in verdict
    assert "drill run --surprise" in (folder / "report.html").read_text()
