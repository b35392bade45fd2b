"""How a load reads: its question, its answer in one sentence, and the figures of its arms side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reports.load_record import Arm, Load, Quantiles
from reports.text import one_line
from reports.verdict import Result, Verdict


@dataclass(frozen=True)
class Row:
    """One figure with a cell for each arm, in the order of `columns`; empty where it was not measured.

    ``brief`` is one that the answer rests on; ``note`` says what the figure means.
    """

    label: str
    cells: list[str]
    brief: bool = False
    note: str = ""


def question(load: Load) -> str:
    """What was to be found out."""
    if "run" in load.asked:
        return f"Does this load reproduce {one_line(load.incident)}?"
    return f"Does {fix(load)} end {one_line(load.incident)}?"


def fix(load: Load) -> str:
    """What the second arm has that the first has not, as it is set."""
    before, after = load.asked.get("before", {}), load.asked.get("after", {})
    turned = {name: value for name, value in after.items() if before.get(name) != value}
    return _settings(turned or after, "the fix")


def answer(verdict: Verdict, load: Load) -> str:
    """The verdict in one sentence, with its ground where no reason gives it."""
    arms = {arm.name: arm for arm in load.arms}
    before, judged = arms.get("before"), arms.get("after") or arms.get("run")
    if verdict.verdict is Result.INCONCLUSIVE or judged is None:
        if before and before.answer == "NOT REPRODUCED":
            return "The incident does not show without the fix, so nothing is proven of the fix."
        return "Undecided: nothing is proven."
    if judged.answer == "NOT REPRODUCED":
        return f"This load does not show the incident, which is {incident(load)}."
    if judged.answer == "REPRODUCED":
        # A queue that grows is one before its first time-out.
        seen = f"{_failed(judged)} {failed(load)}" if judged.failures else one_line(judged.because)
        return f"Reproduced: {seen}; the incident is {band(load)}."
    name = fix(load)[:1].upper() + fix(load)[1:]
    if judged.answer == "FIXED":
        was = f", {_share(before.share)} before" if before else ""
        return f"{name} ends it: {_failed(judged)} {failed(load)}{was}."
    return f"{name} {'helps, but ' if judged.answer == 'PARTIAL' else ''}does not end it."


def band(load: Load) -> str:
    """The failing share that counts as reproduced."""
    low, high = load.band
    return f"{low:.0%} or more" if high == 1 else f"{low:.0%} to {high:.0%}"


def incident(load: Load) -> str:
    """What counts as reproduced."""
    slow = load.slower_than_s
    return f"{band(load)} {'failing' if slow is None else f'taking over {slow:g} s'}"


def failed(load: Load) -> str:
    """What became of a request in which the incident shows, as in "12 failed"."""
    return "failed" if load.slower_than_s is None else f"took over {load.slower_than_s:g} s"


def columns(load: Load) -> list[str]:
    """The arms that there should be, in order."""
    return [one_line(name) for name in load.asked]


def rows(load: Load) -> list[Row]:
    """Every figure that at least one arm has."""
    arms = {arm.name: arm for arm in load.arms}
    answers = [one_line(arms[name].answer) if name in arms else "not run" for name in load.asked]
    settings = [_settings(values, "as it is") for values in load.asked.values()]
    told = [
        Row(label, [tell(arms[name]) if name in arms else "" for name in load.asked], brief, note)
        for label, tell, brief, note in _figures(failed(load))
    ]
    found = [row for row in told if any(row.cells)]
    return [Row("answer", answers, brief=True), Row("settings", settings, brief=True), *found]


def properties(arm: Arm) -> Iterator[tuple[str, str]]:
    """The figures for programs: a name with its unit, and the bare value."""
    for name, value in arm.model_dump(
        exclude={"name", "because", "buckets", "bucket_s", "filling_s"}
    ).items():
        if isinstance(value, dict):
            yield from ((f"{name}.{key}", f"{each}") for key, each in value.items())
        elif value is not None:
            yield name, f"{value}"


def _settings(settings: Mapping[str, str], none: str) -> str:
    return " ".join(f"{one_line(name)}={one_line(value)}" for name, value in settings.items()) or none


def _failed(arm: Arm) -> str:
    return f"{_share(arm.share)} of {arm.sample:,}" if arm.sample else ""


def _interval(arm: Arm) -> str:
    return f"{_share(arm.low)} to {_share(arm.high)}" if arm.sample else ""


def _sent(arm: Arm) -> str:
    return _rate(arm.rate_per_s) or ("all at once" if arm.sample else "")


def _rate(per_s: float | None) -> str:
    return "" if per_s is None else f"{per_s:.0f}/s"


def _share(share: float | None) -> str:
    return "" if share is None else f"{share:.1%}"


def _quantiles(found: Quantiles | None) -> str:
    return "" if found is None else f"{_ms(found.p50)} / {_ms(found.p95)} / {_ms(found.p99)} ms"


def _ms(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


# What it is called, how an arm tells it, whether the answer rests on it, and what it means.
_Figure = tuple[str, Callable[[Arm], str], bool, str]
_THREE = "p50 / p95 / p99"


def _figures(wrong: str) -> Sequence[_Figure]:
    return (
        ("sent", _sent, True, "arrivals, by the plan"),
        ("capacity", lambda arm: _rate(arm.capacity_per_s), True, "what the target serves at most"),
        (wrong, _failed, True, "share of the requests that were judged"),
        ("95% interval", _interval, True, "of the failed share, widened by the dispersion"),
        ("latency", lambda arm: _quantiles(arm.latency_ms), True, f"{_THREE} from the intended send"),
        ("judged", lambda arm: f"{arm.judged_s:.1f} s" if arm.sample else "", True, "until it was known"),
        ("would still fail", lambda arm: _share(arm.remaining), False, "at the incident's own rate"),
        ("deficit", lambda arm: _share(arm.deficit), False, "arrivals that found no success in time"),
        (
            "dispersion",
            lambda arm: f"{arm.dispersion:.2f}" if arm.sample else "",
            False,
            "1 is independent failures",
        ),
        ("service time", lambda arm: _quantiles(arm.service_ms), False, f"{_THREE} from the real send"),
        (
            "generator lag",
            lambda arm: _quantiles(arm.lag_ms),
            False,
            f"{_THREE} from the intended to the real send",
        ),
        ("sent late", lambda arm: _share(arm.late) if arm.sample else "", False, "by more than 100 ms"),
    )
