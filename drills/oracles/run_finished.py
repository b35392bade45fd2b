"""Did the run come to its own end?"""

from __future__ import annotations

from drills.oracle import Evidence, Finding, Problem

TITLE = "The run came to its own end"
REF = ""
PHASE = "run"
NEEDED_BY_ALL = True


def judge(evidence: Evidence) -> Finding:
    """What a run that was interrupted, crashed or killed did not see might still have happened."""
    if evidence.case.cut_short:
        return Finding.unclear(Problem("run-cut-short", evidence.case.cut_short))
    return Finding.holds("the run came to its own end")
