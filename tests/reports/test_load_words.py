"""How a load reads: the question, the answer, the figures."""

from __future__ import annotations

from typing import Any

import pytest

from reports.load_words import answer, band, fix, properties, question, rows
from reports.verdict import Result, Verdict
from tests.reports.loads import (
    broken_pool,
    faster_dashboard,
    higher_limit,
    larger_pool,
    load_of,
    load_verdict,
    never_begun,
    partial_fix,
    proven_fix,
    unreproduced,
)


def alone(result: Result, **changes: Any) -> Verdict:
    """A load of one arm, which only asks whether the incident is there."""
    return load_verdict(result, [broken_pool(name="run", **changes)], asked={"run": {"DB_POOL_SIZE": "15"}})


def test_the_question_names_the_fix_and_the_incident() -> None:
    """Without a fix it asks for the incident alone."""
    assert question(load_of(partial_fix())) == "Does DB_POOL_SIZE=16 end pool-exhaustion?"
    assert question(load_of(alone(Result.PASS))) == "Does this load reproduce pool-exhaustion?"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"A": "1", "B": "2"}, {"A": "1", "B": "3"}, "B=3"),
        ({"A": "1"}, {"A": "2", "B": "x"}, "A=2 B=x"),
        ({"A": "1"}, {"A": "1"}, "A=1"),
        ({"A": "1"}, {}, "the fix"),
    ],
)
def test_the_fix_is_what_differs(before: dict[str, str], after: dict[str, str], told: str) -> None:
    """All of it where nothing does, and its name where somebody else turned the knobs."""
    load = load_of(load_verdict(Result.PASS, [], asked={"before": before, "after": after}))

    assert fix(load) == told


@pytest.mark.parametrize(
    ("verdict", "told"),
    [
        (proven_fix(), "DB_POOL_SIZE=30 ends it: 0.0% of 412 failed, 15.3% before."),
        (faster_dashboard(), "BUILD=stable ends it: 0.0% of 400 took over 1 s, 38.3% before."),
        (partial_fix(), "DB_POOL_SIZE=16 helps, but does not end it."),
        (
            load_verdict(Result.FAIL, [broken_pool(), larger_pool(answer="NOT FIXED")]),
            "DB_POOL_SIZE=30 does not end it.",
        ),
        (
            load_verdict(Result.PASS, [larger_pool()], asked={"before": {}, "after": {}}),
            "The fix ends it: 0.0% of 412 failed.",
        ),
        (
            unreproduced(),
            "The incident does not show without the fix, so nothing is proven of the fix.",
        ),
        (never_begun(), "Undecided: nothing is proven."),
        (
            load_verdict(Result.INCONCLUSIVE, [broken_pool(), larger_pool()]),
            "Undecided: nothing is proven.",
        ),
        (alone(Result.PASS), "Reproduced: 15.3% of 1,004 failed; the incident is 10% to 20%."),
        (
            alone(Result.PASS, failures=0, because="15% of the arrivals find no place"),
            "Reproduced: 15% of the arrivals find no place; the incident is 10% to 20%.",
        ),
        (
            alone(Result.FAIL, answer="NOT REPRODUCED"),
            "This load does not show the incident, which is 10% to 20% failing.",
        ),
        (alone(Result.INCONCLUSIVE, answer="INCONCLUSIVE"), "Undecided: nothing is proven."),
    ],
)
def test_the_answer_is_one_sentence(verdict: Verdict, told: str) -> None:
    """It never claims more than the verdict, whatever the arms found."""
    assert answer(verdict, load_of(verdict)) == told


def test_the_band_reads_as_people_say_it() -> None:
    """Up to all is no upper end."""
    assert (band(load_of(proven_fix())), band(load_of(higher_limit()))) == ("10% to 20%", "10% or more")


def test_every_figure_has_its_row() -> None:
    """Those of the answer first; a burst has no rate, and what nobody measured has no row."""
    pool = {row.label: row.cells for row in rows(load_of(partial_fix()))}
    burst = {row.label: row.cells for row in rows(load_of(higher_limit()))}

    assert list(pool) == [
        "answer",
        "settings",
        "sent",
        "capacity",
        "failed",
        "95% interval",
        "latency",
        "judged",
        "would still fail",
        "deficit",
        "dispersion",
        "service time",
        "generator lag",
        "sent late",
    ]
    assert pool["would still fail"] == ["", "9.6%"]
    assert pool["deficit"] == ["15.2%", "24.0%"]
    assert pool["dispersion"] == ["1.21", "1.00"]
    assert pool["service time"][0] == "997 / 1,009 / 1,065 ms"
    assert pool["generator lag"][0] == "0.4 / 2.1 / 8.2 ms"
    assert pool["sent late"] == ["0.1%", "0.0%"]
    assert burst["sent"] == ["all at once", "all at once"]
    assert "capacity" not in burst


def test_what_was_never_judged_has_no_figure() -> None:
    """0 % of nothing is no share, and 0 % to 100 % no interval."""
    nothing = broken_pool(answer="INCONCLUSIVE", sample=0, rate_per_s=None, capacity_per_s=None, deficit=None)
    bare = nothing.model_copy(update={"latency_ms": None, "service_ms": None, "lag_ms": None})
    load = load_of(load_verdict(Result.INCONCLUSIVE, [bare]))

    assert [row.label for row in rows(load)] == ["answer", "settings"]


def test_programs_get_bare_values() -> None:
    """With the unit in the name, and without what was not measured."""
    told = dict(properties(larger_pool()))

    assert (told["share"], told["judged_s"], told["latency_ms.p50"]) == ("0.0", "2.5", "128.0")
    assert "capacity_per_s" not in told
