"""The runbook's checklist in the terminal: what is ticked in a line each, the rest with why it is not."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from reports.checklist_record import ChecklistLine
from reports.checklist_words import WORDS
from reports.text import one_line

_TONE = {"done": "green", "open": "bold red", "not-needed": "dim", "not-observed": "bold yellow"}


def checklist(lines: Sequence[ChecklistLine]) -> Table:
    """Every line, in the runbook's order."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for line in lines:
        text = Text(one_line(line.title))
        if line.state != "done":
            text.append(f"\n{one_line(line.why)}", style="dim")
        table.add_row(Text(WORDS[line.state], style=_TONE[line.state]), text)
    return table
