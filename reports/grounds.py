"""A verdict's reasons as people read them: those that say the same are one ground, with all it concerns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.text import one_line
from reports.verdict import Reason, Verdict


@dataclass(frozen=True)
class Ground:
    """One message with where the runbook speaks of it, and all that it concerns, each once and in order.

    ``checks`` are names of checks, ``codes`` those of the reasons, ``events`` numbers of events.
    """

    message: str
    runbook_ref: str
    checks: list[str]
    codes: list[str]
    events: list[int]

    @property
    def about(self) -> list[str]:
        """What to print beside the message: the checks, or the codes where no check is named."""
        return self.checks or self.codes


def to_tell(verdict: Verdict) -> list[Reason]:
    """The reasons to tell ahead of all else; a runbook's commands tell their own, each in its row."""
    return [reason for reason in verdict.reasons if not (verdict.runbook and reason.check)]


def grounds(reasons: Sequence[Reason]) -> list[Ground]:
    """The reasons, in order, those with the same message and section put together."""
    together: dict[tuple[str, str], list[Reason]] = {}
    for reason in reasons:
        key = one_line(reason.message), one_line(reason.runbook_ref or "")
        together.setdefault(key, []).append(reason)
    return [
        Ground(
            message=message,
            runbook_ref=ref,
            checks=list(dict.fromkeys(one_line(reason.check) for reason in same if reason.check)),
            codes=list(dict.fromkeys(one_line(reason.code) for reason in same)),
            events=list(dict.fromkeys(seq for reason in same for seq in reason.events)),
        )
        for (message, ref), same in together.items()
    ]
