"""``python -m tests.proof [NAME …] [--fresh]``: run what is missing, print each claim's table."""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

from rich.console import Console

import tests.proof

OUT = Path(__file__).parents[2] / "reports" / "out" / "proof"


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
    OUT.mkdir(parents=True, exist_ok=True)
    console = Console()
    held = [
        _prove(importlib.import_module(f"tests.proof.{name}"), name, fresh=options.fresh, console=console)
        for name in options.names or names
    ]
    return 0 if all(held) else 1


def _prove(claim: ModuleType, name: str, *, fresh: bool, console: Console) -> bool:
    """Run the cases of one claim that have no result for this commit yet."""
    path = OUT / f"{name}.jsonl"
    if fresh:
        path.unlink(missing_ok=True)
    commit = _commit()
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    known = [json.loads(line) for line in lines]
    done = {row["case"]: row for row in known if row["commit"] == commit}
    cases = claim.cases()
    with path.open("a", encoding="utf-8") as results:
        for case in cases:
            if case in done:
                continue
            held, observation = claim.run(case)
            done[case] = {"commit": commit, "case": case, "held": held, "observation": observation}
            results.write(json.dumps(done[case], ensure_ascii=False) + "\n")
            results.flush()
            console.print(f"{name} {case}: {'held' if held else 'FAILED'} ({observation})", style="dim")
    good = sum(bool(done[case]["held"]) for case in cases)
    console.print(f"{claim.TITLE}: {good} of {len(cases)} held")
    return good == len(cases)


def _commit() -> str:
    """The commit that is being proven; a result of another one is no proof of this."""
    git = ["git", "-C", str(OUT), "rev-parse", "--short", "HEAD"]
    return subprocess.run(git, capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
