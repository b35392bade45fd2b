"""Where the runbook speaks of a failure, and what it suggests (`fixtures.signs` is the table)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from fixtures.signs import Sign, signs
from reports.verdict import Check, Outcome

# "An incident that appeared after a recent deployment": the runbook's case for a rollback.
RECENT = timedelta(hours=1)
STATUS_CHECK = "vendor-status"
_OF_OUTAGES = "1.1"


def sign_in(text: str) -> Sign | None:
    """The first sign that ``text`` shows."""
    return next((sign for sign in signs() if sign.shows_in(text)), None)


def with_references(checks: Iterable[Check]) -> list[Check]:
    """The same checks, the failed ones with the runbook's section where their words point to one."""
    return [
        check.model_copy(update={"runbook_ref": ref}) if (ref := _ref(check)) else check for check in checks
    ]


def suggested_action(checks: Sequence[Check], live_since: datetime | None) -> str | None:
    """The runbook's step for these failures; None where nothing that blocks has failed.

    As the responder of a drill decides: where the vendor of the most telling sign says that it is down, to
    wait; else the first step of that sign, after a recent deployment or without one. A gate is asked after a
    deployment: where nobody knows since when it is live, it is taken for recent.
    """
    failed = [check for check in checks if check.outcome is Outcome.FAIL]
    if not any(check.blocking for check in failed):
        return None
    outage = next((check.message.lower() for check in failed if check.id == STATUS_CHECK), "")
    recent = None if live_since is None else datetime.now(UTC) - live_since < RECENT
    seen = [sign for check in failed if check.blocking and (sign := sign_in(check.message))]
    if seen:
        sign = min(seen, key=signs().index)
        if sign.vendor and sign.vendor in outage:
            return "wait"
        return (sign.otherwise if recent is False else sign.after_deployment)[0]
    if outage:
        return "wait"
    return "rollback" if recent else None


def _ref(check: Check) -> str:
    if check.outcome is not Outcome.FAIL:
        return ""
    if check.id == STATUS_CHECK:
        return _OF_OUTAGES
    sign = sign_in(check.message)
    return sign.ref if sign else ""
