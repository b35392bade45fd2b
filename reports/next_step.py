"""A suggested action in the runbook's own terms."""

from __future__ import annotations

from reports.text import one_line

_MEANS = {
    "rollback": "rollback (option A): bring the previous deployment back",
    "redeploy": "redeploy (option B): build and deploy this commit anew",
    "maintenance": "maintenance (option C): put the maintenance page up while the cause is repaired",
    "wait": "wait: it is a vendor's outage; inform users and watch its status page",
}


def next_step(action: str) -> str:
    """What to do; an action that the runbook has no option for stays as it is."""
    return _MEANS.get(action, one_line(action))
