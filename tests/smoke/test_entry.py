"""In and out again: what the gate opens and writes it ends and removes, and what killed runs left too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from fixtures.postry.app import Postry
from fixtures.world import SMOKE_EMAIL
from reports.verdict import Outcome, Verdict
from smoke import marks
from smoke.options import Options
from tests.smoke.judging import check
from tests.smoke.mutants import PendingLost
from tests.smoke.stage import Stage

_STAMP = "%Y%m%dT%H%M%SZ"


def judged(stage: Stage, folder: Path) -> Verdict:
    """The dashboard's journey, and what is tidied up after it."""
    return stage.judge(Postry, folder, only={"dashboard", "session", "cleanup"})


def stamped(ago: timedelta, name: str) -> str:
    """The id of a run that began a while ago."""
    return f"{datetime.now(UTC) - ago:{_STAMP}}-{name}"


def insert(stage: Stage, *contents: str) -> None:
    """Posts of the smoke user."""
    user = stage.world.supabase.accounts.with_password(SMOKE_EMAIL, stage.world.smoke_password)
    assert user is not None
    with psycopg.connect(stage.world.cluster.url, autocommit=True) as connection:
        connection.execute("DELETE FROM posts")
        for content in contents:
            connection.execute(
                "INSERT INTO posts (owner, content, equalizer_settings) VALUES (%s, %s, '{}')",
                (user.id, content),
            )


def posts(stage: Stage) -> list[str]:
    """What all posts say."""
    with psycopg.connect(stage.world.cluster.url) as connection:
        return [row[0] for row in connection.execute("SELECT content FROM posts ORDER BY content")]


def test_nothing_of_the_gate_is_left(stage: Stage, tmp_path: Path) -> None:
    """No post, no session; what killed runs left is gone, what a gate beside this one wrote stays."""
    beside = f"beside {marks.marker(stamped(timedelta(minutes=2), 'a'))}"
    killed = f"killed {marks.marker(stamped(timedelta(minutes=11), 'b'))}"
    insert(stage, "by hand", beside, killed)
    sessions = len(stage.world.supabase.sessions._by_id)

    verdict = judged(stage, tmp_path / stamped(timedelta(), "c"))

    assert check(verdict, "dashboard").outcome is Outcome.PASS, verdict.checks
    assert check(verdict, "cleanup").message == "1 posts removed, and 1 that killed runs had left"
    assert check(verdict, "session").outcome is Outcome.PASS
    assert posts(stage) == [beside, "by hand"]
    assert len(stage.world.supabase.sessions._by_id) == sessions


def test_what_cannot_be_removed_is_told_and_does_not_block(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is ours to remove, and says nothing about the site."""
    insert(stage)
    target = stage.target.supabase
    assert target is not None
    monkeypatch.setattr(
        stage,
        "target",
        stage.target.model_copy(update={"supabase": target.model_copy(update={"posts": "no"})}),
    )

    verdict = judged(stage, tmp_path / stamped(timedelta(), "d"))

    left = check(verdict, "cleanup")
    assert (left.outcome, left.blocking) == (Outcome.FAIL, False)
    assert "404" in left.message
    assert len(posts(stage)) == 1


def test_without_the_key_of_supabase_the_user_is_inconclusive_by_name(stage: Stage, tmp_path: Path) -> None:
    """Not a failure of the site's."""
    env = stage.deploy(Postry)
    del env["SUPABASE_ANON_KEY"]

    verdict = stage.judged_in(env, tmp_path / "run", Options(only=("dashboard", "session")))

    assert check(verdict, "dashboard").outcome is Outcome.INCONCLUSIVE
    assert "SUPABASE_ANON_KEY is not set" in check(verdict, "dashboard").message
    assert "SUPABASE_ANON_KEY is not set" in check(verdict, "session").message


def test_a_post_that_was_sent_and_is_not_found_is_not_removed(stage: Stage, tmp_path: Path) -> None:
    """The site took it and lost it, or shows it to somebody else: nobody knows."""
    insert(stage)
    verdict = stage.judge(PendingLost, tmp_path / stamped(timedelta(), "e"), only={"dashboard", "cleanup"})

    lost = check(verdict, "cleanup")
    assert (lost.outcome, lost.blocking) == (Outcome.INCONCLUSIVE, False)
    assert "nowhere to be found" in lost.message
