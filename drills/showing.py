"""How a scenario reads for the person who prepares a game day: everything, the cause included."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pydantic import JsonValue
from rich.table import Table
from rich.text import Text

from drills.runbook import PhaseId, Runbook
from drills.scenario import Scenario, Words
from reports.console import Console
from reports.timeline import clock_text

WARNING = "For whoever prepares a drill: it tells the cause. Whoever is going to respond reads no further."


def budgets(scenario: Scenario, book: Runbook) -> dict[PhaseId, float]:
    """Seconds for each phase: the scenario's own, else its severity's."""
    return {**book.severity[scenario.severity].budgets, **scenario.budgets}


def as_json(scenario: Scenario, book: Runbook) -> Mapping[str, JsonValue]:
    """The whole record, with every budget that it is judged by."""
    return {**scenario.model_dump(mode="json"), "budgets": dict(budgets(scenario, book))}


def print_scenario(console: Console, scenario: Scenario, book: Runbook) -> None:
    """The same, for people."""
    console.print(Text(f"{scenario.id}  {scenario.severity}  {scenario.title}", style="bold"))
    console.print(Text(WARNING, style="dim"))
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="bold")
    table.add_column(overflow="fold")
    for label, text in _rows(scenario, book):
        table.add_row(label, Text(text))
    console.print()
    console.print(table)


def _rows(scenario: Scenario, book: Runbook) -> Iterator[tuple[str, str]]:
    truth, alert = scenario.truth, scenario.alert
    yield "Users see", scenario.story
    yield "Begins at", f"{scenario.local_time:%H:%M}"
    yield "Fault", scenario.fault
    yield "Alert", f"from {' or '.join(alert.sources)}, within {clock_text(alert.within_s)}"
    yield "Cause", truth.cause
    yield "Named by", " and ".join(_one_of(group) for group in truth.words)
    yield from _labelled("Not by", (f"{_one_of(each.words)}: {each.evidence}" for each in truth.mistaken))
    yield "Right", ", ".join(scenario.accepted)
    yield from _labelled("Wrong", (f"{each.way} ({each.reason}): {each.because}" for each in scenario.wrong))
    yield "Users", "notice it, and must be informed" if scenario.visible else "do not notice it"
    yield "Must be kept", ", ".join(scenario.keeps) or "nothing"
    told = (f"{phase} {clock_text(seconds)}" for phase, seconds in budgets(scenario, book).items())
    yield "Budgets", ", ".join(told)
    yield "Fastest pace", f"{scenario.fastest_pace:g} drill seconds a second"


def _labelled(label: str, texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Several rows under one label."""
    for text in texts:
        yield label, text
        label = ""


def _one_of(words: Words) -> str:
    return f"one of {', '.join(words)}" if len(words) > 1 else words[0]
