"""Is what users had before the incident still there?"""

from __future__ import annotations

from drills.oracle import Evidence, Finding, Problem
from reports.facts.database import RowsCounted

TITLE = "Nothing was lost"
REF = "P0"
PHASE = "whole"


def judge(evidence: Evidence) -> Finding:
    """Every row of a user's that ever stood in the database stands there at the end."""
    case = evidence.case
    problems, told = [], []
    for table in case.scenario.keeps:
        counted = case.seen(RowsCounted, lambda fact, table=table: fact.table == table)  # type: ignore[misc]
        after = [(event, fact) for event, fact in counted if fact.moment == "after"]
        if not after or not any(fact.moment == "before" for _, fact in counted):
            return Finding.unclear(Problem("rows-not-counted", f"{table} were not counted before and after"))
        event, fact = after[-1]
        if fact.missing:
            message = f"{fact.missing} {table} of users are gone (#{event.seq})"
            problems.append(Problem("rows-lost", message, (event.seq,)))
        told.append(f"{table}: {fact.count}, none missing")
    return Finding.fails(*problems) if problems else Finding.holds("; ".join(told) or "nothing to lose")
