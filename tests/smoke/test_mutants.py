"""The gate against broken builds of Postry: each turns the right journeys red, and only those."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from fixtures.client_address import HEADER
from fixtures.clock import Clock
from fixtures.config import load
from fixtures.deployment import Source
from fixtures.postry.app import Postry
from fixtures.target import Target
from fixtures.world import SMOKE_EMAIL, World
from reports.verdict import Verdict
from tests.smoke import mutants
from tests.smoke.judging import check, judge, outcomes

LANDING, QUIZ, LOGIN, DASHBOARD = "landing", "quiz", "login", "dashboard"
# What a test on loopback waits for is there at once or never.
PATIENCE_S = 1.5


@dataclass
class Stage:
    """One world for all mutants; each is deployed and judged in turn, by its journeys alone."""

    world: World
    target: Target
    env: dict[str, str]
    runs: int = field(default=0)

    def judge(self, build: type[Postry], folder: Path) -> Verdict:
        """Deploy and judge it, as a visitor of an address of their own."""
        self.runs += 1
        source = Source(f"{self.runs:07x}", build.__doc__ or "", build)
        self.world.call(self.world.vercel.push(source, build_s=0))
        (signed,) = self.world.signed_address(f"192.0.2.{self.runs}").values()
        env = {**self.env, "FIREDRILL_CLIENT_HEADER": f"{HEADER}: {signed}"}
        return judge(self.target, folder, env=env)


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    """Without background users: they have their own tests."""
    world = World(Clock(pace=3600), background_users=0)
    world.start()
    try:
        env = world.env()
        target = load(Path(env["FIREDRILL_CONFIG"])).target["world"]
        alone = {"vercel": None, "sentry": None, "status_pages": None, "patience_s": PATIENCE_S}
        mutants.AnyPassword.known = (SMOKE_EMAIL, world.smoke_password)
        kept = {name: value for name, value in env.items() if not name.startswith("FIREDRILL_CONTROL")}
        yield Stage(world, target.model_copy(update=alone), {**os.environ, **kept})
    finally:
        world.stop()


def test_the_healthy_build_is_green(stage: Stage, tmp_path: Path) -> None:
    """Twice: the second time the same words are on the dashboard already."""
    for number in (1, 2):
        verdict = stage.judge(Postry, tmp_path / f"run-{number}")

        assert set(outcomes(verdict).values()) == {"pass"}, verdict.checks


@pytest.mark.parametrize(
    ("build", "red", "said"),
    [
        (mutants.EveryPageBroken, {LANDING, QUIZ, LOGIN, DASHBOARD}, "GET / answered 500"),
        (mutants.BlankLanding, {LANDING}, "shows its heading"),
        (mutants.DeadStart, {LANDING}, "the quiz asks"),
        (mutants.NoStyles, {LANDING}, "without its styles"),
        (mutants.LostStyles, {LANDING, QUIZ, LOGIN, DASHBOARD}, "postry.css answered 404"),
        (mutants.ScriptError, {LANDING, LOGIN}, "uncaught in the page"),
        (mutants.DeadButton, {QUIZ, DASHBOARD}, "the quiz asks"),
        (mutants.SamePost, {QUIZ}, "the same post whatever the answers"),
        (mutants.EmptyPost, {QUIZ, DASHBOARD}, "the quiz ends in a post"),
        (mutants.FlatEqualizer, {QUIZ}, "the same value"),
        (mutants.NoEqualizer, {QUIZ, DASHBOARD}, "the post has its equalizer"),
        (mutants.AnyPassword, {LOGIN}, "refuses a wrong password"),
        (mutants.NobodyGetsIn, {LOGIN, DASHBOARD}, "the dashboard shows its heading"),
        (mutants.WrongWords, {LOGIN}, "refuses a wrong password"),
        (mutants.LostSession, {LOGIN, DASHBOARD}, "the dashboard shows its heading"),
        (mutants.DeadLogout, {LOGIN}, "the login page shows its button"),
        (mutants.PendingLost, {DASHBOARD}, "the pending post is on the dashboard"),
        (mutants.PendingCut, {DASHBOARD}, "the pending post is on the dashboard"),
        (mutants.PendingRefused, {DASHBOARD}, "POST /persist-on-login answered 500"),
        (mutants.SomebodyElses, {DASHBOARD}, "the pending post is on the dashboard"),
        (mutants.WrongName, {LOGIN, DASHBOARD}, f"the dashboard is the one of {SMOKE_EMAIL}"),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_a_broken_build_is_red(
    stage: Stage, tmp_path: Path, build: type[Postry], red: set[str], said: str
) -> None:
    """With the journeys that its users cannot finish, each told in words; the others stay green."""
    verdict = stage.judge(build, tmp_path / "run")

    found = {name for name, outcome in outcomes(verdict).items() if outcome == "fail"}
    assert found == red, [(one.id, one.message) for one in verdict.checks]
    assert set(outcomes(verdict).values()) <= {"pass", "fail"}
    assert verdict.verdict == "FAIL"
    first = next(name for name in (LANDING, QUIZ, LOGIN, DASHBOARD) if name in red)
    assert said in check(verdict, first).message
    assert all(check(verdict, name).artifacts for name in red)
