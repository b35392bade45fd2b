"""The judge: every oracle over one journal, merged into a verdict.

It reads the journal alone, so the same run is judged the same later and elsewhere. An oracle that breaks is
inconclusive itself and takes no other with it.
"""

from __future__ import annotations

from collections.abc import Sequence

from drills.case import Case
from drills.checklist.filling import fill_in
from drills.impact import impact
from drills.oracle import Evidence, Finding, Oracle, Problem
from drills.oracles.catalogue import discover
from drills.phases import budget_s
from drills.undisclosed import is_sealed, undisclosed
from reports.facts.production import ProductionChanged
from reports.facts.run import WorldStarted
from reports.journal import Event, facts
from reports.verdict import (
    Artifact,
    Check,
    Drill,
    Outcome,
    Reason,
    Target,
    Timing,
    Tried,
    Verdict,
    merge,
)

JOB = "drill"


def judge(events: Sequence[Event], artifacts: Sequence[Artifact] = ()) -> Verdict:
    """The verdict of one drill; ``artifacts`` are the files of its folder that belong to it.

    Raises `reports.journal.JournalError` where the journal is not one of a drill.
    """
    if is_sealed(events):
        return undisclosed(events, artifacts, JOB)
    case = Case.of(events)
    evidence = Evidence(case)
    oracles = discover()
    answers = [(oracle, ask(oracle, evidence)) for oracle in oracles]
    sound = all(finding.outcome is Outcome.PASS for oracle, finding in answers if oracle.needed_by_all)
    if not sound:
        answers = [(oracle, _capped(finding)) for oracle, finding in answers]
    checks = [_check(oracle, finding) for oracle, finding in answers]
    outcome_of = {check.id: check.outcome for check in checks}
    return Verdict(
        run_id=case.started.run_id,
        job=JOB,
        started_at=events[0].wall,
        verdict=merge(checks),
        reasons=[
            reason
            for oracle, finding in answers
            if sound or oracle.needed_by_all
            for reason in _reasons(oracle, finding)
        ],
        target=_target(case, outcome_of),
        timing=Timing(
            budget_s=budget_s(case, "resolve"),
            used_s=_used_s(evidence),
            phases=evidence.phases,
        ),
        checks=checks,
        expected_checks=[oracle.id for oracle in oracles],
        executed_checks=[check.id for check in checks if check.outcome is not Outcome.NOT_RUN],
        drill=Drill(
            scenario=case.scenario.id,
            title=case.scenario.title,
            severity=case.scenario.severity,
            responder=case.started.responder or "",
            pace=case.started.pace,
            seed=case.seed,
            resolution_s=case.resolution_s,
            impact=impact(case, evidence.boundaries),
            tried=[
                Tried(ways=list(each.ways), event=each.event.seq, cost_s=each.cost_s)
                for each in evidence.tries
            ],
            checklist=fill_in(evidence),
        ),
        artifacts=list(artifacts),
        tool_versions=case.started.tool_versions,
    )


def ask(oracle: Oracle, evidence: Evidence) -> Finding:
    """What one oracle answers; one that breaks answers that nobody can tell."""
    try:
        return oracle.judge(evidence)
    except Exception as error:  # noqa: BLE001 - a broken oracle must not take the verdict with it
        message = f"the oracle itself broke: {type(error).__name__}: {error}"
        return Finding.unclear(Problem("oracle-broken", message))


def _capped(finding: Finding) -> Finding:
    """What was found missing in a run that cannot be judged is inconclusive."""
    return Finding.unclear(*finding.problems) if finding.outcome is Outcome.FAIL else finding


def _check(oracle: Oracle, finding: Finding) -> Check:
    return Check(
        id=oracle.id,
        kind="oracle",
        title=oracle.title,
        outcome=finding.outcome,
        message=finding.message,
        runbook_ref=oracle.ref or None,
    )


def _reasons(oracle: Oracle, finding: Finding) -> list[Reason]:
    return [
        Reason(
            code=problem.code,
            message=problem.message,
            check=oracle.id,
            runbook_ref=oracle.ref or None,
            events=list(problem.events),
        )
        for problem in finding.problems
    ]


def _target(case: Case, outcome_of: dict[str, Outcome]) -> Target:
    world = next((fact for _, fact in facts(case.whole, WorldStarted)), None)
    live = [fact for _, fact in facts(case.events, ProductionChanged)]
    return Target(
        url=world.urls.get("postry", "") if world else "",
        env="world",
        deployment_id=live[-1].deployment_id if live else None,
        commit=live[-1].commit if live else None,
        verified_at_start=outcome_of["started-healthy"] is Outcome.PASS,
        verified_at_end=outcome_of["recovered"] is Outcome.PASS,
    )


def _used_s(evidence: Evidence) -> float:
    """From the alert to the end of the incident, or to the end of what was seen."""
    case, resolved = evidence.case, next(phase for phase in evidence.phases if phase.id == "resolve")
    if resolved.observed_s is not None:
        return resolved.observed_s
    if not case.events or case.alerted is None:
        return 0.0
    return round(max(0.0, case.at(case.events[-1]) - case.at(case.alerted)), 1)
