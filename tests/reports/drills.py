"""Three p0-bad-deploy drills: one that passes, one that fails, one that nobody can judge."""

from __future__ import annotations

from typing import Any

from reports.journal import Event
from reports.verdict import (
    Artifact,
    Check,
    Drill,
    Figure,
    Outcome,
    Phase,
    Reason,
    Result,
    Target,
    Timing,
    Verdict,
)
from tests.reports.story import GOOD, NOON, idle_events, late_events, passing_events

SHA = "0f" * 32


def phase(name: str, title: str, ref: str, start: float | None, took: float | None, **more: Any) -> Phase:
    """A phase that took ``took`` drill seconds from ``start``."""
    end = None if start is None or took is None else start + took
    return Phase(id=name, title=title, runbook_ref=ref, started_s=start, ended_s=end, observed_s=took, **more)


def drill_verdict(result: Result, **changes: Any) -> Verdict:
    """A drill's verdict; the passing one unless told otherwise."""
    fields: dict[str, Any] = {
        "run_id": "20261123T120000Z-p0-bad-deploy",
        "job": "drill",
        "started_at": NOON,
        "verdict": result,
        "target": Target(
            url="http://127.0.0.1:40001",
            env="world",
            deployment_id=GOOD,
            commit="a1b2c3d",
            verified_at_start=True,
            verified_at_end=True,
        ),
        "timing": Timing(
            budget_s=3600,
            used_s=600,
            phases=[
                phase("detect", "Détection", "1", 0, 55, outcome=Outcome.PASS),
                phase("triage", "Triage", "1.1", 55, 174, budget_s=300, declared_s=174, outcome=Outcome.PASS),
                phase(
                    "mitigate",
                    "Mitigation",
                    "2",
                    229,
                    168,
                    budget_s=600,
                    declared_s=203,
                    outcome=Outcome.PASS,
                ),
                phase(
                    "validate", "Validation", "3", 397, 68, budget_s=300, declared_s=33, outcome=Outcome.PASS
                ),
                phase(
                    "resolve", "Résolution", "0", 0, 500, budget_s=3600, declared_s=500, outcome=Outcome.PASS
                ),
                phase("post-mortem", "Post-mortem", "4", 500, 60, budget_s=86400, outcome=Outcome.PASS),
            ],
        ),
        "checks": [
            oracle("detected", "Postry's own monitoring raised the alarm", "alert after 55s", "300 s"),
            oracle("triaged", "Severity and cause stand in Linear", "P0-CRITICAL, cause matched", "P0"),
            oracle("mitigated", "An accepted way was taken", "rollback", "rollback or promote"),
            oracle("recovered", "Every journey is clean again", 4.0, 4.0, sample_size=48),
            oracle("validated", "The gate passed after the mitigation", "PASS", "PASS"),
            oracle("informed", "Users were informed on the status page", "resolved", "resolved"),
        ],
        "expected_checks": ["detected", "triaged", "mitigated", "recovered", "validated", "informed"],
        "executed_checks": ["detected", "triaged", "mitigated", "recovered", "validated", "informed"],
        "drill": Drill(
            scenario="p0-bad-deploy",
            title="A deployment breaks every page",
            severity="P0",
            responder="runbook",
            pace=60,
            seed=7,
            resolution_s=30,
            impact=[
                Figure(
                    id="users-affected",
                    title="Utilisateurs affectés",
                    value=6,
                    how="background users with at least one failed step, of 6",
                ),
                Figure(
                    id="downtime",
                    title="Durée d'indisponibilité",
                    value=397,
                    unit="s",
                    how="from the first failed sample to the first clean one, all probes",
                ),
                Figure(
                    id="conversions-lost",
                    title="Conversions perdues",
                    value=2.4,
                    how="48 failed visits x 5 % conversion rate (configured)",
                ),
                Figure(
                    id="revenue-lost",
                    title="Revenu perdu",
                    value=24,
                    unit="$",
                    how="2.4 conversions x $10 each (configured)",
                ),
            ],
        ),
        "artifacts": [
            Artifact(path="journal.jsonl", sha256=SHA, title="Journal"),
            Artifact(path="responder.log", sha256=SHA, scrubbed=True, title="Responder's output"),
        ],
        "redactions": 3,
        "tool_versions": {"firedrill": "0.1.0", "python": "3.11.7"},
    }
    return Verdict(**(fields | changes))


def oracle(name: str, title: str, observed: Any, threshold: Any, **more: Any) -> Check:
    """A check of a drill."""
    fields: dict[str, Any] = {"outcome": Outcome.PASS, "runbook_ref": "1.2", **more}
    return Check(id=name, kind="oracle", title=title, observed=observed, threshold=threshold, **fields)


def passing_drill() -> tuple[Verdict, list[Event]]:
    """The runbook responder passes."""
    return drill_verdict(Result.PASS), passing_events()


def failing_drill() -> tuple[Verdict, list[Event]]:
    """Triage and mitigation were late, users were never told."""
    late = "triage took 9m09s, budget 5m00s; first log read at 8m53s"
    return (
        drill_verdict(
            Result.FAIL,
            reasons=[
                Reason(
                    code="triage-late",
                    check="triaged",
                    message=late,
                    runbook_ref="1.2",
                    events=[187, 207],
                ),
                Reason(
                    code="users-not-informed",
                    check="informed",
                    message="the status page was never updated while every page failed for 12m52s",
                    runbook_ref="1.1",
                ),
            ],
            timing=Timing(
                budget_s=3600,
                used_s=935,
                phases=[
                    phase("detect", "Détection", "1", 0, 55, outcome=Outcome.PASS),
                    phase(
                        "triage",
                        "Triage",
                        "1.1",
                        55,
                        549,
                        budget_s=300,
                        declared_s=549,
                        outcome=Outcome.FAIL,
                        note=late,
                    ),
                    phase(
                        "mitigate",
                        "Mitigation",
                        "2",
                        604,
                        168,
                        budget_s=600,
                        declared_s=203,
                        outcome=Outcome.PASS,
                    ),
                    phase("validate", "Validation", "3", 772, 68, budget_s=300, outcome=Outcome.PASS),
                    phase("resolve", "Résolution", "0", 0, 875, budget_s=3600, outcome=Outcome.PASS),
                    phase("post-mortem", "Post-mortem", "4", 875, None, budget_s=86400),
                ],
            ),
            checks=[
                oracle("detected", "Postry's own monitoring raised the alarm", "alert after 55s", "300 s"),
                oracle(
                    "triaged",
                    "Severity and cause stand in Linear",
                    "9m09s",
                    "5m00s",
                    outcome=Outcome.FAIL,
                    message=late,
                ),
                oracle("mitigated", "An accepted way was taken", "rollback", "rollback or promote"),
                oracle("recovered", "Every journey is clean again", 4.0, 4.0, sample_size=48),
                oracle("validated", "The gate passed after the mitigation", "PASS", "PASS"),
                oracle(
                    "informed",
                    "Users were informed on the status page",
                    "nothing posted",
                    "resolved",
                    outcome=Outcome.FAIL,
                    message="no incident was opened on Postry's status page",
                ),
            ],
            suggested_action="read the logs first (runbook 1.2): the TypeError named the deployment",
        ),
        late_events(),
    )


def inconclusive_drill() -> tuple[Verdict, list[Event]]:
    """Nobody acted and the run ended before anything could be told."""
    names = ["detected", "triaged", "mitigated", "recovered", "validated", "informed"]
    return (
        drill_verdict(
            Result.INCONCLUSIVE,
            reasons=[
                Reason(
                    code="witness-late",
                    check="recovered",
                    message="31 % of the probes' samples started late; at most 20 % may",
                )
            ],
            timing=Timing(
                budget_s=3600,
                used_s=660,
                phases=[
                    phase("detect", "Détection", "1", 0, 55, outcome=Outcome.PASS),
                    phase("triage", "Triage", "1.1", 55, None, budget_s=300, outcome=Outcome.INCONCLUSIVE),
                    phase("mitigate", "Mitigation", "2", None, None, budget_s=600),
                    phase("validate", "Validation", "3", None, None, budget_s=300),
                    phase("resolve", "Résolution", "0", 0, None, budget_s=3600, outcome=Outcome.INCONCLUSIVE),
                    phase("post-mortem", "Post-mortem", "4", None, None, budget_s=86400),
                ],
            ),
            checks=[
                oracle("detected", "Postry's own monitoring raised the alarm", "alert after 55s", "300 s"),
                oracle(
                    "triaged",
                    "Severity and cause stand in Linear",
                    None,
                    "P0",
                    outcome=Outcome.INCONCLUSIVE,
                    message="no ticket was seen before the run ended",
                ),
            ],
            expected_checks=names,
            executed_checks=names[:2],
        ),
        idle_events(),
    )
