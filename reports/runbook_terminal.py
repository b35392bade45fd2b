"""A checked runbook in the terminal: what does not do it in full, and the rest in a line each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import ConsoleRenderable
from rich.table import Table
from rich.text import Text

from reports.runbook_record import Row, RunbookCheck
from reports.runbook_words import details, place, word
from reports.text import one_line, printable
from reports.verdict import Check, Outcome

_TONE = {Outcome.PASS: "green", Outcome.FAIL: "bold red"}


def body(runbook: RunbookCheck, checks: Sequence[Check]) -> Iterator[ConsoleRenderable]:
    """Every row, in the order of the file."""
    by_id = {check.id: check for check in checks}
    for row in runbook.rows:
        yield _row(row, by_id[row.check])


def _row(row: Row, check: Check) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, width=10)
    table.add_column(overflow="fold")
    tone = _TONE.get(check.outcome, "bold yellow" if check.blocking else "dim")
    written = printable(row.command).splitlines()
    head = Text("\n".join(written[:3]) + (" …" if len(written) > 3 else ""), style="bold")
    table.add_row(Text(word(check), style=tone), head.append(f"   {place(row)}", style="dim not bold"))
    for label, value in details(row):
        table.add_row(Text(label, style="dim"), Text(one_line(value)))
    table.add_row("", "")
    return table
