"""Did the responder make sure that the service is back?"""

from __future__ import annotations

from drills.case import Case
from drills.oracle import Evidence, Finding, Problem
from drills.sightings import gate_runs, log_reads, sentry_reads
from reports.verdict import Result

TITLE = "The responder made sure of the recovery"
REF = "étape 3"
PHASE = "validate"


def judge(evidence: Evidence) -> Finding:
    """A gate of the responder passed, and logs and Sentry were read, all after the outage had ended."""
    case, seen, outage = evidence.case, evidence.boundaries.validation, evidence.boundaries.outage
    if case.scenario.ends != "recovered":
        return _looked(case)
    if outage.clean is None:
        return Finding.fails(Problem("not-validated", "there was no recovery to validate"))
    problems: list[Problem] = []
    unclear: list[Problem] = []
    if seen.gate is None:
        since = [(e, fact) for e, fact in gate_runs(case, outage.last_bad)]
        told = ", ".join(f"{fact.verdict} {case.told(event)}" for event, fact in gate_runs(case)) or "none"
        problem = Problem("not-validated", f"expected a gate that passes after the recovery, found {told}")
        # A gate that could not tell is no proof that the responder did wrong.
        undecided = any(fact.verdict == Result.INCONCLUSIVE for _, fact in since)
        (unclear if undecided else problems).append(problem)
    reads = (("logs", seen.logs, log_reads(case)), ("Sentry", seen.sentry, sentry_reads(case)))
    for what, read, earlier in reads:
        if read is None:
            last = case.told(earlier[-1]) if earlier else "never"
            message = f"{what} were not read after the recovery; last read {last}".replace("y were", "y was")
            problems.append(Problem(f"{what.lower()}-not-checked", message))
    if problems:
        return Finding.fails(*problems, *unclear)
    if unclear:
        return Finding.unclear(*unclear)
    return Finding.holds(
        f"gate passed {case.told(seen.gate)}, logs read {case.told(seen.logs)}, "
        f"Sentry read {case.told(seen.sentry)}"
    )


def _looked(case: Case) -> Finding:
    """There was no recovery to make sure of; but whoever decides that nothing is broken has looked."""
    reads = {"logs": log_reads(case, case.alerted), "Sentry": sentry_reads(case, case.alerted)}
    if unread := [what for what, found in reads.items() if not found]:
        message = f"nothing was broken, and nobody looked: never read after the alert: {', '.join(unread)}"
        return Finding.fails(Problem("not-looked", message))
    told = ", ".join(f"{what} read {case.told(found[0])}" for what, found in reads.items())
    return Finding.holds(f"there was no outage to recover from; {told}")
