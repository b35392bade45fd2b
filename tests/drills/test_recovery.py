"""The clean window: its first sample is the recovery, a blip does not end it, a relapse does."""

from __future__ import annotations

from drills.recovery import Outage, find_outage
from fixtures.probes.journeys import PROBES
from reports.facts.samples import ProbeSampled
from reports.journal import facts
from tests.drills.journals import Row, journal, sample, samples


def outage(rows: list[Row], clean_samples: int = 3, relapse_samples: int = 2) -> Outage:
    """What these samples show."""
    return find_outage(list(facts(journal(rows), ProbeSampled)), PROBES, clean_samples, relapse_samples)


def at(event: object) -> float | None:
    """When, in the rows' own seconds."""
    return None if event is None else round(event.mono_s - 100, 3)  # type: ignore[attr-defined]


def test_the_first_sample_of_the_window_is_the_recovery() -> None:
    """Not the one by which the judge was sure."""
    seen = outage(samples(0, 10, lambda t: t < 2 or t >= 5))

    assert (at(seen.broke), at(seen.last_bad)) == (2.0, 4.875)
    assert at(seen.clean) == 5.0
    assert at(seen.sure) == 6.375


def test_every_probe_must_be_good() -> None:
    """Three of four journeys are no recovery."""
    rows = [row for row in samples(0, 10, lambda t: t < 2 or t >= 5) if row[2]["probe"] != "quiz"]
    quiz = [sample(t / 2, "quiz", ok=t < 4) for t in range(20)]

    assert outage(rows + quiz).clean is None


def test_a_probe_that_is_silent_is_not_good() -> None:
    """What nobody saw is not recovered."""
    rows = [r for r in samples(0, 10, lambda t: t < 2 or t >= 5) if r[2]["probe"] != "quiz" or r[0] < 5]

    assert outage(rows).clean is None


def test_one_bad_sample_begins_the_window_anew() -> None:
    """Before it is complete."""
    rows = samples(0, 10, lambda t: t < 2 or (t >= 5 and t != 5.5))

    assert (at(outage(rows).clean), at(outage(rows).sure)) == (6.0, 7.0)


def test_a_blip_after_the_window_is_none() -> None:
    """One bad sample of a probe, then good again."""
    rows = samples(0, 12, lambda t: t < 2 or (t >= 5 and t != 9.0))

    assert at(outage(rows).clean) == 5.0
    assert outage(rows).relapses == []


def test_a_relapse_makes_the_next_window_count() -> None:
    """Two bad ones in a row of the same probe: it was not over."""
    rows = samples(0, 14, lambda t: t < 2 or 5 <= t < 8 or t >= 10)

    seen = outage(rows)

    assert at(seen.clean) == 10.0
    assert len(seen.relapses) == 1


def test_a_relapse_without_a_recovery_is_no_recovery() -> None:
    """It worked for a while."""
    seen = outage(samples(0, 14, lambda t: t < 2 or 5 <= t < 8))

    assert seen.clean is None
    assert at(seen.last_bad) == 13.875


def test_a_late_sample_says_nothing() -> None:
    """Neither good nor bad."""
    rows = samples(0, 10, lambda t: t < 2 or t >= 5)
    late = [sample(6.01, "quiz", ok=False, usable=False), sample(4.95, "quiz", ok=True, usable=False)]

    assert at(outage(rows + late).clean) == 5.0


def test_a_journey_that_always_worked_tells_nothing_of_the_recovery() -> None:
    """It begins with the first good sample of one that had failed."""
    rows = [row for row in samples(0, 10, lambda _: True) if row[2]["probe"] != "dashboard"]
    dashboard = [sample(t / 2 + 0.375, "dashboard", ok=not 4 <= t < 10) for t in range(20)]

    seen = outage(rows + dashboard)

    assert (at(seen.last_bad), at(seen.clean), at(seen.sure)) == (4.875, 5.375, 6.375)


def test_without_an_outage_there_is_no_recovery() -> None:
    """Always good is not good again."""
    seen = outage(samples(0, 10, lambda _: True))

    assert (seen.broke, seen.clean) == (None, None)
