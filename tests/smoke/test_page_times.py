"""How long each page took is told, with a budget that advises or decides."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response

from fixtures.target import Budgets, Target
from reports.verdict import Outcome, Result, Verdict
from smoke.options import Options
from smoke.page_times import PageTime, PageTimes, check_of, slow
from tests.smoke.judging import check, judge
from tests.smoke.other_site.site import OtherSite
from tests.smoke.test_other_site import RUN, target_of

LATE_S = 1.5


class LateDashboard(OtherSite):
    """The dashboard comes late, within everybody's patience."""

    async def me(self, request: Request) -> Response:
        """Later than the budget."""
        await asyncio.sleep(LATE_S)
        return await super().me(request)


def judged(folder: Path, budgets: dict[str, float], **fields: object) -> Verdict:
    """What the gate says of the login and the dashboard."""
    with LateDashboard() as site:
        target = target_of(site, folder)
        target = target.model_copy(
            update={
                "budgets": target.budgets.model_copy(update=budgets),
                "words": _keepless(target),
                **fields,
            }
        )
        only = ("login", "dashboard", "page-time")
        return judge(target, folder / RUN, env=site.env, options=Options(only=only))


def _keepless(target: Target) -> object:
    quiz = target.words.quiz.model_copy(update={"keep": None})
    return target.words.model_copy(update={"quiz": quiz})


def test_a_page_over_its_budget_is_told_by_its_check_and_the_first_journey_that_meets_it(
    tmp_path: Path,
) -> None:
    """It passes all the same: it is advice."""
    verdict = judged(tmp_path, {"page_s": 1})

    found = check(verdict, "page-time")
    assert (found.outcome, found.blocking) == (Outcome.FAIL, False)
    assert "/me took 1." in found.message
    assert "until its first useful content, more than 1 s" in found.message
    assert "/me after 'Sign in' took" in check(verdict, "login").message
    assert check(verdict, "login").outcome is Outcome.PASS
    assert "took" not in check(verdict, "dashboard").message, "the login's journey has said so"


def test_where_the_target_wants_it_to_it_decides(tmp_path: Path) -> None:
    """The run fails by it."""
    verdict = judged(tmp_path, {"page_s": 1}, checks={"page-time": "block"})

    assert verdict.verdict is Result.FAIL
    assert "page-time-fail" in [reason.code for reason in verdict.reasons]


def test_within_its_budget_the_slowest_is_named(tmp_path: Path) -> None:
    """So that a reader knows how near it was."""
    found = check(judged(tmp_path, {"page_s": 4}), "page-time")

    assert found.outcome is Outcome.PASS
    assert found.message.startswith("the slowest of ")
    assert "was /me" in found.message


def test_a_page_is_counted_once_a_departure() -> None:
    """What a journey looks at again has been there already."""
    times = PageTimes()
    times.arrives("/never-left-for")
    times.departs("Go")
    times.arrives("/there")
    times.arrives("/there")

    assert [one.page for one in times.seen] == ["/there after 'Go'"]


@pytest.mark.parametrize(("took_s", "is_slow"), [(5.0, False), (5.1, True)])
def test_the_budget_itself_is_in_time(took_s: float, is_slow: bool) -> None:
    """The slowest time of a page counts."""
    times = [PageTime("/", 0.1), PageTime("/", took_s)]

    assert bool(slow(times, Budgets())) is is_slow
    assert (check_of(times, Budgets(), "").outcome is Outcome.FAIL) is is_slow


def test_where_no_page_was_seen_there_is_no_result() -> None:
    """And never a pass."""
    assert check_of([], Budgets(), "interrupted").outcome is Outcome.NOT_RUN
