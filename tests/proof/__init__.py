"""Claims that need many runs: ``make proof``, resumable, outside the suite.

One file a claim; each has ``TITLE``, ``cases() -> list of case names``, ``what(case) -> what it is`` and
``run(case) -> (held, what was seen)``, and is found by discovery. Results are appended to
``reports/out/proof/NAME.jsonl`` as they come; a case that is there already for this commit is not run again
(``--fresh`` forgets them).
"""

from __future__ import annotations

from collections.abc import Sequence

_TOLD = 300


def seen(faults: Sequence[str]) -> tuple[bool, str]:
    """What ``run`` answers of a case that tells what is not as it should be."""
    return not faults, " ".join("; ".join(faults).split())[:_TOLD] or "as it should be"
