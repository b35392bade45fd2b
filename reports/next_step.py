"""A suggested action in the runbook's own terms (étape 2, and 1.1 for an outage of a vendor)."""

from __future__ import annotations

from reports.text import one_line

_MEANS = {
    "rollback": "rollback (option A): bring the last stable deployment back",
    "redeploy": "redeploy (option B): build and deploy anew, without the cache",
    "maintenance": "maintenance (option C): put the maintenance page up while the cause is looked into",
    "wait": "wait: a vendor has an outage; inform the users and watch its status page",
}


def next_step(action: str | None) -> str:
    """What to do; an action that the runbook has no option for stays as it is, none is empty."""
    return _MEANS.get(action, one_line(action)) if action else ""
