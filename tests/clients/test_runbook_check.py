"""The runbook's own commands, with the real CLI of both generations: what `firedrill runbook check` finds."""

from __future__ import annotations

import os

import pytest

from drills.runbook_check.passage import Passage
from drills.runbook_check.rehearsal import Rehearsal, Rehearsed
from drills.runbook_check.toolbox import Toolbox
from reports.verdict import Outcome
from tests.clients import found

pytestmark = pytest.mark.clients

FIND_500 = {
    "vercel-63": "vercel logs --since 1h --limit 1000 --status-code 500 --json",
    "vercel-64": "vercel logs requests --since 1h --query 'httpStatus:500'",
}


@pytest.fixture(params=["vercel-63", "vercel-64"])
def generation(request: pytest.FixtureRequest) -> str:
    """Which generation of the CLI; skips the test where it is not installed."""
    found.command(str(request.param))
    return str(request.param)


def rehearse(generation: str, text: str) -> Rehearsed:
    """One command with that CLI."""
    toolbox = Toolbox({"vercel": found.command(generation)})
    return Rehearsal(toolbox, os.environ, sealed=False).of(Passage(text, "shell", (1,), ""))


@pytest.mark.parametrize(
    "text", ["vercel rollback [deployment-url]", "vercel --prod --force", "vercel --prod", "vercel ls"]
)
def test_what_does_it(generation: str, text: str) -> None:
    """Seen by users of the site."""
    done = rehearse(generation, text)

    assert done.judgement.outcome is Outcome.PASS, done
    assert done.tools[0].startswith(f"vercel {generation.removeprefix('vercel-')}.")


def test_the_maintenance_command_sets_nothing(generation: str) -> None:
    """rc 2; what is suggested was rehearsed, and does it."""
    done = rehearse(generation, "vercel env add MAINTENANCE_MODE true production")

    assert done.ended is not None
    assert (done.ended.rc, done.judgement.outcome, done.judgement.seen) == (
        2,
        Outcome.FAIL,
        "nothing changed",
    )
    assert (done.suggestion, done.proven) == (
        "printf %s true | vercel env add MAINTENANCE_MODE production",
        True,
    )


def test_the_same_with_its_words_in_order_ends_well_and_sets_nothing(generation: str) -> None:
    """It asks for the value, nobody answers: rc 0, and only the effect tells."""
    done = rehearse(generation, "vercel env add MAINTENANCE_MODE production")

    assert done.ended is not None
    assert (done.ended.rc, done.judgement.outcome, done.judgement.seen) == (
        0,
        Outcome.FAIL,
        "nothing changed",
    )


def test_the_search_for_500_finds_nothing(generation: str) -> None:
    """In either generation; each has its own wording that finds them."""
    done = rehearse(generation, 'vercel logs | grep "500"')

    assert done.judgement.outcome is Outcome.FAIL
    assert "finds nothing, though the log holds" in done.judgement.finding
    assert (done.suggestion, done.proven) == (FIND_500[generation], True)


def test_following(generation: str) -> None:
    """63 streams, to standard error; 64 says that it no longer does."""
    done = rehearse(generation, "vercel logs --follow")

    expected = {
        "vercel-63": (Outcome.PASS, "standard error"),
        "vercel-64": (Outcome.FAIL, "no longer streams"),
    }
    outcome, words = expected[generation]
    assert done.judgement.outcome is outcome
    assert words in done.judgement.finding
