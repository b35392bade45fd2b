"""A rehearsal in the terminal: one table, one line for each scenario."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from reports.rehearsal_record import Rehearsal
from reports.rehearsal_words import PHASES, times
from reports.text import one_line

_TONE = {"PASS": "green", "FAIL": "bold red", "INCONCLUSIVE": "bold yellow"}
_WORD = {"PASS": "pass", "FAIL": "FAIL", "INCONCLUSIVE": "unclear"}


def body(rehearsal: Rehearsal) -> Table:
    """Every row, in the order of the catalogue."""
    table = Table(box=None, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(Text("scenario", style="dim"), no_wrap=True)
    table.add_column(no_wrap=True)
    for phase in PHASES:
        table.add_column(Text(phase, style="dim"), justify="right", no_wrap=True)
    # It alone gives way where there is little room: the reasons stand above in full.
    table.add_column(_shortened("first reason"))
    for row in rehearsal.rows:
        table.add_row(
            Text(_WORD[row.verdict], style=_TONE[row.verdict]),
            Text(one_line(row.scenario)),
            Text(row.severity),
            *(Text(cell) for cell in times(row)),
            _shortened(one_line(row.reason)),
        )
    return table


def _shortened(text: str) -> Text:
    return Text(text, style="dim", no_wrap=True, overflow="ellipsis")
