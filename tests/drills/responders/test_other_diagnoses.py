"""What is recognised where no request fails: false alarms, minor problems, crowds, floods of alerts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from drills import runbook
from drills.actions.alerts import Alerts
from drills.actions.deployments import Deployment, Deployments
from drills.actions.logs import Logs
from drills.actions.refusals import counted
from drills.actions.site import Page
from drills.brief import Alert
from drills.responders.diagnoses.catalogue import diagnose
from drills.responders.diagnosis import Diagnosis, Evidence
from smoke.evidence.sentry import Issue
from smoke.evidence.vercel import LogLine, LogRow

NOW = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
PAGES = {path: Page(200, "Une minute, sans inscritpion.", 0.05) for path in ("/", "/quiz", "/login")}


def row(*warnings: str, status: int = 200) -> LogRow:
    """One request in the logs."""
    lines = [LogLine(level="warning", message=warning) for warning in warnings]
    return LogRow.model_validate({"timestamp": NOW.timestamp() * 1000, "statusCode": status, "logs": lines})


def diagnosed(source: str, text: str = "", *, rows: list[LogRow] | None = None, **more: Any) -> Diagnosis:
    """After this alert, with these requests (by default 100 that were served)."""
    live = {
        "uid": "d2",
        "state": "READY",
        "created": (NOW - timedelta(days=1)).timestamp() * 1000,
        "meta": {"githubCommitSha": "abc", "githubCommitMessage": "feat: x"},
    }
    given: dict[str, Any] = {"site_down": False, "pages": PAGES, "issues": [], **more}
    return diagnose(
        runbook.load(),
        Evidence(
            status={},
            logs=Logs([row()] * 100 if rows is None else rows, []),
            deployments=Deployments(newest_first=[Deployment.model_validate(live)], live_id="d2"),
            alert=Alert(source=source, subject="s", text=text, received_at=NOW),
            **given,
        ),
    )


def test_an_uptime_alert_that_nothing_confirms_is_a_false_alarm() -> None:
    """With what was looked at."""
    diagnosis = diagnosed("uptime")

    assert (diagnosis.severity, diagnosis.options) == ("P2", ("change-nothing",))
    assert "Fausse alerte" in diagnosis.cause
    assert "0 sur 100" in diagnosis.cause
    assert not diagnosis.visible


@pytest.mark.parametrize("more", [{"site_down": True}, {"rows": [row()] * 90 + [row(status=500)] * 10}])
def test_an_uptime_alert_that_something_confirms_is_none(more: dict[str, Any]) -> None:
    """The landing page fails, or requests do."""
    assert diagnosed("uptime", **more).options != ("change-nothing",)


def test_a_quoted_mistake_that_stands_on_a_page_is_minor() -> None:
    """The ticket says where to find it."""
    diagnosis = diagnosed("support", "il est écrit « sans inscritpion ».")

    assert diagnosis.options == ("ticket",)
    assert "Faute de frappe, vue sur la page d'accueil (/) : « sans inscritpion »" in diagnosis.cause
    assert diagnosis.minor is not None
    assert diagnosis.minor.steps == ("Ouvrir la page d'accueil (/)", "Lire « sans inscritpion »")


def test_a_quoted_mistake_that_stands_nowhere_is_not_believed() -> None:
    """Somebody may mean another site."""
    assert diagnosed("support", "il est écrit « tout autre chose ».").minor is None


def test_a_page_that_is_slower_than_the_others_is_minor() -> None:
    """As long as it stays below the runbook's limit."""
    slow = {**PAGES, "/dashboard": Page(200, "", 1.7)}

    assert "le tableau de bord (/dashboard) répond en 1.7 s" in diagnosed("support", pages=slow).cause
    for took_s in (0.4, 6.0):
        assert diagnosed("support", pages={**PAGES, "/dashboard": Page(200, "", took_s)}).minor is None


def test_a_slow_machine_makes_no_page_slow() -> None:
    """All of them are."""
    pages = {path: Page(200, "", 1.5) for path in (*PAGES, "/dashboard")}

    assert diagnosed("support", pages=pages).minor is None


def test_warnings_by_the_dozen_are_noise() -> None:
    """Counted by what they say, whatever their numbers."""
    rows = [row(*(f"[warn] cache: miss {number}" for number in range(4)))] * 30

    cause = diagnosed("support", rows=rows).cause

    assert "120 lignes d'avertissement pour 30 requêtes servies" in cause
    assert "120 fois : « [warn] cache: miss N »" in cause
    assert diagnosed("support", rows=[row("[warn] x")] * 30).minor is None


def refused(address: str, session: str, agent: str = "Mozilla/5.0 (X11, Linux)") -> str:
    """As Postry writes it."""
    return f"[warn] rate-limit {address} Rate limit exceeded: 10 requests in 60 s on /p ({session}, {agent})"


def test_a_crowd_is_told_from_an_abuser() -> None:
    """By its sessions, not by how often it is refused."""
    lines = [refused("203.0.113.80", f"session {number}") for number in range(5)]
    lines += [refused("198.51.100.66", "session x", "python-requests/2.32.3")] * 40

    diagnosis = diagnosed("support", refusals=counted(["[warn] something else", *lines]))

    assert (diagnosis.severity, diagnosis.options) == ("P1", ("whitelist", "raise-limit"))
    assert "5 sessions derrière l'adresse 203.0.113.80" in diagnosis.cause
    assert (
        "À ne pas débloquer : 198.51.100.66, 40 refus, 1 session, python-requests/2.32.3" in diagnosis.cause
    )


def test_an_abuser_alone_is_no_incident() -> None:
    """He is what the limit is for."""
    lines = [refused("198.51.100.66", "session x")] * 40

    assert "whitelist" not in diagnosed("support", refusals=counted(lines)).options


def test_a_flood_of_alerts_is_recognised_with_what_it_hides() -> None:
    """Which gets a ticket of its own."""
    real = Issue(title="Error: SMTP 550", firstSeen=NOW, lastSeen=NOW, count="3", shortId="P-1")

    diagnosis = diagnosed("sentry", alerts=Alerts(140, "tout", 139), issues=[real])

    assert (diagnosis.severity, diagnosis.options) == ("P1", ("raise-rule",))
    assert "140 mails dans la dernière minute, dont 139 de la règle « tout »" in diagnosis.cause
    assert diagnosis.follow_up is not None
    assert "Error: SMTP 550 (P-1, 3 fois" in diagnosis.follow_up
    assert diagnosed("sentry", alerts=Alerts(12, "tout", 12), issues=[real]).follow_up is None
