"""What a command did is what counts: each kind of finding, on the real world, with real effects."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from drills.runbook_check.passage import Language, Passage
from drills.runbook_check.rehearsal import Rehearsal, Rehearsed
from drills.runbook_check.toolbox import Toolbox
from fixtures.guardian import MARK
from reports.verdict import Outcome
from tests.drills.runbook_check.stand_in import Manner, vercel

CLEAN_UP = "DELETE FROM posts WHERE created_at < NOW() - INTERVAL '24 hours' AND status = 'pending';"


def rehearse(
    text: str,
    tmp_path: Path,
    manner: Manner = "obliging",
    *,
    language: Language = "shell",
    before: tuple[str, ...] = (),
    limit_s: float = 30,
    allowed: tuple[str, ...] = (),
    env: Mapping[str, str] = os.environ,
) -> Rehearsed:
    """One command, with a stand-in for ``vercel``."""
    toolbox = Toolbox({"vercel": vercel(tmp_path, manner)}, allowed)
    rehearsal = Rehearsal(toolbox, env, sealed=False, limit_s=limit_s)
    return rehearsal.of(Passage(text, language, (1,), "", before))


def outcome(rehearsed: Rehearsed, *words: str) -> Outcome:
    """How it was judged; its finding holds these words."""
    for word in words:
        assert word in rehearsed.judgement.finding, rehearsed
    return rehearsed.judgement.outcome


def needs(program: str) -> None:
    """Skip the test where the machine has no such program."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")


def test_a_delete_is_judged_by_what_it_destroys(tmp_path: Path) -> None:
    """The runbook's own clean-up: rc 0, and healthy pending posts are gone; what is right is suggested."""
    done = rehearse(CLEAN_UP, tmp_path, language="sql")

    assert outcome(done, "destroys 3 rows (pending, not corrupted)", "leaves all 4 corrupted") is Outcome.FAIL
    assert done.ended is not None
    assert (done.ended.rc, "DELETE 3" in done.ended.out) == (0, True)
    assert (done.suggestion, done.proven) == ("DELETE FROM posts WHERE equalizer_settings IS NULL;", True)


def test_a_delete_of_the_corrupted_rows_does_it(tmp_path: Path) -> None:
    """As a statement, in ``psql -c`` and in what psql reads."""
    sql = "DELETE FROM posts WHERE equalizer_settings IS NULL"
    typed = f'psql -c "{sql}"'

    assert outcome(rehearse(sql, tmp_path, language="sql")) is Outcome.PASS
    assert outcome(rehearse(typed, tmp_path)) is Outcome.PASS
    assert outcome(rehearse(f"psql <<EOF\n{sql};\nEOF", tmp_path)) is Outcome.PASS
    assert (
        outcome(rehearse(f"echo '{CLEAN_UP}' | tr -d x | psql", tmp_path), "unknown") is Outcome.INCONCLUSIVE
    )


def test_an_update_of_sound_rows_is_found(tmp_path: Path) -> None:
    """They are there, and something else stands in them."""
    done = rehearse("UPDATE posts SET status = 'saved'", tmp_path, language="sql")

    assert outcome(done, "changes", "5 rows (pending, not corrupted)") is Outcome.FAIL
    assert done.suggestion == ""


def test_a_statement_that_reads_shows_rows(tmp_path: Path) -> None:
    """Corrupted ones where it asks for them; with a mistake in it, it does not do it."""
    shows = rehearse("SELECT * FROM posts WHERE equalizer_settings IS NULL;", tmp_path, language="sql")
    wrong = rehearse("SELECT * FROM post;", tmp_path, language="sql")
    none = rehearse("SELECT * FROM posts WHERE status = 'gone';", tmp_path, language="sql")

    assert (outcome(shows), shows.judgement.seen) == (Outcome.PASS, "shows 4 corrupted posts")
    assert outcome(wrong, "rc 1") is Outcome.FAIL
    assert outcome(none, "no row of that kind") is Outcome.INCONCLUSIVE


@pytest.mark.parametrize(("manner", "rc"), [("idle", 0), ("complaining", 2)])
def test_a_variable_that_is_not_set(tmp_path: Path, manner: Manner, rc: int) -> None:
    """Whatever the exit code says."""
    done = rehearse("vercel env add MAINTENANCE_MODE true production", tmp_path, manner)

    assert done.intended == "MAINTENANCE_MODE is 'true' in production"
    assert outcome(done, f"ended with rc {rc}", "MAINTENANCE_MODE is not set in production") is Outcome.FAIL
    assert done.judgement.seen == "nothing changed"
    assert (done.suggestion, done.proven) == (
        "printf %s true | vercel env add MAINTENANCE_MODE production",
        False,
    )


def test_a_variable_that_is_set(tmp_path: Path) -> None:
    """In the environment that was meant, with the value that was meant."""
    right = rehearse("printf true | vercel env add MAINTENANCE_MODE production", tmp_path)
    elsewhere = rehearse("printf true | vercel env add MAINTENANCE_MODE preview production", tmp_path)
    empty = rehearse("vercel env add MAINTENANCE_MODE production --value true", tmp_path)
    gone = rehearse("vercel env rm MAINTENANCE_MODE production", tmp_path)
    kept = rehearse("vercel env rm MAINTENANCE_MODE production", tmp_path, "idle")

    assert outcome(right, "next deployment") is Outcome.PASS
    assert "MAINTENANCE_MODE is set in production" in right.judgement.seen
    assert outcome(elsewhere, "not set in production") is Outcome.FAIL
    assert outcome(empty, "another value") is Outcome.FAIL
    assert outcome(gone) is Outcome.PASS
    assert outcome(kept, "still set in production") is Outcome.FAIL


def test_a_rollback_is_seen_by_users(tmp_path: Path) -> None:
    """Its placeholder is filled with the last deployment that worked."""
    done = rehearse("vercel rollback [deployment-url]", tmp_path)
    idle = rehearse("vercel rollback <deployment-url>", tmp_path, "idle")

    assert outcome(done) is Outcome.PASS
    assert ".vercel.app" in done.typed
    assert "(c27e5f0) serves production instead of" in done.judgement.seen
    assert outcome(idle, "same deployment serves production") is Outcome.FAIL


def test_a_deployment_is_built_and_serves(tmp_path: Path) -> None:
    """A new one; without one, it does not do it."""
    assert outcome(rehearse("vercel --prod --force", tmp_path)) is Outcome.PASS
    assert outcome(rehearse("vercel --prod --force", tmp_path, "idle"), "nothing was built") is Outcome.FAIL


def test_a_log_search_finds_what_is_really_there(tmp_path: Path) -> None:
    """All requests of which it is true, and no others."""
    found = rehearse('vercel logs | grep "status 500"', tmp_path)
    by_status = rehearse('vercel logs | grep "500"', tmp_path)
    too_much = rehearse('vercel logs | grep "/persist-on-login\\|Error" | grep -i persist', tmp_path)
    nothing = rehearse('vercel logs | grep "500"', tmp_path, "idle")
    no_such = rehearse('vercel logs | grep "418"', tmp_path)

    assert outcome(found, "no such request") is Outcome.INCONCLUSIVE
    assert outcome(by_status) is Outcome.PASS
    assert re.match(r"(\d) of \1 such requests", by_status.judgement.seen)
    assert outcome(too_much) is Outcome.PASS
    assert outcome(nothing, "finds nothing, though the log holds") is Outcome.FAIL
    assert outcome(no_such, "no such request") is Outcome.INCONCLUSIVE


def test_a_log_search_that_shows_other_requests_too(tmp_path: Path) -> None:
    """What it was not to show; and one that misses some of what it was to show."""
    more = rehearse('vercel logs | grep -B 3 "500"', tmp_path)
    fewer = rehearse('vercel logs | grep "500" | head -n 1', tmp_path)

    assert outcome(more, "of other requests, too") is Outcome.FAIL
    assert outcome(fewer, "misses") is Outcome.FAIL


def test_a_log_that_nothing_writes(tmp_path: Path) -> None:
    """The runbook's own count by address: rc 0, no line, and the file's name."""
    text = "grep \"Rate limit exceeded\" logs.txt | cut -d' ' -f3 | sort | uniq -c | sort -nr"

    done = rehearse(text, tmp_path)

    assert outcome(done, "logs.txt is not there") is Outcome.FAIL
    assert done.suggestion.endswith("| cut -d' ' -f3 | sort | uniq -c | sort -nr")


def test_following_is_ended_by_us_and_no_failure(tmp_path: Path) -> None:
    """As soon as it has shown a request that came in while it ran; one that ends does not follow."""
    streams = rehearse("vercel logs --follow", tmp_path)
    ends = rehearse("vercel logs --follow", tmp_path, "idle")

    assert outcome(streams) is Outcome.PASS
    assert streams.ended is not None
    assert (streams.ended.how, streams.ended.rc) == ("by us", None)
    assert outcome(ends, "does not stream") is Outcome.FAIL


def test_a_health_check_must_tell_a_broken_site(tmp_path: Path) -> None:
    """Production's address is the world's here; one that says the same of both sites is none."""
    needs("curl")
    strict = rehearse("curl -fsS https://postry.ai/quiz", tmp_path)
    silent = rehearse("curl -s -o /dev/null https://postry.ai/quiz", tmp_path)
    coded = rehearse("curl -s -o /dev/null -w '%{http_code}' postry.ai/quiz", tmp_path)

    assert outcome(strict) is Outcome.PASS
    assert strict.typed.startswith("curl -fsS http://127.0.0.1:")
    assert outcome(silent, "says the same of a healthy site") is Outcome.FAIL
    assert (silent.suggestion, silent.proven) == ('curl -fsS -o /dev/null "$POSTRY_URL/quiz"', True)
    assert outcome(coded) is Outcome.PASS


def test_a_command_whose_purpose_is_unknown(tmp_path: Path) -> None:
    """It is run, and what is seen is told; only an error of its own fails it."""
    done = rehearse(
        "psql -c \"INSERT INTO posts (owner, content) VALUES (gen_random_uuid(), 'x')\"", tmp_path
    )
    failed = rehearse("grep x nothing.txt | wc -l; false", tmp_path)

    assert outcome(done, "unknown to us") is Outcome.INCONCLUSIVE
    assert (done.intended, done.judgement.seen) == ("", "1 row added")
    assert outcome(failed, "rc 1") is Outcome.FAIL


def test_what_prepares_the_shell_is_typed_before(tmp_path: Path) -> None:
    """As somebody who copies the block."""
    done = rehearse("psql -c \"SELECT '$WORD'\"", tmp_path, before=("export WORD=bonjour",))

    assert done.ended is not None
    assert "bonjour" in done.ended.out


def test_what_does_not_end_is_ended(tmp_path: Path) -> None:
    """With nobody at the keyboard; what reads its input meets its end."""
    hangs = rehearse("sleep 600", tmp_path, limit_s=1)
    reads = rehearse("cat", tmp_path)

    assert outcome(hangs, "did not end within 1 s") is Outcome.FAIL
    assert reads.ended is not None
    assert reads.ended.rc == 0


def test_nothing_of_the_user_reaches_a_command(tmp_path: Path) -> None:
    """Neither their home nor their variables, nor a program that was not allowed."""
    env = {**os.environ, "MY_PRODUCTION": "https://production.invalid", "PGSERVICE": "production"}

    done = rehearse('echo "<$MY_PRODUCTION> <$PGSERVICE> $HOME"; env | cut -d= -f1', tmp_path, env=env)

    assert done.ended is not None
    assert "<> <> " in done.ended.out
    assert str(Path.home()) not in done.ended.out
    # The world's control, and what only the gate and the probes may say, is no responder's either. By the
    # mark its processes are found when we are dead.
    assert "VERCEL_TOKEN" in done.ended.out
    assert "FIREDRILL" not in done.ended.out.replace(MARK, "")


def test_what_a_wrapper_starts_is_judged_as_itself(tmp_path: Path) -> None:
    """By its effect, whatever starts it."""
    done = rehearse("timeout 20 vercel rollback [deployment-url]", tmp_path)
    idle = rehearse("env A=1 bash -c 'vercel rollback <deployment-url>'", tmp_path, "idle")

    assert outcome(done) is Outcome.PASS
    assert outcome(idle, "same deployment serves production") is Outcome.FAIL


def test_what_breaks_us_is_that_passages_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not run, with the reason; the verdict waits for it, and the next one is judged."""

    def breaks(*_: object) -> None:
        raise ValueError("no such thing")

    with monkeypatch.context() as patched:
        patched.setattr("drills.runbook_check.rehearsal.fill", breaks)
        done = rehearse("vercel ls", tmp_path)

    assert outcome(done, "fault of the check's own: ValueError: no such thing") is Outcome.NOT_RUN
    assert done.refusal is not None
    assert done.refusal.open
    assert outcome(rehearse("vercel rollback [deployment-url]", tmp_path)) is Outcome.PASS


def test_every_command_meets_the_same_world(tmp_path: Path) -> None:
    """What one destroyed, the next one finds again."""
    toolbox = Toolbox({})
    rehearsal = Rehearsal(toolbox, os.environ, sealed=False)
    passage = Passage(CLEAN_UP, "sql", (1,), "")

    assert [rehearsal.of(passage).judgement.seen for _ in range(2)] == [
        "3 rows (pending, not corrupted) destroyed"
    ] * 2
