"""``python -m tests.proof [NAME …] [--fresh]``: run what is missing, print each claim's table.

What was found is written to docs/proof.md, claim by claim, with the commit that it was found for.
"""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from rich.console import Console

import tests.proof
from tests.hearing import hear

ROOT = Path(__file__).parents[2]
OUT = ROOT / "reports" / "out" / "proof"
PAGE = ROOT / "docs" / "proof.md"
_HEAD = """\
# Proof

Claims that need many runs: `make proof` runs what has no result for the current commit yet, and writes
this page.
"""
Rows = Mapping[str, Mapping[str, Any]]


def main() -> int:
    """Exit 0 where every claim holds, 1 where one does not."""
    names = [
        module.name for module in pkgutil.iter_modules(tests.proof.__path__) if module.name != "__main__"
    ]
    parser = argparse.ArgumentParser(prog="python -m tests.proof", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(names)}")
    parser.add_argument("--fresh", action="store_true", help="forget earlier results")
    options = parser.parse_args()
    if unknown := set(options.names) - set(names):
        parser.error(f"no claim {', '.join(sorted(unknown))}; there are: {', '.join(names)}")
    hear()
    OUT.mkdir(parents=True, exist_ok=True)
    console = Console()
    claims = {name: importlib.import_module(f"tests.proof.{name}") for name in names}
    held = [
        _prove(claims[name], name, fresh=options.fresh, console=console) for name in options.names or names
    ]
    stands = _sections(PAGE.read_text(encoding="utf-8"))
    # What was found elsewhere, and has no results here, stays as it is.
    tables = [
        _table(claim, _latest(OUT / f"{name}.jsonl")) or stands.get(_title(claim), "")
        for name, claim in claims.items()
    ]
    PAGE.write_text("\n".join([_HEAD, *filter(None, tables)]), encoding="utf-8")
    return 0 if all(held) else 1


def _prove(claim: ModuleType, name: str, *, fresh: bool, console: Console) -> bool:
    """Run the cases of one claim that have no result for this commit yet."""
    path = OUT / f"{name}.jsonl"
    if fresh:
        path.unlink(missing_ok=True)
    commit = _commit()
    done = {case: row for case, row in _latest(path).items() if row["commit"] == commit}
    cases = claim.cases()
    with path.open("a", encoding="utf-8") as results:
        for case in cases:
            if case in done:
                continue
            held, observation = claim.run(case)
            row = {"commit": commit, "case": case, "held": held, "observation": observation}
            done[case] = row
            results.write(json.dumps(row, ensure_ascii=False) + "\n")
            results.flush()
            console.print(f"{name} {case}: {'held' if held else 'FAILED'} ({observation})", style="dim")
    good = sum(bool(done[case]["held"]) for case in cases)
    console.print(f"{claim.TITLE}: {good} of {len(cases)} held")
    return good == len(cases)


def _latest(path: Path) -> Rows:
    """The last result of each case."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {row["case"]: row for row in map(json.loads, lines)}


def _table(claim: ModuleType, found: Rows) -> str:
    """A claim's table; the column of what was to be seen only where the claim says it of each case."""
    rows = [(case, found[case]) for case in claim.cases() if case in found]
    if not rows:
        return ""
    good = sum(bool(row["held"]) for _, row in rows)
    commits = ", ".join(f"`{commit}`" for commit in dict.fromkeys(row["commit"] for _, row in rows))
    told = [
        f"## {_title(claim)}\n",
        f"{good} of {len(rows)} held, at {commits}.\n",
        "| case | what | seen | |",
        "|---|---|---|---|",
    ]
    for case, row in rows:
        cells = (case, claim.what(case), row["observation"], "held" if row["held"] else "**failed**")
        told.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(told) + "\n"


def _title(claim: ModuleType) -> str:
    title: str = claim.TITLE
    return title[0].upper() + title[1:]


def _sections(page: str) -> Mapping[str, str]:
    """What stands on the page already, by title."""
    parts = page.split("\n## ")[1:]
    return {part.partition("\n")[0]: f"## {part.rstrip()}\n" for part in parts}


def _commit() -> str:
    """The commit that is being proven; a result of another one is no proof of this."""
    git = ["git", "-C", str(OUT), "rev-parse", "--short", "HEAD"]
    return subprocess.run(git, capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
