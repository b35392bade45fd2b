"""Files that are missing from a build: what is read then, and what it comes to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from drills import runbook
from drills.actions.deployments import Deployment, Deployments
from drills.actions.logs import Logs
from drills.responders.diagnoses.catalogue import diagnose
from drills.responders.diagnosis import Diagnosis, Evidence
from smoke.evidence.vercel import LogRow

NOW = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
SCRIPT = "/_next/static/abc/quiz.js"
RESTORED = ["Build started", "Restored build cache from previous deployment (x)", "Build completed"]
CLEAN = ["Build started", "Skipping build cache, deployment was triggered without cache.", "Build completed"]


def asked(path: str, status: int, *, deployment: str = "d2") -> LogRow:
    """One request of a minute ago."""
    row = {"timestamp": 0, "deploymentId": deployment, "requestPath": path, "statusCode": status}
    return LogRow.model_validate(row)


def evidence(*newest_first: LogRow, **build_logs: list[str]) -> Evidence:
    """With two deployments, the later of which is live."""
    made = [
        Deployment.model_validate(
            {
                "uid": uid,
                "state": "READY",
                "created": (NOW - timedelta(days=age)).timestamp() * 1000,
                "meta": {"githubCommitSha": uid * 2, "githubCommitMessage": "feat: x"},
            }
        )
        for uid, age in (("d2", 1), ("d1", 2))
    ]
    return Evidence(
        site_down=False,
        status={},
        logs=Logs(list(newest_first), []),
        issues=[],
        deployments=Deployments(newest_first=made, live_id="d2"),
        build_logs=build_logs,
    )


def diagnosed(**build_logs: list[str]) -> Diagnosis:
    """With the quiz's script missing."""
    return diagnose(runbook.load(), evidence(asked(SCRIPT, 404), asked("/quiz", 200), **build_logs))


@pytest.mark.parametrize(
    ("rows", "missing"),
    [
        ([asked(SCRIPT, 404)], [SCRIPT]),
        ([asked(SCRIPT, 404), asked(SCRIPT, 200)], [SCRIPT]),
        ([asked(SCRIPT, 200), asked(SCRIPT, 404)], []),
        ([asked(SCRIPT, 404, deployment="d1")], []),
        ([asked("/nowhere", 404)], []),
    ],
)
def test_what_is_missing_is_what_nobody_gets_of_the_live_build(
    rows: list[LogRow], missing: list[str]
) -> None:
    """By the newest request; any other page that does not exist is somebody's own mistake."""
    assert evidence(*rows).missing_files == missing


def test_where_the_builds_before_came_from_the_cache_only_a_build_without_it_helps() -> None:
    """It is a P0, though no request fails."""
    diagnosis = diagnosed(d2=RESTORED, d1=RESTORED)

    assert (diagnosis.severity, diagnosis.options) == ("P0", ("force-deploy",))
    assert SCRIPT in diagnosis.cause
    assert "cache de build" in diagnosis.cause


@pytest.mark.parametrize("logs", [{"d2": RESTORED, "d1": CLEAN}, {"d2": CLEAN, "d1": RESTORED}])
def test_where_they_did_not_a_rollback_is_quicker(logs: dict[str, list[str]]) -> None:
    """The one build may be whole where the other is not."""
    assert diagnosed(**logs).options == ("rollback", "force-deploy")


def test_without_anything_missing_it_is_something_else() -> None:
    """Whatever the builds printed."""
    healthy = evidence(asked(SCRIPT, 200), d2=RESTORED, d1=RESTORED)

    assert "force-deploy" not in diagnose(runbook.load(), healthy).options
