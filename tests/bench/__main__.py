"""``python -m tests.bench [NAME …]``: measure, print a table, exit 1 where a bound is not kept."""

from __future__ import annotations

import importlib
import pkgutil
import sys

from rich.console import Console
from rich.table import Table

import tests.bench
from tests.bench.figure import Figure

HELPERS = {
    "__main__",
    "figure",
    "bare_journeys",
    "plain_locustfile",
    "quick_server",
    "sending",
    "verify",
}


def main(wanted: list[str]) -> int:
    """Measure the figures named, or all."""
    names = [
        module.name for module in pkgutil.iter_modules(tests.bench.__path__) if module.name not in HELPERS
    ]
    if unknown := set(wanted) - set(names):
        sys.stderr.write(f"no figure {', '.join(sorted(unknown))}; there are: {', '.join(names)}\n")
        return 2
    console = Console()
    table = Table("figure", "measured", "reference", "ratio", "at most", "kept")
    all_hold, notes = True, []
    for name in wanted or names:
        console.print(f"measuring {name} …", style="dim")
        figure: Figure = importlib.import_module(f"tests.bench.{name}").measure()
        all_hold &= figure.holds
        table.add_row(
            figure.title,
            f"{figure.measured:.4g} {figure.unit}",
            f"{figure.reference:.4g} {figure.unit} ({figure.of})",
            f"{figure.ratio:.2f}",
            f"{figure.at_most:g}",
            "yes" if figure.holds else "NO",
        )
        if figure.note:
            notes.append(f"{figure.title}: {figure.note}")
    console.print(table)
    for note in notes:
        console.print(note)
    return 0 if all_hold else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
