"""A load in the terminal: its arms side by side, one figure a line."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import ConsoleRenderable
from rich.table import Table
from rich.text import Text

from reports.load_record import Load
from reports.load_words import columns, incident, rows
from reports.text import one_line
from reports.verdict import Reason

_TONE = {"REPRODUCED": "green", "FIXED": "green", "INCONCLUSIVE": "bold yellow", "not run": "bold yellow"}


def heading(load: Load) -> str:
    """What was sent, and how much of it has to fail for the incident to be there."""
    return f"Load: {one_line(load.request)}; the incident is {incident(load)}"


def body(load: Load, reasons: list[Reason]) -> Iterator[ConsoleRenderable]:
    """The figures that the answer rests on; what an arm found, where no reason says it; the prediction."""
    shown = [row for row in rows(load) if row.brief]
    table = Table(box=None, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="dim")
    for name in columns(load):
        table.add_column(Text(name, style="bold"), overflow="fold")
    for row in shown:
        table.add_row(row.label, *(Text(cell, style=_tone(row.label, cell)) for cell in row.cells))
    yield table
    if any(row.label == "latency" for row in shown):
        yield Text("latency: p50 / p95 / p99 from the intended send", style="dim")
    said = {reason.check for reason in reasons}
    for arm in load.arms:
        # How many failed stands in the table.
        if arm.name not in said and not (arm.answer == "REPRODUCED" and arm.failures):
            yield Text(f"{one_line(arm.name)}: {one_line(arm.because)}")
    if load.prediction:
        yield Text(one_line(load.prediction))


def _tone(label: str, cell: str) -> str:
    return _TONE.get(cell, "bold red") if label == "answer" else ""
