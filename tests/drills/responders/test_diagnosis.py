"""From evidence to cause, severity and options: the runbook's own reasoning."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from drills import runbook
from drills.actions.deployments import Deployment, Deployments
from drills.actions.logs import Logs
from drills.actions.moves import Move
from drills.actions.status_pages import Report
from drills.responders.diagnoses.catalogue import diagnose
from drills.responders.diagnosis import Diagnosis, Evidence
from fixtures.signs import Vendor
from smoke.evidence.sentry import Issue
from smoke.evidence.vercel import LogLine, LogRow

NOW = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)


def row(message: str = "", status: int = 500) -> LogRow:
    """One request in the logs, a second ago."""
    lines = [LogLine(level="error", message=message)] if message else []
    return LogRow.model_validate({"timestamp": NOW.timestamp() * 1000, "statusCode": status, "logs": lines})


def evidence_of(
    *messages: str,
    requests: int = 0,
    down: Vendor | None = None,
    deployed: timedelta = timedelta(minutes=2),
    site_down: bool = True,
    issues: bool = True,
) -> Evidence:
    """With these error lines, and the last deployment so long before the first of them."""
    errors = [row(message) for message in messages]
    vendors: tuple[Vendor, ...] = ("vercel", "supabase", "google")
    live: dict[str, Any] = {"uid": "d2", "state": "READY", "created": (NOW - deployed).timestamp() * 1000}
    live["meta"] = {"githubCommitSha": "bad", "githubCommitMessage": "feat: x"}
    title = messages[0] if messages else ""
    return Evidence(
        site_down=site_down,
        status={name: Report(name, name == down, f"{name} : état") for name in vendors},
        logs=Logs(errors + [row(status=200)] * requests, errors),
        issues=[Issue(title=title, firstSeen=NOW, lastSeen=NOW)] if issues and messages else [],
        deployments=Deployments(newest_first=[Deployment.model_validate(live)], live_id="d2"),
    )


def diagnosed(*messages: str, **fields: Any) -> Diagnosis:
    """What the runbook makes of it."""
    return diagnose(runbook.load(), evidence_of(*messages, **fields))


def test_a_type_error_after_a_deployment_is_rolled_back() -> None:
    """The cause names the deployment and quotes the logs."""
    diagnosis = diagnosed("TypeError: Cannot read properties of undefined (reading 'id')")

    assert diagnosis.options == ("rollback", "promote")
    assert "bug dans le code déployé, apparu avec le dernier déploiement, bad (feat: x)" in diagnosis.cause
    assert "« TypeError: Cannot read properties of undefined (reading 'id') »" in diagnosis.cause


def test_what_has_been_seen_for_days_is_no_news() -> None:
    """However often it comes: the error of tonight began with the deployment."""
    evidence = evidence_of("TypeError: x")
    (tonight,) = evidence.issues
    old = tonight.model_copy(update={"title": "ResizeObserver loop", "first_seen": NOW - timedelta(days=3)})

    diagnosis = diagnose(runbook.load(), replace(evidence, issues=[old, tonight]))

    assert diagnosis.options == ("rollback", "promote")
    assert replace(evidence, issues=[old]).first_error == NOW


def test_without_a_recent_deployment_nothing_is_rolled_back() -> None:
    """It has been in production for a day."""
    assert diagnosed("TypeError: x", deployed=timedelta(days=1)).options == ("maintenance",)


def test_a_deployment_after_the_first_error_did_not_cause_it() -> None:
    """Somebody tried something already."""
    assert diagnosed("TypeError: x", deployed=timedelta(minutes=-2)).options == ("maintenance",)


@pytest.mark.parametrize(
    ("message", "vendor"),
    [
        ("Error: connect ECONNREFUSED 127.0.0.1:5432", "supabase"),
        ("Error: connect ETIMEDOUT", "google"),
        ("502 Bad Gateway", "vercel"),
    ],
)
def test_a_vendors_outage_is_waited_for(message: str, vendor: Vendor) -> None:
    """When its page says so; a deployment just before is then a coincidence."""
    diagnosis = diagnosed(message, down=vendor)

    assert diagnosis.options == ("wait",)
    assert f"panne du fournisseur, {vendor} : état" in diagnosis.cause


def test_another_vendors_outage_is_not_the_cause() -> None:
    """Gemini may be down while the code has a bug."""
    assert diagnosed("TypeError: x", down="google").options == ("rollback", "promote")


def test_the_sign_that_most_lines_carry_wins() -> None:
    """Now and then there is a true but irrelevant error."""
    diagnosis = diagnosed("Error: connect ETIMEDOUT", "TypeError: x", "TypeError: x")

    assert diagnosis.sign is not None
    assert diagnosis.sign.id == "type-error"


def test_silent_logs_leave_sentry() -> None:
    """The most frequent issue has the sign."""
    evidence = diagnosed("TypeError: x")
    assert evidence.sign is not None

    silent = diagnose(
        runbook.load(),
        Evidence(
            site_down=True,
            status={},
            logs=Logs([], []),
            issues=[Issue(title="TypeError: x", firstSeen=NOW, lastSeen=NOW)],
            deployments=Deployments(
                newest_first=[
                    Deployment.model_validate(
                        {"uid": "d2", "state": "READY", "created": NOW.timestamp() * 1000 - 1000}
                    )
                ],
                live_id="d2",
            ),
        ),
    )

    assert silent.options == ("rollback", "promote")
    assert "Dans Sentry : « TypeError: x »" in silent.cause


def test_no_sign_and_no_outage_is_unknown() -> None:
    """Nothing is tried at random."""
    diagnosis = diagnosed()

    assert (diagnosis.sign, diagnosis.options) == (None, ())
    assert diagnosis.cause.startswith("Cause inconnue")


def test_no_sign_but_an_outage_is_the_outage() -> None:
    """That is what there is to say."""
    assert diagnosed(down="vercel").options == ("wait",)


@pytest.mark.parametrize(
    ("site_down", "failed", "good", "severity"),
    [(True, 1, 9, "P0"), (False, 5, 5, "P0"), (False, 1, 9, "P1"), (False, 0, 9, "P2")],
)
def test_severity_is_by_what_users_get(*, site_down: bool, failed: int, good: int, severity: str) -> None:
    """Down for everybody, for some, for nobody."""
    assert diagnosed(*["TypeError: x"] * failed, requests=good, site_down=site_down).severity == severity


def test_a_platform_that_failed_is_a_case_for_others() -> None:
    """Whatever the errors say: none of the options that they ask for is left."""
    failed = Move(type="rollback", toDeploymentId="d1", jobStatus="failed")

    diagnosis = diagnose(runbook.load(), replace(evidence_of("TypeError: x"), failed_move=failed))

    assert diagnosis.options == ("escalate",)
    assert "rollback vers d1 : failed" in diagnosis.cause
