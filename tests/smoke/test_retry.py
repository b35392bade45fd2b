"""One more attempt, for what the infrastructure broke and for nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fixtures.target import Target
from reports.verdict import Outcome, Result, Verdict
from smoke.options import Options
from tests.smoke.judging import check, judge, outcomes, own_journeys
from tests.smoke.stub import Page, Stub
from tests.smoke.test_browser_side import CONFTEST, OPENS, page


def judged(
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
    pages: dict[str, Page],
    options: Options | None = None,
    **fields: Any,
) -> tuple[Verdict, Stub]:
    """One journey a page, which opens it."""
    own_journeys(monkeypatch, folder / "suite", **{name: OPENS.format(name=name) for name in pages})
    (folder / "suite" / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    waived = dict.fromkeys(
        ("identity", "log-errors", "error-rate", "new-issues", "session", "dashboard"), "advise"
    )
    with Stub({"/": Page(), **{f"/{name}": answer for name, answer in pages.items()}}) as site:
        target = Target.model_validate(
            {"url": site.url, "budgets": {"patience_s": 1}, "checks": waived, **fields}
        )
        return judge(target, folder / "run", options=options or Options()), site


def visits(site: Stub, name: str) -> int:
    """How often a page was asked for."""
    return site.asked.count(f"GET /{name}")


def test_what_the_infrastructure_broke_is_tried_once_more(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A gateway with nobody behind it, a connection that breaks, a page that does not come."""
    well = page("")
    pages = {
        "gateway": Page("unavailable", status=503, then=well),
        "reset": Page(drops=True, then=well),
        "late": Page(hangs=True, then=well),
    }
    verdict, site = judged(monkeypatch, tmp_path, pages)

    assert outcomes(verdict) == dict.fromkeys(pages, "flaky"), verdict.checks
    assert {name: visits(site, name) for name in pages} == dict.fromkeys(pages, 2)
    classes = {name: [attempt.error_class for attempt in check(verdict, name).attempts] for name in pages}
    assert classes == {
        "gateway": ["gateway", None],
        "reset": ["net", None],
        "late": ["navigation-timeout", None],
    }
    assert verdict.verdict is Result.PASS
    assert "503" in check(verdict, "gateway").message
    assert [kept.path for kept in check(verdict, "gateway").artifacts], "the first attempt's"


def test_what_the_site_got_wrong_is_not(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The second visit would have been fine, and nobody comes."""
    well = page("")
    pages = {
        "broken": Page("oops", status=500, then=well),
        "missing": Page("gone", status=404, then=well),
        "limited": Page("slower", status=429, then=well),
        "script": page("<script>undefined.id</script>"),
        "mixed": page("<script>fetch('/a'); fetch('/b')</script>"),
    }
    verdict, site = judged(monkeypatch, tmp_path, pages)

    assert outcomes(verdict) == dict.fromkeys(pages, "fail"), verdict.checks
    assert {name: visits(site, name) for name in pages} == dict.fromkeys(pages, 1)
    assert all(len(check(verdict, name).attempts) == 1 for name in pages)


def test_twice_is_a_failure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With both attempts told."""
    verdict, site = judged(monkeypatch, tmp_path, {"down": Page("unavailable", status=502)})

    found = check(verdict, "down")
    assert found.outcome is Outcome.FAIL
    assert [attempt.outcome for attempt in found.attempts] == [Outcome.FAIL, Outcome.FAIL]
    assert visits(site, "down") == 2
    assert verdict.suggested_action == "redeploy"


@pytest.mark.parametrize(
    ("fields", "option", "result"),
    [
        ({}, None, Result.PASS),
        ({"flaky": "fail"}, None, Result.FAIL),
        ({"flaky": "fail"}, Result.INCONCLUSIVE, Result.INCONCLUSIVE),
        ({}, Result.FAIL, Result.FAIL),
    ],
)
def test_the_target_and_the_option_decide_what_flaky_counts_as(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    fields: dict[str, str],
    option: Result | None,
    result: Result,
) -> None:
    """The option before the target; it is told in either case."""
    pages = {"gateway": Page("unavailable", status=503, then=page(""))}
    verdict, _ = judged(monkeypatch, tmp_path, pages, Options(flaky=option), **fields)

    assert check(verdict, "gateway").outcome is Outcome.FLAKY
    assert verdict.verdict is result
    assert verdict.flaky_counts_as is result
    assert ("gateway-flaky" in [reason.code for reason in verdict.reasons]) is (result is not Result.PASS)
