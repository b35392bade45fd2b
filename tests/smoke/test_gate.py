"""The parent's side: whatever the child does, what has no result is never a pass."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from pathlib import Path

import pytest

from fixtures.target import Budgets, Target
from reports.verdict import Outcome, Result
from smoke import evidence_run
from smoke.assignment import HARNESS_BROKE
from smoke.check import Case, EvidenceCheck, Finding
from smoke.checks import vendor_status
from smoke.conclusion import NO_JOURNEY, OUT_OF_BUDGET
from tests.smoke.judging import check, judge, outcomes, own_journeys
from tests.smoke.stub import Page, Stub

PASSES = "def test_it():\n    pass\n"
FAILS = "def test_it():\n    assert False, 'the post is lost'\n"
SLEEPS = "import time\ndef test_it():\n    time.sleep(60)\n"
DIES = "import os\ndef test_it():\n    os._exit(7)\n"


def test_each_journey_is_a_check_with_its_outcome(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A file is a check; a failed assertion fails it with its message."""
    own_journeys(monkeypatch, tmp_path / "suite", good=PASSES, bad=FAILS)
    with Stub({"/": Page()}) as site:
        verdict = judge(Target(url=site.url), tmp_path / "run")

    assert verdict.verdict is Result.FAIL
    assert outcomes(verdict) == {"good": "pass", "bad": "fail"}
    assert "the post is lost" in check(verdict, "bad").message
    assert check(verdict, "bad").attempts[0].error_class == "assertion"
    assert "bad-fail" in [reason.code for reason in verdict.reasons]
    assert verdict.run_id == "run"


def test_a_file_of_several_tests_fails_with_the_worst(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One of them passing does not help."""
    own_journeys(monkeypatch, tmp_path / "suite", mixed=FAILS + "\ndef test_other():\n    pass\n")
    with Stub({"/": Page()}) as site:
        verdict = judge(Target(url=site.url), tmp_path / "run")

    assert outcomes(verdict) == {"mixed": "fail"}
    assert len(check(verdict, "mixed").attempts) == 2


def test_without_vendors_the_evidence_is_inconclusive_by_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Nothing known is no pass; the vendors' status is only advice."""
    own_journeys(monkeypatch, tmp_path / "suite", good=PASSES)
    with Stub({"/": Page()}) as site:
        verdict = judge(Target(url=site.url), tmp_path / "run")

    assert verdict.verdict is Result.INCONCLUSIVE
    assert {reason.check for reason in verdict.reasons} == {
        "identity",
        "log-errors",
        "error-rate",
        "new-issues",
        "session",
    }
    assert "Sentry is not configured" in check(verdict, "error-rate").message
    assert not check(verdict, "vendor-status").blocking


def test_a_child_that_dies_leaves_its_journey_inconclusive_and_the_rest_not_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What had passed before stays; the log of the child is kept."""
    own_journeys(monkeypatch, tmp_path / "suite", good=PASSES, deadly=DIES, last=PASSES)
    with Stub({"/": Page()}) as site:
        verdict = judge(Target(url=site.url), tmp_path / "run")

    assert verdict.verdict is Result.INCONCLUSIVE
    assert outcomes(verdict) == {"good": "pass", "deadly": "inconclusive", "last": "not_run"}
    assert "exit code 7" in check(verdict, "last").message
    assert [artifact.path for artifact in verdict.artifacts] == ["artifacts/journeys-pytest.log"]
    assert "last" in verdict.expected_checks
    assert "last" not in verdict.executed_checks


def test_a_child_that_cannot_start_runs_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Its interpreter dies before pytest is there."""
    own_journeys(monkeypatch, tmp_path / "suite", good=PASSES)
    (tmp_path / "sitecustomize.py").write_text("import os, sys\nif 'pytest' in sys.orig_argv: os._exit(9)\n")
    with Stub({"/": Page()}) as site:
        verdict = judge(Target(url=site.url), tmp_path / "run", env={"PYTHONPATH": str(tmp_path)})

    assert verdict.verdict is Result.INCONCLUSIVE
    assert outcomes(verdict) == {"good": "not_run"}
    assert "exit code 9" in check(verdict, "good").message


def test_a_file_that_cannot_be_read_does_not_hide_the_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its journey is not run, and the message says why."""
    own_journeys(monkeypatch, tmp_path / "suite", good=PASSES, broken="def test_it(:\n")
    with Stub({"/": Page()}) as site:
        verdict = judge(Target(url=site.url), tmp_path / "run")

    assert outcomes(verdict) == {"good": "pass", "broken": "not_run"}
    assert "SyntaxError" in check(verdict, "broken").message


@pytest.mark.parametrize("sources", [{"empty": ""}, {}])
def test_nothing_collected_is_never_a_pass(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sources: dict[str, str]
) -> None:
    """Neither an empty file nor no file at all."""
    own_journeys(monkeypatch, tmp_path / "suite", **sources)
    with Stub({"/": Page()}) as site:
        verdict = judge(Target(url=site.url), tmp_path / "run")

    assert verdict.verdict is Result.INCONCLUSIVE
    assert outcomes(verdict) == dict.fromkeys(sources, "not_run")
    assert (NO_JOURNEY in [reason.code for reason in verdict.reasons]) is not bool(sources)


def test_the_budget_ends_what_hangs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What had passed stays, what runs is inconclusive, what had not begun is not run."""
    own_journeys(monkeypatch, tmp_path / "suite", good=PASSES, slow=SLEEPS, last=PASSES)
    begun = time.monotonic()
    with Stub({"/": Page()}) as site:
        verdict = judge(Target(url=site.url, budgets=Budgets(gate_s=6)), tmp_path / "run")

    assert time.monotonic() - begun < 6
    assert verdict.verdict is Result.INCONCLUSIVE
    assert verdict.reasons[0].code == OUT_OF_BUDGET
    assert outcomes(verdict) == {"good": "pass", "slow": "inconclusive", "last": "not_run"}
    assert "budget of 6 s" in check(verdict, "slow").message


def test_the_budget_ends_whatever_hangs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The login, every vendor and the site itself: the verdict comes in time, and says what is unknown."""
    own_journeys(monkeypatch, tmp_path / "suite", dashboard=SLEEPS)
    names = ("/auth/v1/token?grant_type=password", "/v9/projects/p?teamId=t", "/api/v2/summary.json")
    hanging = {name: Page(hangs=True) for name in names}
    begun = time.monotonic()
    with Stub({"/": Page(), **hanging}) as site:
        secret = {"token_env": "SECRET", "api": site.url}
        target = Target.model_validate(
            {
                "url": site.url,
                "budgets": {"gate_s": 8, "ready_s": 1},
                "login": {"email": "a@b.example", "password_env": "SECRET"},
                "supabase": {"url": site.url, "anon_key_env": "SECRET"},
                "vercel": {"team": "t", "project": "p", **secret},
                "sentry": {"org": "o", "project": "p", **secret},
                "status_pages": dict.fromkeys(("vercel", "supabase", "google"), site.url),
            }
        )
        verdict = judge(target, tmp_path / "run", env={"SECRET": "x-secret"})

    assert time.monotonic() - begun < 8
    assert verdict.verdict is Result.INCONCLUSIVE
    assert verdict.reasons[0].code == OUT_OF_BUDGET
    assert not [one.id for one in verdict.checks if one.outcome is Outcome.PASS and one.id != "reachable"]


def test_a_failure_seen_before_the_budget_ended_stays_a_failure(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The end of the budget excuses nothing."""
    own_journeys(monkeypatch, tmp_path / "suite", bad=FAILS, slow=SLEEPS)
    with Stub({"/": Page()}) as site:
        verdict = judge(Target(url=site.url, budgets=Budgets(gate_s=6)), tmp_path / "run")

    assert verdict.verdict is Result.FAIL


def test_one_journey_that_takes_too_long_has_failed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A check that times out has failed, long before the budget ends."""
    own_journeys(monkeypatch, tmp_path / "suite", slow=SLEEPS, last=PASSES)
    with Stub({"/": Page()}) as site:
        verdict = judge(Target(url=site.url, budgets=Budgets(journey_s=0.3)), tmp_path / "run")

    assert verdict.verdict is Result.FAIL
    assert outcomes(verdict) == {"slow": "fail", "last": "not_run"}
    assert check(verdict, "slow").attempts[0].error_class == "timeout"


def test_a_site_that_refuses_fails_at_once_and_begins_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """No journey is begun, so none can pass."""
    own_journeys(monkeypatch, tmp_path / "suite", good=PASSES)
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        target = Target(url=f"http://127.0.0.1:{held.getsockname()[1]}", budgets=Budgets(ready_s=0))
        verdict = judge(target, tmp_path / "run")

    assert verdict.verdict is Result.FAIL
    assert verdict.executed_checks == ["reachable"]
    assert outcomes(verdict) == {"good": "not_run"}


def test_a_name_that_does_not_resolve_is_inconclusive(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It says nothing about the site."""
    own_journeys(monkeypatch, tmp_path / "suite", good=PASSES)

    verdict = judge(Target(url="http://no-such-host.invalid"), tmp_path / "run")

    assert verdict.verdict is Result.INCONCLUSIVE
    assert check(verdict, "reachable").outcome is Outcome.INCONCLUSIVE


def test_a_check_that_breaks_itself_is_our_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Inconclusive, with a code that the command ends with 4 for; the others go on."""

    async def read(case: Case) -> Finding:
        raise KeyError("a bug of ours")

    broken = EvidenceCheck(id="broken", kind="logs", title="broken", read=read)
    monkeypatch.setattr(evidence_run, "discover", lambda: [broken, vendor_status.CHECK])
    own_journeys(monkeypatch, tmp_path / "suite", good=PASSES)
    with Stub({"/": Page()}) as site:
        verdict = judge(Target(url=site.url), tmp_path / "run")

    assert verdict.verdict is Result.INCONCLUSIVE
    assert HARNESS_BROKE in [reason.code for reason in verdict.reasons]
    assert "KeyError" in check(verdict, "broken").message
    assert outcomes(verdict) == {"good": "pass"}


def test_a_vendor_that_hangs_does_not_hold_the_gate(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """At the end of the budget its check is inconclusive."""

    async def read(case: Case) -> Finding:
        await asyncio.sleep(60)
        raise AssertionError

    slow = EvidenceCheck(id="slow", kind="logs", title="slow", read=read)
    monkeypatch.setattr(evidence_run, "discover", lambda: [slow])
    own_journeys(monkeypatch, tmp_path / "suite", good=PASSES)
    with Stub({"/": Page()}) as site:
        verdict = judge(Target(url=site.url, budgets=Budgets(gate_s=12)), tmp_path / "run")

    assert verdict.verdict is Result.INCONCLUSIVE
    assert check(verdict, "slow").outcome is Outcome.INCONCLUSIVE
    assert "budget" in check(verdict, "slow").message
    assert outcomes(verdict) == {"good": "pass"}


def test_the_child_gets_no_token_of_a_vendor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What the browser's process does not hold, no page and no trace can show."""
    source = (
        "import os\ndef test_it():\n    assert 'VERCEL_X' not in os.environ\n    assert os.environ['KEEP']\n"
    )
    own_journeys(monkeypatch, tmp_path / "suite", good=source)
    vercel = {"team": "t", "project": "p", "token_env": "VERCEL_X", "api": "http://127.0.0.1:9"}
    env = {"VERCEL_X": "secret", "KEEP": "1"}
    with Stub({"/": Page()}) as site:
        target = Target.model_validate({"url": site.url, "vercel": vercel})
        verdict = judge(target, tmp_path / "run", env=env)

    assert outcomes(verdict) == {"good": "pass"}


def test_the_working_directory_does_not_matter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder with a `smoke` of its own, and options in the environment, change nothing."""
    own_journeys(monkeypatch, tmp_path / "suite", good="import smoke.browsing.watch\n" + PASSES)
    (tmp_path / "smoke.py").write_text("raise RuntimeError\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    monkeypatch.chdir(tmp_path)
    with Stub({"/": Page()}) as site:
        verdict = judge(
            Target(url=site.url), tmp_path / "run", env={"PYTEST_ADDOPTS": "-k nothing", "PYTHONPATH": ""}
        )

    assert outcomes(verdict) == {"good": "pass"}


def test_nothing_is_left_in_the_temporary_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The private folder of the run is removed."""
    own_journeys(monkeypatch, tmp_path / "suite", good=PASSES)
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    with Stub({"/": Page()}) as site:
        judge(Target(url=site.url), tmp_path / "run")

    assert os.listdir(temporary) == []
