"""Where the runbook speaks of a failure, and what it suggests; the table is runbook_signs.toml."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from reports.verdict import Check, Outcome

_TABLE = Path(__file__).with_name("runbook_signs.toml")
# "An incident that appeared after a recent deployment": the runbook's case for a rollback.
RECENT = timedelta(hours=1)
STATUS_CHECK = "vendor-status"


class Sign(BaseModel):
    """Words of a failure, what they mean, and the runbook's section and action for them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    pattern: str
    means: str
    runbook_ref: str
    action: Literal["rollback", "redeploy", "maintenance", "wait"]
    not_ours: bool = False


@functools.cache
def signs() -> tuple[Sign, ...]:
    """The table, most telling sign first."""
    table = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    return tuple(Sign.model_validate(row) for row in table["sign"])


def sign_in(text: str) -> Sign | None:
    """The first sign that ``text`` shows."""
    return next((sign for sign in signs() if re.search(sign.pattern, text)), None)


def with_references(checks: Iterable[Check]) -> list[Check]:
    """The same checks, the failed ones with the runbook's section where their words point to one."""
    told = []
    for check in checks:
        sign = sign_in(check.message) if check.outcome is Outcome.FAIL else None
        told.append(check.model_copy(update={"runbook_ref": sign.runbook_ref}) if sign else check)
    return told


def suggested_action(checks: Sequence[Check], live_since: datetime | None) -> str | None:
    """What the runbook would do about these failures; None where nothing that blocks has failed."""
    failed = [check for check in checks if check.outcome is Outcome.FAIL]
    if not any(check.blocking for check in failed):
        return None
    outage = any(check.id == STATUS_CHECK for check in failed)
    seen = [sign for check in failed if check.blocking and (sign := sign_in(check.message))]
    if seen:
        sign = min(seen, key=signs().index)
        return "wait" if outage and sign.not_ours else sign.action
    if outage:
        return "wait"
    recent = live_since is not None and datetime.now(UTC) - live_since < RECENT
    return "rollback" if recent else None
