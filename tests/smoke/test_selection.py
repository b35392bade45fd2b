"""A part of the gate: what is chosen runs, the verdict says so, and nothing chosen is a usage error."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from fixtures.errors import SetupError
from fixtures.postry.app import Postry
from fixtures.target import Target
from reports.verdict import Result, Verdict
from smoke import journeys
from smoke.checks.catalogue import discover
from smoke.options import Options
from smoke.selection import check_ids, chosen
from tests.smoke.judging import check, judge, outcomes, own_journeys
from tests.smoke.stage import Stage
from tests.smoke.stub import Page, Stub
from tests.smoke.test_browser_side import CONFTEST, page


def command(stage: Stage, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """``firedrill smoke`` on the stage's world."""
    env = stage.deploy(Postry)
    return subprocess.run(
        [sys.executable, "-m", "firedrill", "smoke", "--url", stage.world.url, *arguments],
        cwd=folder,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def test_every_check_has_its_id() -> None:
    """Journeys and evidence as they are found, and what the gate owes itself."""
    ids = check_ids()

    assert next(iter(ids)) == "reachable"
    assert {*journeys.files(), *(check.id for check in discover()), "session", "cleanup"} < ids.keys()
    assert not ids["vendor-status"]


def test_ids_are_read_with_commas() -> None:
    """Blanks do no harm; none is everything."""
    assert chosen("landing, log-errors") == ("landing", "log-errors")
    assert chosen("") == ()


@pytest.mark.parametrize(
    ("only", "said"),
    [("landng", "did you mean landing"), ("zzz", "there are reachable, landing"), (",", "names no check")],
)
def test_what_there_is_not_cannot_be_chosen(only: str, said: str) -> None:
    """With the near one, or all."""
    with pytest.raises(SetupError, match=said):
        chosen(only)


def test_only_what_is_chosen_runs(stage: Stage, tmp_path: Path) -> None:
    """A journey alone; the verdict says that it is a part."""
    verdict = stage.judge(Postry, tmp_path / "run", only={"landing"})

    assert verdict.expected_checks == verdict.executed_checks == ["reachable", "landing"]
    assert verdict.selection == "only landing"
    assert verdict.verdict is Result.PASS


def test_evidence_alone_starts_no_browser(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which could not start, here."""
    monkeypatch.setenv("FIREDRILL_BROWSER", "/nowhere")
    env = stage.deploy(Postry)

    verdict = stage.judged_in(env, tmp_path / "run", Options(only=("vendor-status", "identity")))

    assert verdict.expected_checks == ["reachable", "identity", "vendor-status"]
    assert verdict.verdict is Result.INCONCLUSIVE, "the stage has no vendors configured"


@pytest.mark.parametrize("only", [name for name in check_ids() if name not in journeys.files()])
def test_what_did_not_run_never_passes(tmp_path: Path, only: str) -> None:
    """Whichever check is asked for alone: it has a result, or the verdict is not green."""
    login = {"email": "a@b.example", "password_env": "NOBODYS"}
    with Stub({"/": Page()}) as site:
        target = Target.model_validate({"url": site.url, "login": login})
        verdict = judge(target, tmp_path / "run", options=Options(only=(only,)))

    assert only in verdict.expected_checks
    assert verdict.verdict is not Result.PASS or only in verdict.executed_checks
    if only in {"session", "cleanup"}:
        assert verdict.verdict is Result.INCONCLUSIVE
        assert "no journey was chosen" in check(verdict, only).message


@pytest.mark.parametrize("options", [Options(keyword="landing"), Options(marker="user")])
def test_a_choice_among_no_journeys_is_none(tmp_path: Path, options: Options) -> None:
    """Where evidence alone is asked for, there is nothing that these could choose among."""
    evidence = replace(options, only=("vendor-status",))

    with pytest.raises(SetupError, match="these choose no journey"):
        judge(Target(url="http://127.0.0.1:9"), tmp_path / "run", options=evidence)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (Options(keyword="landing or quiz"), ["landing", "quiz"]),
        (Options(marker="not user"), ["landing", "quiz", "anonymous"]),
        (Options(only=("landing", "login"), marker="not user"), ["landing"]),
        (Options(keyword="own"), ["dashboard"]),
    ],
)
def test_pytests_own_options_choose_among_journeys(
    stage: Stage, tmp_path: Path, options: Options, expected: list[str]
) -> None:
    """What they leave out is not expected."""
    env = stage.deploy(Postry)

    verdict = stage.judged_in(env, tmp_path / "run", options)

    assert [check.id for check in verdict.checks if check.kind == "journey"] == expected
    assert verdict.selection


@pytest.mark.parametrize("login", [None, {"email": "a@b.example", "password_env": "NOBODYS"}])
def test_a_session_that_no_chosen_journey_opens_is_not_expected(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, login: dict[str, str] | None
) -> None:
    """Where the site has no login API: then only a journey opens one, and pytest has left it out."""
    passes = "def test_it():\n    pass\n"
    own_journeys(monkeypatch, tmp_path / "suite", landing=passes, dashboard=passes)
    checks = dict.fromkeys(("identity", "log-errors", "error-rate", "new-issues"), "advise")
    found = {}
    with Stub({"/": Page()}) as site:
        target = Target.model_validate({"url": site.url, "login": login, "checks": checks})
        for name in ("landing", "dashboard"):
            found[name] = judge(target, tmp_path / name, options=Options(keyword=f"test_{name}"))

    assert "session" not in found["landing"].expected_checks
    assert found["landing"].verdict is Result.PASS
    assert "session" in found["dashboard"].expected_checks
    assert found["dashboard"].verdict is Result.INCONCLUSIVE


def test_the_dashboard_without_what_writes(stage: Stage, tmp_path: Path) -> None:
    """One of its two tests."""
    env = stage.deploy(Postry)

    verdict = stage.judged_in(env, tmp_path / "run", Options(only=("dashboard",), marker="not writes"))

    assert len(check(verdict, "dashboard").attempts) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--only", "landng"), "did you mean landing"),
        (("-k", "no-such-journey"), "choose no journey"),
        (("-m", "writes and not user"), "choose no journey"),
        (("-m", "landing"), "Unknown marker"),
        (("-k", "landing and ("), "Wrong expression passed to '-k'"),
        (("-m", "user and ("), "Wrong expression passed to '-m'"),
        (("--only", "vendor-status", "-k", "landing"), "choose no journey"),
        (("--flaky", "maybe"), "'maybe' is not one of"),
        (("--device", "iPhone 1300"), "did you mean"),
        (("--expect-commit", "main"), "a commit's SHA"),
    ],
)
def test_a_choice_that_cannot_be_made_is_a_usage_error(
    stage: Stage, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    """One sentence, and no verdict that could be taken for one."""
    done = command(stage, tmp_path, *arguments)

    assert done.returncode == 2, done.stderr
    assert said in done.stderr.splitlines()[-1], done.stderr
    assert "Traceback" not in done.stderr
    for path in tmp_path.rglob("verdict.json"):
        assert Verdict.model_validate_json(path.read_text()).verdict is Result.INCONCLUSIVE


def test_a_phone_is_walked_as_on_a_phone(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """In its viewport, under its user agent with our mark behind it; Postry's journeys pass there too."""
    phone = Options(only=("landing", "quiz"), device="iPhone 13")
    assert stage.judged_in(stage.deploy(Postry), tmp_path / "postry", phone).verdict is Result.PASS

    source = """
def test_it(page, target):
    page.goto(target.address("/page"))
    assert page.viewport_size["width"] == 390
    assert "iPhone" in page.evaluate("navigator.userAgent")
"""
    own_journeys(monkeypatch, tmp_path / "suite", journey=source)
    (tmp_path / "suite" / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    with Stub({"/": Page(), "/page": page("")}) as site:
        verdict = judge(Target(url=site.url), tmp_path / "run", options=Options(device="iPhone 13"))
        agents = [headers["user-agent"] for path, headers in site.seen if path == "/page"]

    assert outcomes(verdict) == {"journey": "pass"}, check(verdict, "journey").message
    assert "iPhone" in agents[0]
    assert agents[0].endswith(" firedrill-gate/run")
