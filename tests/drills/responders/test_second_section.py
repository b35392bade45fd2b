"""The runbook's section 2: incidents that share a symptom are told apart by looking at the database."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from drills import runbook
from drills.actions.database import Database
from drills.actions.logs import Logs
from drills.responders.diagnoses.catalogue import diagnose
from drills.responders.diagnosis import Diagnosis, Evidence
from smoke.evidence.vercel import LogLine, LogRow
from tests.drills.responders.test_diagnosis import NOW, evidence_of

HEALTHY = Database(
    pool_size=15, pool_timeouts=0, statement_timeouts=0, violations=0, violation="", corrupted=0
)


def row(path: str, status: int = 200, message: str = "") -> LogRow:
    """One request in the logs."""
    lines = [LogLine(level="error", message=message)] if message else []
    fields = {"requestPath": path, "statusCode": status, "logs": lines}
    return LogRow.model_validate({"timestamp": NOW.timestamp() * 1000, **fields})


def evidence(*rows: LogRow, **database: Any) -> Evidence:
    """With these requests in the logs, and the database as it is but for this."""
    errors = [each for each in rows if each.errors]
    looked = replace(HEALTHY, **database) if database else None
    return replace(evidence_of(site_down=False), logs=Logs(list(rows), errors), database=looked)


def persists(failed: int, good: int, message: str = "Error: connect ETIMEDOUT") -> list[LogRow]:
    """Posts that could be saved, or not."""
    path = "/persist-on-login"
    return [row(path, 500, message)] * failed + [row(path, 201)] * good


def diagnosed(evidence: Evidence) -> Diagnosis:
    """What the runbook makes of it."""
    return diagnose(runbook.load(), evidence)


@pytest.mark.parametrize(
    ("failed", "good", "sporadic"), [(0, 20, False), (3, 17, True), (18, 2, False), (0, 0, False)]
)
def test_the_database_is_looked_at_where_some_posts_cannot_be_saved(
    failed: int, good: int, *, sporadic: bool
) -> None:
    """Where all of them fail, it is another section's matter."""
    assert evidence(*persists(failed, good)).persists_fail is sporadic


@pytest.mark.parametrize(
    ("database", "options", "words"),
    [
        ({"pool_timeouts": 40}, ("resize-pool",), "le pool de 15 connexions est plein"),
        ({"pool_timeouts": 40, "statement_timeouts": 3}, ("resize-pool",), "pool"),
        ({"statement_timeouts": 9}, ("raise-time-out",), "9 requêtes SQL ont dépassé le timeout"),
        (
            {"violations": 9, "violation": 'null value in column "chaleur"', "corrupted": 4},
            ("repair-rows", "delete-corrupted-rows"),
            "4 posts sans equalizer_settings",
        ),
    ],
)
def test_one_symptom_has_three_causes(database: dict[str, Any], options: tuple[str, ...], words: str) -> None:
    """By what Supabase's logs tell of most often, whatever Postry's own say; all are P1."""
    diagnosis = diagnosed(evidence(*persists(3, 17), **database))

    assert (diagnosis.options, diagnosis.severity) == (options, "P1")
    assert words in diagnosis.cause


def test_rows_without_an_equalizer_alone_are_no_cause() -> None:
    """There have always been some; nothing was refused because of them."""
    diagnosis = diagnosed(evidence(*persists(3, 17), pool_timeouts=40, corrupted=4))

    assert diagnosis.options == ("resize-pool",)


BUG = "TypeError: Cannot read properties of null (reading 'chaleur')"
SOME = [row("/dashboard", 500, BUG), row("/dashboard"), row("/"), row("/quiz")]


def test_a_dashboard_that_fails_for_some_gets_a_hotfix() -> None:
    """Not a rollback, though a deployment went out just before."""
    diagnosis = diagnosed(evidence(*SOME))

    assert diagnosis.options == ("promote-hotfix", "hotfix")
    assert BUG in diagnosis.cause


@pytest.mark.parametrize(
    "rows",
    [
        [row("/dashboard", 500, BUG), row("/")],
        [*SOME, row("/", 500, BUG), row("/quiz", 500, BUG)],
        [row("/dashboard", 500, "Error: connect ECONNREFUSED 127.0.0.1:5432"), *SOME[1:]],
    ],
    ids=["for all", "elsewhere too", "no bug"],
)
def test_another_failure_is_another_matter(rows: list[LogRow]) -> None:
    """For everybody, on other pages too, or not the code's."""
    assert "promote-hotfix" not in diagnosed(evidence(*rows)).options
