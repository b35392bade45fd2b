"""Three gates: one that passes with a flake, one that fails, one whose budget ended."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from reports.verdict import Artifact, Attempt, Check, Outcome, Reason, Result, Target, Timing, Verdict
from tests.reports.story import BAD, NOON, TYPE_ERROR

SHA = "0f" * 32


def journey(name: str, title: str, *attempts: Attempt, **more: Any) -> Check:
    """A browser journey of the gate."""
    outcome = more.pop("outcome", Outcome.PASS)
    tries = list(attempts) or [Attempt(outcome=Outcome.PASS, duration_ms=640.0)]
    return Check(id=name, kind="journey", title=title, outcome=outcome, attempts=tries, **more)


def passing_gate() -> Verdict:
    """All green, one journey only at the second attempt."""
    flaky = (
        Attempt(
            outcome=Outcome.FAIL,
            error_class="net::ERR_CONNECTION_RESET",
            message="page.goto: net::ERR_CONNECTION_RESET at /quiz",
            duration_ms=410.0,
        ),
        Attempt(outcome=Outcome.PASS, duration_ms=980.0),
    )
    return gate_verdict(
        Result.PASS,
        [
            journey("landing", "The landing page leads to the quiz"),
            journey("quiz", "The quiz ends in a post", *flaky, outcome=Outcome.FLAKY),
            journey("login", "A wrong password is refused, a right one let in"),
            journey("dashboard", "The pending post is on the dashboard after login"),
            *_evidence(),
        ],
    )


def failing_gate() -> Verdict:
    """The dashboard is broken and the logs say why."""
    broken = Attempt(
        outcome=Outcome.FAIL,
        error_class="AssertionError",
        message="Locator expected to be visible\nActual value: None\nCall log:\n  - waiting for heading",
        duration_ms=5120.0,
    )
    window = (NOON - timedelta(minutes=4), NOON)
    return gate_verdict(
        Result.FAIL,
        [
            journey("landing", "The landing page leads to the quiz"),
            journey("quiz", "The quiz ends in a post"),
            journey("login", "A wrong password is refused, a right one let in"),
            journey(
                "dashboard",
                "The pending post is on the dashboard after login",
                broken,
                outcome=Outcome.FAIL,
                message="the heading 'Mes posts' did not appear within 5 s",
                runbook_ref="3",
                artifacts=[
                    Artifact(
                        path="artifacts/dashboard/trace.zip", sha256=SHA, scrubbed=True, title="Browser trace"
                    ),
                    Artifact(path="artifacts/dashboard/screenshot.png", sha256=SHA, title="Screenshot"),
                ],
            ),
            Check(
                id="log-errors",
                kind="logs",
                title="No error in the logs since the deployment went live",
                outcome=Outcome.FAIL,
                message=f"17 error lines; most often: {TYPE_ERROR}",
                runbook_ref="1.2",
                observed=17.0,
                threshold=0.0,
                sample_size=212,
                window=window,
            ),
            Check(
                id="error-rate",
                kind="errors",
                title="Sentry error rate below 1 %",
                outcome=Outcome.INCONCLUSIVE,
                message="0 of 12 events is no evidence; 50 are needed",
                runbook_ref="3",
                observed=0.0,
                threshold=0.01,
                sample_size=12,
                window=window,
            ),
            Check(
                id="vendor-status",
                kind="status",
                title="The vendors say that they are well",
                blocking=False,
                outcome=Outcome.INCONCLUSIVE,
                message="status.supabase.com did not answer within 5 s",
                runbook_ref="1.1",
            ),
        ],
        reasons=[
            Reason(
                code="journey-failed",
                check="dashboard",
                message="dashboard: the heading 'Mes posts' did not appear within 5 s",
                runbook_ref="3",
            ),
            Reason(
                code="errors-in-logs",
                check="log-errors",
                message=f"17 error lines since the deployment went live; most often: {TYPE_ERROR}",
                runbook_ref="1.2",
            ),
        ],
        suggested_action="roll back to the last stable deployment (runbook step 2, option A)",
        redactions=14,
    )


def inconclusive_gate() -> Verdict:
    """The budget ended before the journeys did, and one check never began."""
    return gate_verdict(
        Result.INCONCLUSIVE,
        [
            journey("landing", "The landing page leads to the quiz"),
            Check(
                id="quiz",
                kind="journey",
                title="The quiz ends in a post",
                outcome=Outcome.NOT_RUN,
                message="the budget of 300 s ended first",
            ),
        ],
        expected_checks=["landing", "quiz", "login"],
        executed_checks=["landing"],
        reasons=[Reason(code="budget-spent", message="the budget of 300 s ended before 2 checks had run")],
    )


def gate_verdict(result: Result, checks: list[Check], **changes: Any) -> Verdict:
    """A gate's verdict over these checks."""
    fields: dict[str, Any] = {
        "run_id": "20261123T120000Z-4f2a9c",
        "job": "smoke",
        "started_at": NOON,
        "verdict": result,
        "target": Target(
            url="https://postry.ai",
            env="production",
            deployment_id=BAD,
            commit="d4e5f6a",
            verified_at_start=True,
            verified_at_end=True,
        ),
        "timing": Timing(budget_s=300, used_s=7.4),
        "checks": checks,
        "expected_checks": [check.id for check in checks],
        "executed_checks": [check.id for check in checks],
        "tool_versions": {"firedrill": "0.1.0", "playwright": "1.65.2", "chromium": "156.0"},
    }
    return Verdict(**(fields | changes))


def _evidence() -> list[Check]:
    window = (NOON - timedelta(minutes=4), NOON)
    return [
        Check(
            id="log-errors",
            kind="logs",
            title="No error in the logs since the deployment went live",
            outcome=Outcome.PASS,
            message="no error line",
            observed=0.0,
            threshold=0.0,
            sample_size=212,
            window=window,
        ),
        Check(
            id="error-rate",
            kind="errors",
            title="Sentry error rate below 1 %",
            outcome=Outcome.PASS,
            message="1 of 640 requests",
            observed=0.0015625,
            threshold=0.01,
            sample_size=640,
            window=window,
        ),
        Check(
            id="vendor-status",
            kind="status",
            title="The vendors say that they are well",
            blocking=False,
            outcome=Outcome.PASS,
            message="Vercel, Supabase, Google Cloud: operational",
        ),
    ]
