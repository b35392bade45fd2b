"""Where the runbook speaks of a failure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from drills import runbook
from fixtures.signs import Sign, signs
from reports.next_step import next_step
from reports.verdict import Check, Outcome
from smoke.advice import RECENT, STATUS_CHECK, sign_in, suggested_action, with_references

NOW = datetime.now(UTC)


def failed(message: str, name: str = "log-errors", *, blocking: bool = True) -> Check:
    """A check that failed with this message."""
    return Check(id=name, kind="logs", outcome=Outcome.FAIL, message=message, blocking=blocking)


OUTAGE = failed("vendor outage: Supabase: Major outage", STATUS_CHECK, blocking=False)


@pytest.mark.parametrize(
    ("line", "section", "fresh", "old"),
    [
        ("TypeError: Cannot read properties of undefined (reading 'id')", "1.2", "rollback", "maintenance"),
        ("TypeError: Cannot read property 'id' of undefined", "1.2", "rollback", "maintenance"),
        ("Error: connect ECONNREFUSED 127.0.0.1:5432", "1.2", "rollback", "maintenance"),
        ("Error: connect ETIMEDOUT 10.0.0.1:443", "1.2", "rollback", "maintenance"),
        ("Error: Query read timeout", "1.2", "rollback", "maintenance"),
        ("AuthApiError: Invalid API key", "P0", "env-fix", "env-fix"),
        ("GET / answered 502", "1.2", "rollback", "redeploy"),
        ("POST /persist-on-login answered 429", "2.3", "raise-limit", "raise-limit"),
    ],
)
def test_each_sign_of_the_runbook_points_to_its_section(
    line: str, section: str, fresh: str, old: str
) -> None:
    """And to the step that the runbook names for it: after a recent deployment, and without one."""
    (check,) = with_references([failed(line)])

    assert check.runbook_ref == section
    assert suggested_action([check], NOW - timedelta(minutes=5)) == fresh
    assert suggested_action([check], None) == fresh
    assert suggested_action([check], NOW - timedelta(days=2)) == old


@pytest.mark.parametrize("sign", signs(), ids=lambda sign: sign.id)
def test_gate_and_responder_agree(sign: Sign) -> None:
    """On each sign's steps, which are the runbook's, and on what a recent deployment is."""
    book = runbook.load()
    shown = {
        "type-error": "TypeError: x",
        "bad-gateway": "502 Bad Gateway",
        "refused": "connect ECONNREFUSED",
        "bad-key": "Invalid API key",
        "timed-out": "connect ETIMEDOUT",
        "rate-limited": "Rate limit exceeded",
    }[sign.id]

    assert timedelta(seconds=book.judge.recent_s) == RECENT
    assert book.sign[signs().index(sign)] == sign
    assert {*sign.after_deployment, *sign.otherwise} <= book.step.keys()
    for since, options in (
        (NOW - timedelta(minutes=5), sign.after_deployment),
        (NOW - timedelta(days=2), sign.otherwise),
    ):
        action = suggested_action([failed(shown)], since)
        assert action == options[0]
        assert next_step(action) != action, "it is told in words"


def test_only_failures_point_to_the_runbook() -> None:
    """A healthy check that quotes a number has nothing to say."""
    check = Check(id="x", kind="logs", outcome=Outcome.PASS, message="502 requests seen")

    assert with_references([check]) == [check]
    assert suggested_action([check], NOW) is None


def test_an_outage_of_a_vendor_means_to_wait() -> None:
    """Not our fault: rolling back would not help."""
    assert suggested_action([failed("connect ECONNREFUSED"), OUTAGE], NOW) == "wait"
    (told,) = with_references([OUTAGE])
    assert told.runbook_ref == "1.1"


def test_another_vendors_outage_is_not_the_cause() -> None:
    """Google may be down while the database refuses."""
    google = failed("vendor outage: Google: Gemini", STATUS_CHECK, blocking=False)

    assert suggested_action([failed("connect ECONNREFUSED"), google], NOW) == "rollback"


def test_a_bug_of_ours_is_rolled_back_even_in_an_outage() -> None:
    """No vendor's outage makes our code fail with a TypeError."""
    assert suggested_action([failed("TypeError: x"), OUTAGE], NOW) == "rollback"


def test_an_outage_alone_is_no_failure() -> None:
    """Advice never blocks."""
    assert suggested_action([OUTAGE], NOW) is None


def test_the_most_telling_sign_wins() -> None:
    """The browser sees a 502, the logs know why."""
    assert (
        suggested_action([failed("GET / answered 502", "landing"), failed("TypeError")], None) == "rollback"
    )


def test_without_a_sign_a_recent_deployment_is_suspected() -> None:
    """The runbook's case for a rollback: it appeared after a deployment."""
    blank = failed("the landing page shows its heading", "landing")

    assert suggested_action([blank], NOW - timedelta(minutes=5)) == "rollback"
    assert suggested_action([blank], NOW - timedelta(days=2)) is None
    assert suggested_action([blank], None) is None


def test_numbers_inside_other_numbers_are_no_signs() -> None:
    """A duration of 1502 ms is not a bad gateway."""
    assert sign_in("took 1502 ms for 24290 rows") is None
