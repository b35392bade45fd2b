"""Which checks there are, and which of them ``--only`` names."""

from __future__ import annotations

import difflib

from fixtures.errors import SetupError
from smoke import journeys


def check_ids() -> dict[str, bool]:
    """Every check of the gate by its id, in order, and whether it may block."""
    from smoke.access.entry import CLEANUP, SESSION
    from smoke.access.reach import CHECK_ID
    from smoke.checks.catalogue import discover
    from smoke.page_times import CHECK_ID as PAGE_TIME

    evidence = {check.id: check.blocking for check in discover()}
    return {
        CHECK_ID: True,
        **dict.fromkeys([*journeys.files(), PAGE_TIME], True),
        **evidence,
        SESSION: True,
        CLEANUP: True,
    }


def chosen(only: str) -> tuple[str, ...]:
    """The ids in a list with commas. Raises `SetupError` for those that there are not, and for none."""
    names = tuple(name.strip() for name in only.split(",") if name.strip())
    if only and not names:
        raise SetupError(f"--only {only!r} names no check; there are {', '.join(check_ids())}")
    known = check_ids() if names else {}
    unknown = [name for name in names if name not in known]
    if unknown:
        near = [match for name in unknown for match in difflib.get_close_matches(name, known, n=1)]
        hint = f"did you mean {' and '.join(near)}?" if near else f"there are {', '.join(known)}"
        raise SetupError(f"--only: no check is called {' or '.join(unknown)}; {hint}")
    return names
