"""What is kept of a failure, and that nothing of it is lost when the page itself is."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from fixtures.target import Target
from reports.verdict import Outcome, Verdict
from smoke.options import EVERYTHING, Options
from tests.smoke.judging import check, judge, outcomes, own_journeys
from tests.smoke.stub import Page, Stub
from tests.smoke.test_browser_side import CONFTEST, page

FILES = {"page-1.png", "trace-1.zip", "console.txt", "failed-requests.txt"}
FAILS = """
def test_it(page, target):
    page.goto(target.address("/noisy"))
    page.wait_for_function("left === 0")
    assert {passes}, "not as it should be"
"""
NEEDS = """
def test_it(page, target, writes):
    page.goto(target.address("/noisy"))
    with writes.needed():
        assert page.evaluate("fetch('/save', {method: 'POST'}).then(() => true, () => false)"), "saved"
"""
# The first visitor's page dies, the second one's lives.
CRASHES = """
import pytest
from playwright.sync_api import Error
def test_it(new_visitor, target):
    first, second = new_visitor(), new_visitor()
    for page in (first, second):
        page.goto(target.address("/noisy"))
        page.wait_for_function("left === 0")
    with pytest.raises(Error, match="crash"):
        first.goto("chrome://crash")
    first.title()
"""
CLOSES = """
def test_it(page, target):
    page.goto(target.address("/noisy"))
    page.wait_for_function("left === 0")
    page.close()
    page.title()
"""


def judged(
    monkeypatch: pytest.MonkeyPatch, folder: Path, options: Options = EVERYTHING, **sources: str
) -> Verdict:
    """A page that says much, and asks a third party for what it has not."""
    own_journeys(monkeypatch, folder / "suite", **sources)
    (folder / "suite" / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    with Stub({"/": Page()}) as other, Stub({"/": Page()}) as site:
        site.pages["/noisy"] = page(
            "<script>let left = 2; const done = () => left--;"
            f"console.log('said this'); fetch('{other.url}/theirs', {{mode: 'no-cors'}}).then(done);"
            f"fetch('{other.url}/dropped', {{mode: 'no-cors'}}).catch(done)</script>"
        )
        other.pages["/dropped"] = Page(drops=True)
        other.pages["/theirs"] = Page("gone", status=410)
        fields = {"url": site.url, "budgets": {"patience_s": 2}, "writes": {"allowed": False}}
        return judge(Target.model_validate(fields), folder / "run", options=options)


def kept(verdict: Verdict, name: str) -> set[str]:
    """The names of a check's artifacts, without its own."""
    return {one.path.removeprefix(f"artifacts/{name}-") for one in check(verdict, name).artifacts}


def test_a_failure_keeps_all_that_tells_of_it_and_a_pass_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A picture, a trace, what was said, what did not come (third parties included); no HAR unasked."""
    verdict = judged(
        monkeypatch,
        tmp_path,
        bad=FAILS.format(passes=False),
        good=FAILS.format(passes=True),
        needs=NEEDS,
    )

    assert outcomes(verdict) == {"bad": "fail", "good": "pass", "needs": "inconclusive"}, verdict.checks
    assert kept(verdict, "bad") == FILES
    assert kept(verdict, "good") == kept(verdict, "needs") == set()
    folder = tmp_path / "run" / "artifacts"
    assert {path.name for path in folder.iterdir()} == {f"bad-{name}" for name in FILES}
    assert (folder / "bad-page-1.png").read_bytes().startswith(b"\x89PNG")
    with zipfile.ZipFile(folder / "bad-trace-1.zip") as trace:
        assert {"trace.trace", "trace.network"} <= set(trace.namelist())
        assert b"/noisy" in trace.read("trace.network")
    assert "log: said this (http://" in (folder / "bad-console.txt").read_text()
    missing = (folder / "bad-failed-requests.txt").read_text()
    assert "/theirs: 410" in missing
    assert "/dropped: net::ERR_" in missing


def test_a_har_is_kept_on_demand(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Of a failure, one for each visitor; of what passed none."""
    twice = """
def test_it(new_visitor, target):
    for _ in range(2):
        new_visitor().goto(target.address("/noisy"))
    assert {passes}, "not as it should be"
"""
    sources = {"bad": twice.format(passes=False), "good": twice.format(passes=True)}
    verdict = judged(monkeypatch, tmp_path, Options(har=True), **sources)

    assert kept(verdict, "bad") >= {"requests-1.har", "requests-2.har", "page-2.png", "trace-2.zip"}
    assert kept(verdict, "good") == set()
    for number in (1, 2):
        har = json.loads((tmp_path / "run" / "artifacts" / f"bad-requests-{number}.har").read_text())
        assert har["log"]["entries"][0]["request"]["url"].endswith("/noisy")


def test_a_dead_page_costs_nothing_but_its_picture(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Crashed or closed: its trace, its HAR and what it said are there, and all of the other visitor's."""
    verdict = judged(monkeypatch, tmp_path, Options(har=True), crashes=CRASHES, closes=CLOSES)

    assert check(verdict, "crashes").outcome is Outcome.FAIL
    assert check(verdict, "crashes").attempts[0].error_class == "crash"
    alive = {"page-2.png", "trace-2.zip", "requests-2.har"}
    of_the_dead = {"trace-1.zip", "requests-1.har", "console.txt", "failed-requests.txt"}
    assert kept(verdict, "crashes") == alive | of_the_dead
    assert kept(verdict, "closes") == of_the_dead
