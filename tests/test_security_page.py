"""The page on security promises nothing that no test holds."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
HOLDS = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def test_every_test_that_is_named_is_there() -> None:
    """By file and function."""
    for file, name in HOLDS.findall(PAGE):
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        functions = {
            node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        }
        assert name in functions, f"{file} has no {name}"


def test_every_sentence_names_one() -> None:
    """Each row of each table, and there are many."""
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and "held by" not in line]

    assert len(rows) > 20
    assert [row for row in rows if not HOLDS.search(row)] == []
