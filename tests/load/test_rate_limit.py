"""The rate limit's incident, its fix and its wrong fixes, in the world: the real limiter, real requests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from load.incident import find
from load.knobs import LIMIT, WHITELIST
from load.plan import ABUSER, CAMPAIGN
from load.store import arms
from load.subjects import StandIn, stand_in
from load.verify import Course, Options
from reports.run import RunFolder
from reports.verdict import Result, Verdict
from tests.load.deciding import decided

INCIDENT = find("rate-limit")


@pytest.fixture(scope="module")
def world() -> Iterator[StandIn]:
    """One for all of them: each arm sets every knob anew."""
    with stand_in(INCIDENT) as subject:
        yield subject


def verified(subject: StandIn, folder: Path, **after: str) -> Verdict:
    """The verdict on a fix."""
    course = Course(INCIDENT, subject, folder, Options(), lambda line: None)
    before = dict(INCIDENT.before)
    return decided(course.verify(before, {**before, **after}))


@pytest.mark.parametrize(
    ("name", "value"), [(LIMIT, "20"), (WHITELIST, CAMPAIGN)], ids=["limit-20", "whitelist"]
)
def test_what_the_runbook_says_is_a_fix(world: StandIn, tmp_path: Path, name: str, value: str) -> None:
    """5 of 15 were refused before, none after, and the abuser still is."""
    verdict = verified(world, tmp_path / "run", **{name: value})

    assert verdict.verdict is Result.PASS, verdict.reasons
    assert verdict.load is not None
    before, after = verdict.load.arms
    assert (before.answer, before.failures, before.sample) == ("REPRODUCED", 5, 15)
    assert (after.answer, after.failures, after.sample) == ("FIXED", 0, 15)
    predicted = "still refuses 4.6%" if name == LIMIT else "loses nobody"
    assert predicted in verdict.load.prediction


def test_a_whitelist_with_the_abuser_on_it_is_found_out(world: StandIn, tmp_path: Path) -> None:
    """The users are let in; so is everybody's trouble."""
    verdict = verified(world, tmp_path / "run", WHITELIST_IPS=f"{CAMPAIGN},{ABUSER}")

    assert verdict.verdict is Result.FAIL
    assert "the limit is gone" in verdict.reasons[0].message


def test_a_variable_without_a_deployment_is_no_fix(world: StandIn, tmp_path: Path) -> None:
    """It is set, and nothing was built with it."""
    verified(world, tmp_path / "run", RATE_LIMIT_PERSIST_LOGIN="20")
    earlier = arms(RunFolder(tmp_path / "run"))[0]
    world.turn(INCIDENT.before)

    forgetful = Course(
        INCIDENT, replace(world, deploys=False), tmp_path / "again", Options(), lambda line: None
    )
    verdict = decided(forgetful.verify_against(earlier, {**INCIDENT.before, LIMIT: "20"}))

    assert world.world.vercel.env[LIMIT] == "20"
    assert verdict.verdict is Result.FAIL
    assert verdict.reasons[0].code == "not-fixed"


def test_what_was_seen_is_kept_beside_locusts_own_reports(world: StandIn, tmp_path: Path) -> None:
    """Both arms', and no secret among them."""
    verified(world, tmp_path / "run", RATE_LIMIT_PERSIST_LOGIN="20")

    for arm in ("before", "after"):
        names = {path.name for path in (tmp_path / "run" / arm).iterdir()}
        assert {"plan.json", "outcomes.jsonl", "locust.html", "locust_stats.csv", "locust.log"} <= names
    secrets = [world.world.smoke_password, world.world.tokens.client_signing, world.world.tokens.control]
    for path in (tmp_path / "run").rglob("*"):
        if path.is_file():
            text = path.read_bytes()
            assert [secret for secret in secrets if secret.encode() in text] == [], path
