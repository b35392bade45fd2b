"""A suggested action in the runbook's own terms (étape 2; 1.1 for a vendor's outage; étape 3 after it)."""

from __future__ import annotations

from reports.text import one_line

_MEANS = {
    "rollback": "rollback (option A): bring the last stable deployment back",
    "redeploy": "redeploy (option B): build and deploy anew, without the cache",
    "maintenance": "maintenance (option C): put the maintenance page up while the cause is looked into",
    "env-fix": "correct the environment variable that is wrong, and deploy anew (option B)",
    "raise-limit": "raise the rate limit, or let the crowd's address pass, and deploy (2, scenario 3)",
    "wait": "wait: a vendor has an outage; inform the users and watch its status page",
    "verify-fix": "prove the fix before it is deployed: firedrill load verify, its settings as --after",
    "look-elsewhere": "look for another cause: this load does not show the incident; begin with the logs",
    "deploy-fix": "deploy the fix, then validate it (runbook step 3: smoke tests, logs, Sentry)",
    "extend-fix": "do not deploy it as it is: it helps, but the incident would go on",
    "discard-fix": "do not deploy it: it does not end the incident; look for another cause",
    "reproduce-first": "reproduce the incident first: without that, nothing is proven of the fix",
    "correct-runbook": "correct the runbook; what is suggested was rehearsed where it says so",
    "load-again": "run it again, with nothing else on this machine; if it stays so, with --processes 2",
}


def next_step(action: str | None) -> str:
    """What to do; an action that the runbook has no option for stays as it is, none is empty."""
    return _MEANS.get(action, one_line(action)) if action else ""
