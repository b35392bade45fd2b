"""A site without a quiz, or without a post that waits for a login: left out by its configuration, by name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from fixtures.config import ConfigError, load
from fixtures.element import Element
from fixtures.errors import SetupError
from fixtures.target import Target
from reports.headline import headline
from reports.verdict import Result, Verdict
from smoke.options import Options
from tests.smoke.judging import check, judge, outcomes
from tests.smoke.other_site import pages
from tests.smoke.other_site.site import OtherSite
from tests.smoke.test_other_site import RUN, target_of
from tests.smoke.test_suite_alone import suite

WITHOUT_QUIZ = ("landing", "login", "dashboard")


class NoQuiz(OtherSite):
    """Its landing page leads to the sign-in, and there is nothing to create."""

    leads_to = "location.assign('/sign-in')"

    async def landing(self, request: Request) -> Response:
        """With another start."""
        text = pages.landing(self.cdn_url).replace("location.assign('/create')", self.leads_to)
        return HTMLResponse(text)

    async def create(self, request: Request) -> Response:
        """There is no quiz."""
        return PlainTextResponse("Not Found", 404)


class OpensNothing(NoQuiz):
    """The start only changes the page."""

    leads_to = "document.body.append('Soon!')"


@pytest.fixture
def site() -> Iterator[OtherSite]:
    """One without a quiz."""
    with NoQuiz() as site:
        yield site


def with_landing(target: Target, **words: Any) -> Target:
    """The same target with these words of its landing page."""
    landing = target.words.landing.model_copy(update=words)
    return target.model_copy(update={"words": target.words.model_copy(update={"landing": landing})})


def judged(site: OtherSite, target: Target, folder: Path, **options: Any) -> Verdict:
    """What the gate says of a target of this site."""
    return judge(target, folder / RUN, env=site.env, options=Options(**options))


def without_quiz(site: OtherSite, folder: Path) -> Target:
    """Its configuration, which says that there is none."""
    return target_of(site, folder).model_copy(update={"journeys": WITHOUT_QUIZ})


def test_the_others_are_walked_and_it_is_no_partial_run(site: OtherSite, tmp_path: Path) -> None:
    """The verdict is a whole one, and names what was not walked."""
    verdict = judged(site, without_quiz(site, tmp_path), tmp_path)

    expected = dict.fromkeys(["landing", "login", "anonymous", "dashboard"], "pass")
    assert outcomes(verdict) == expected, verdict.checks
    assert verdict.verdict is Result.PASS
    assert (verdict.left_out, verdict.selection) == (["quiz"], "")
    assert headline(verdict).endswith("passed. Not walked, as configured: quiz.")
    assert "cleanup" not in verdict.expected_checks, "nothing was written"
    assert check(verdict, "session").outcome == "pass"


def test_a_start_leads_where_the_configuration_says(site: OtherSite, tmp_path: Path) -> None:
    """And nowhere else."""
    target = without_quiz(site, tmp_path)
    there = with_landing(target, leads_to=Element(role="heading", name="Sign in"))
    elsewhere = with_landing(target, leads_to=Element(role="heading", name="Create your account"))

    assert judged(site, there, tmp_path / "a", only=("landing",)).verdict is Result.PASS
    failed = judged(site, elsewhere, tmp_path / "b", only=("landing",))
    assert "'Start writing' leads to 'Create your account'" in check(failed, "landing").message


def test_a_start_that_stays_on_its_page_leads_nowhere(tmp_path: Path) -> None:
    """Where nothing else is said of it."""
    with OpensNothing() as site:
        verdict = judged(site, without_quiz(site, tmp_path), tmp_path, only=("landing",))

    assert check(verdict, "landing").outcome == "fail"
    assert "'Start writing' leads nowhere" in check(verdict, "landing").message


def test_a_landing_page_may_have_no_start(site: OtherSite, tmp_path: Path) -> None:
    """Then its heading and its styles are what is looked for."""
    target = with_landing(without_quiz(site, tmp_path), start=None)

    assert judged(site, target, tmp_path, only=("landing",)).verdict is Result.PASS


def test_without_a_post_that_waits_the_dashboard_is_looked_at_all_the_same(tmp_path: Path) -> None:
    """Nothing is written, so nothing is to be removed."""
    with OtherSite() as site:
        target = target_of(site, tmp_path)
        quiz = target.words.quiz.model_copy(update={"keep": None})
        target = target.model_copy(update={"words": target.words.model_copy(update={"quiz": quiz})})
        verdict = judged(site, target, tmp_path)

        assert not [asked for asked in site.seen if str(asked) == "POST /drafts"]
    assert check(verdict, "dashboard").outcome == "pass"
    assert verdict.left_out == ["the post that waits for a login"]


def test_what_is_left_out_cannot_be_asked_for(site: OtherSite, tmp_path: Path) -> None:
    """A green run of nothing would say too much."""
    with pytest.raises(SetupError, match="'journeys' leave out quiz"):
        judged(site, without_quiz(site, tmp_path), tmp_path, only=("quiz",))


def test_the_suite_alone_leaves_it_out_too(site: OtherSite, tmp_path: Path) -> None:
    """By the same configuration."""
    table, rest = site.toml.split("\n", 1)
    listed = '["landing", "login", "dashboard"]'
    (tmp_path / "firedrill.toml").write_text(f"{table}\njourneys = {listed}\n{rest}", encoding="utf-8")

    done = suite("--base-url", site.url, cwd=tmp_path, env={**os.environ, **site.env})

    assert done.returncode == 0, done.stdout
    assert "4 passed, 2 deselected" in done.stdout


@pytest.mark.parametrize(
    ("listed", "told"), [('["landing", "checkout"]', "'landing', 'quiz'"), ("[]", "at least 1")]
)
def test_what_is_no_journey_is_told(listed: str, told: str, tmp_path: Path) -> None:
    """With those that there are."""
    path = tmp_path / "firedrill.toml"
    path.write_text(f'[target.x]\nurl = "https://x.example"\njourneys = {listed}\n', encoding="utf-8")

    with pytest.raises(ConfigError, match=told):
        load(path)
