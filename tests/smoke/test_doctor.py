"""``firedrill doctor``: what is missing, and what it costs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from fixtures.target import Target
from smoke.doctor import Lack, lacks

WHOLE: dict[str, Any] = {
    "name": "preview",
    "url": "https://preview.example",
    "login": {"email": "a@b.example", "password_env": "PASSWORD"},
    "supabase": {"url": "https://abc.supabase.co", "anon_key_env": "ANON"},
    "vercel": {"team": "t", "project": "p", "token_env": "VERCEL"},
    "sentry": {"org": "o", "project": "p", "token_env": "SENTRY"},
    "status_pages": {},
}
ENV = {"PASSWORD": "x", "ANON": "x", "VERCEL": "x", "SENTRY": "x"}


def of(env: dict[str, str] = ENV, **changes: Any) -> list[Lack]:
    """What a target lacks that is whole but for these changes; None takes a table away."""
    tables = {key: value for key, value in {**WHOLE, **changes}.items() if value is not None}
    return lacks(Target.model_validate(tables), env)


def test_nothing_is_missing_where_all_is_there() -> None:
    """Each check gets as far as asking its vendor, and nobody is asked."""
    assert of() == []


@pytest.mark.parametrize(
    ("changes", "missing", "blocking"),
    [
        ({"sentry": None}, "[sentry] table", ("error-rate", "new-issues")),
        ({"vercel": None}, "[vercel] table", ("error-rate", "identity", "log-errors", "new-issues")),
        ({"login": None, "supabase": None}, "[login] table", ("login", "dashboard", "session")),
        ({"protection": {"secret_env": "BYPASS"}}, "$BYPASS is not set", ("reachable",)),
    ],
)
def test_what_is_not_configured_costs_its_checks(
    changes: dict[str, Any], missing: str, blocking: tuple[str, ...]
) -> None:
    """By name."""
    lack = of(**changes)[0]

    assert missing in lack.missing
    assert set(lack.blocking) == set(blocking)


@pytest.mark.parametrize(
    ("variable", "blocking"),
    [
        ("PASSWORD", {"login", "dashboard", "session"}),
        ("ANON", {"login", "dashboard", "session"}),
        ("VERCEL", {"identity", "log-errors", "error-rate", "new-issues"}),
        ("SENTRY", {"error-rate", "new-issues"}),
    ],
)
def test_a_secret_that_is_not_set_is_named(variable: str, blocking: set[str]) -> None:
    """The variable, never a value."""
    (lack,) = of({name: value for name, value in ENV.items() if name != variable})

    assert variable in lack.missing
    assert set(lack.blocking) == blocking


def test_what_only_advises_costs_only_advice() -> None:
    """As the target wishes, or as the check is."""
    wish = {"error-rate": "advise", "new-issues": "advise"}
    lost = of(sentry=None, status_pages=None, checks=wish)

    assert [lack.blocking for lack in lost] == [(), ()]
    assert {check for lack in lost for check in lack.advisory} == {
        "error-rate",
        "new-issues",
        "vendor-status",
    }


def test_production_is_told_what_is_not_judged_there() -> None:
    """Read-only: nothing can be written, so nothing stays."""
    (lack,) = of(name="production")

    assert "read-only" in lack.missing
    assert lack.advisory == ("dashboard",)


def test_without_a_way_to_remove_what_is_written_it_says_so() -> None:
    """Neither an API nor a control on the page."""
    (lack,) = of(supabase=None)

    assert lack.advisory == ("cleanup",)


def doctor(folder: Path, text: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command on a firedrill.toml of this text."""
    (folder / "firedrill.toml").write_text(text, encoding="utf-8")
    env = {name: value for name, value in os.environ.items() if not name.startswith("FIREDRILL_CO")}
    command = [sys.executable, "-m", "firedrill", "doctor", *arguments]
    return subprocess.run(
        command, cwd=folder, env={**env, "SECRET": "hunter2"}, capture_output=True, text=True, check=False
    )


def test_the_command_tells_each_target_and_ends_with_3_where_one_cannot_pass(tmp_path: Path) -> None:
    """And shows no secret."""
    text = '[target.production]\nurl = "https://a.example"\n[target.production.login]\n'
    done = doctor(tmp_path, f'{text}email = "a@b.example"\npassword_env = "SECRET"\n')

    assert done.returncode == 3, done.stderr
    assert "production  https://a.example  (read-only)" in done.stdout
    assert "at best INCONCLUSIVE" in done.stdout
    assert "hunter2" not in done.stdout + done.stderr


def test_the_command_ends_with_0_where_all_can_come_to_a_result(tmp_path: Path) -> None:
    """What does not block is only told."""
    checks = "\n".join(
        f'{check} = "advise"'
        for check in ("login", "dashboard", "session", "identity", "log-errors", "error-rate", "new-issues")
    )
    done = doctor(tmp_path, f'[target.p]\nurl = "https://a.example"\n[target.p.checks]\n{checks}\n')

    assert done.returncode == 0, done.stdout + done.stderr
    assert "every check that blocks can come to a result" in done.stdout


def test_mistakes_of_the_file_are_all_told(tmp_path: Path) -> None:
    """Each with its line, unknown checks included; a secret in the wrong place is not repeated."""
    text = """\
[target.p]
url = "a.example"
[target.p.checks]
error-rat = "advise"
vendor-status = "block"
[target.p.login]
email = "a@b.example"
password_env = "hunter2 hunter2"
[target.p.words.landing]
start = { role = "link", label = "x" }
heading = 3
[[target.p.words.quiz.steps]]
question = "?"
answers = ["one"]
"""
    done = doctor(tmp_path, text)

    assert done.returncode == 2
    for line, word in ((2, "http"), (4, "'error-rate'"), (5, "only ever advises"), (8, "never the secret")):
        assert any(f":{line}: " in told and word in told for told in done.stderr.splitlines()), (line, word)
    for line, word in ((10, "exactly one of"), (11, "a text or a table"), (14, "at least 2, found 1")):
        assert any(f":{line}: " in told and word in told for told in done.stderr.splitlines()), (line, word)
    assert len(done.stderr.splitlines()) == 7
    assert "hunter2" not in done.stderr


def test_a_target_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    """One sentence."""
    done = doctor(tmp_path, '[target.p]\nurl = "https://a.example"\n', "--target", "q")

    assert done.returncode == 2
    assert "configured: p" in done.stderr
