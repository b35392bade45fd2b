"""Did every journey work again, and stay so?"""

from __future__ import annotations

from drills.alert_flood import FLOOD, MINUTE_S
from drills.case import Case, Seen
from drills.oracle import Evidence, Finding, Problem
from drills.recovery import Outage
from drills.refusals import left_over
from reports.facts.database import RowsCounted
from reports.facts.samples import ProbeSampled

TITLE = "Every journey works again"
REF = "étape 3"
PHASE = "mitigate"

_NEWEST_SECONDS = 5


def judge(evidence: Evidence) -> Finding:
    """A clean window of every probe, which nothing has ended until the run's end."""
    case, outage = evidence.case, evidence.boundaries.outage
    if case.scenario.outage == "refusals":
        return _let_in(case, outage)
    if case.scenario.outage == "alerts":
        return _quiet(case, outage)
    if outage.broke is None and case.scenario.ends != "recovered":
        return Finding.holds("no journey was ever broken")
    if outage.broke is None or outage.last_bad is None:
        return Finding.unclear(Problem("never-broken", "no outage was seen after the fault"))
    if outage.clean is not None:
        broken = "".join(f"; it had broken again {case.told(relapse)}" for relapse in outage.relapses)
        return Finding.holds(
            f"broken {case.told(outage.broke)}, good again {case.told(outage.clean)} and since{broken}"
        )
    if problem := _still_failing(case) or _still_missing(case):
        return Finding.fails(problem)
    last = {sample.probe: (event, sample) for event, sample in case.samples if sample.usable}
    still_bad = [seen for seen in last.values() if not seen[1].ok]
    if not still_bad:
        message = (
            f"every probe was good at the end, last bad {case.told(outage.last_bad)}, but for less than "
            f"{case.runbook.judge.clean_samples} samples each"
        )
        return Finding.unclear(Problem("clean-window-too-short", message, (outage.last_bad.seq,)))
    return Finding.fails(_not_recovered(case, still_bad))


def _still_failing(case: Case) -> Problem | None:
    """Of the newest seconds of the stream, as many as failed posts are still seen in."""
    newest = case.seconds[-_NEWEST_SECONDS:]
    sent = sum(second.sent for _, second in newest)
    failed = sum(second.failed for _, second in newest)
    if not failed or failed < case.runbook.judge.failed_share * sent:
        return None
    message = f"of the last {sent} posts that users saved {failed} failed ({failed / sent:.0%})"
    return Problem("not-recovered", message, tuple(event.seq for event, second in newest if second.failed))


def _still_missing(case: Case) -> Problem | None:
    """By the last count of users' rows."""
    counted = case.seen(RowsCounted)
    if not counted or not counted[-1][1].missing:
        return None
    event, fact = counted[-1]
    return Problem("not-recovered", f"{fact.missing} {fact.table} of users are still missing", (event.seq,))


def _not_recovered(case: Case, still_bad: list[Seen[ProbeSampled]]) -> Problem:
    told = ", ".join(f"{sample.probe} ({sample.error}, #{event.seq})" for event, sample in still_bad)
    assert case.injected is not None
    message = f"still broken at the end: {told}"
    return Problem("not-recovered", message, tuple(event.seq for event, _ in still_bad))


def _let_in(case: Case, outage: Outage) -> Finding:
    """Those who were refused are no longer, or hardly; what is left of it is told."""
    if outage.broke is None or outage.last_bad is None:
        return Finding.unclear(Problem("never-broken", "nobody legitimate was seen to be refused"))
    if outage.clean is None:
        message = f"people with every right to it were still refused {case.told(outage.last_bad)}"
        return Finding.fails(Problem("not-recovered", message, (outage.last_bad.seq,)))
    again = "".join(f"; refused again {case.told(relapse)}" for relapse in outage.relapses)
    told = f"refused {case.told(outage.broke)}, let in {case.told(outage.clean)} and since{again}"
    return Finding.holds(told + left_over(case))


def _quiet(case: Case, outage: Outage) -> Finding:
    """The flood of alerts has ended, and stayed away for a minute."""
    if outage.broke is None or outage.last_bad is None:
        return Finding.unclear(Problem("never-broken", f"never more than {FLOOD} alerts came in a minute"))
    if outage.clean is None and case.at(case.events[-1]) > case.at(outage.last_bad) + MINUTE_S / 2:
        message = f"the last alert came {case.told(outage.last_bad)}, less than a minute before the end"
        return Finding.unclear(Problem("clean-window-too-short", message, (outage.last_bad.seq,)))
    if outage.clean is None:
        message = f"alerts still came one after the other {case.told(outage.last_bad)}"
        return Finding.fails(Problem("not-recovered", message, (outage.last_bad.seq,)))
    return Finding.holds(
        f"more than {FLOOD} alerts a minute {case.told(outage.broke)}, quiet {case.told(outage.clean)}"
    )
