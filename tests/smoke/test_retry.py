"""One more attempt, for what the infrastructure broke and for nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

import smoke
from fixtures.target import Target
from reports.verdict import Outcome, Result, Verdict
from smoke.options import Options
from tests.smoke.judging import check, judge, outcomes, own_journeys
from tests.smoke.other_site.site import OtherSite
from tests.smoke.stub import Page, Stub
from tests.smoke.test_browser_side import CONFTEST, OPENS, page


def judged(
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
    pages: dict[str, Page],
    options: Options | None = None,
    looks: str = "",
    **fields: Any,
) -> tuple[Verdict, Stub]:
    """One journey a page, which opens it and then ``looks``."""
    sources = {name: OPENS.format(name=name) + looks for name in pages}
    own_journeys(monkeypatch, folder / "suite", **sources)
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
    verdict, site = judged(monkeypatch, tmp_path, pages, Options(har=True))

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
    kept = {one.path.removeprefix("artifacts/gateway-") for one in check(verdict, "gateway").artifacts}
    assert kept == {"page-1.png", "trace-1.zip", "console.txt", "failed-requests.txt", "requests-1.har"}
    har = (tmp_path / "run" / "artifacts" / "gateway-requests-1.har").read_text()
    assert "unavailable" in har, "the first attempt's"


def test_what_the_site_got_wrong_is_not(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The second visit would have been fine, and nobody comes."""
    well = page("")
    pages = {
        "broken": Page("oops", status=500, then=well),
        "missing": Page("gone", status=404, then=well),
        "limited": Page("slower", status=429, then=well),
        "script": page("<script>undefined.id</script>"),
        "console": page("<script>console.error('boom')</script>"),
        "aborted": page(
            "<script>const c = new AbortController();"
            "fetch('/slow', {method: 'POST', signal: c.signal}).catch(() => 0); c.abort()</script>"
        ),
        "empty": Page("", status=204),
        "mixed": page("<script>fetch('/a'); fetch('/b')</script>"),
    }
    verdict, site = judged(monkeypatch, tmp_path, pages)

    assert outcomes(verdict) == dict.fromkeys(pages, "fail"), verdict.checks
    assert {name: visits(site, name) for name in pages} == dict.fromkeys(pages, 1)
    assert all(len(check(verdict, name).attempts) == 1 for name in pages)
    assert "ERR_ABORTED" in check(verdict, "aborted").message
    assert "ERR_ABORTED" in check(verdict, "empty").message


ON_THE_WAY = """
    held = []
    page.route("**/next", lambda route: held.append(route))
    with page.expect_request("**/hangs"):
        page.evaluate("location.href = '/next'; setTimeout(() => fetch('/hangs').catch(() => 0), 100)")
    with page.expect_event("requestfailed"):
        held[0].fulfill(body="<!doctype html><title>next</title>", content_type="text/html")
"""


def test_what_a_page_asks_for_on_its_way_out_is_cut_short_by_the_next_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A beacon or a fetch between the click and the page that it leads to: no failure of the site."""
    pages = {"plain": page("")}
    verdict, _ = judged(monkeypatch, tmp_path, pages, looks=ON_THE_WAY)

    assert outcomes(verdict) == {"plain": "pass"}, verdict.checks


def test_what_is_not_there_is_not_looked_for_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An assertion, and an element that does not come in time."""
    waits = "    page.get_by_role('button').click()\n"
    for number, looks in enumerate(("    assert False, 'the post is lost'\n", waits)):
        verdict, site = judged(monkeypatch, tmp_path / str(number), {"plain": page("")}, looks=looks)

        assert outcomes(verdict) == {"plain": "fail"}
        assert check(verdict, "plain").attempts[0].error_class == "assertion"
        assert visits(site, "plain") == 1


def test_twice_is_a_failure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With both attempts told."""
    verdict, site = judged(monkeypatch, tmp_path, {"down": Page("unavailable", status=502)})

    found = check(verdict, "down")
    assert found.outcome is Outcome.FAIL
    assert [attempt.outcome for attempt in found.attempts] == [Outcome.FAIL, Outcome.FAIL]
    assert visits(site, "down") == 2
    pictures = [one.path for one in found.artifacts if one.path.endswith(".png")]
    assert len(pictures) == len(set(pictures)) == 2, "one of each attempt"
    assert verdict.suggested_action == "rollback"


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


class Blip(OtherSite):
    """Nobody is behind the gateway when the quiz is first asked for."""

    has_blipped = False

    async def create(self, request: Request) -> Response:
        """One 503, then all is well."""
        if self.has_blipped:
            return await super().create(request)
        self.has_blipped = True
        return PlainTextResponse("Service Unavailable", 503)


class Blank(OtherSite):
    """The landing page is there, and empty."""

    async def landing(self, request: Request) -> Response:
        """Nothing of what it should show."""
        return HTMLResponse('<!doctype html><html lang="en"><title>x</title><link rel="icon" href="data:,">')


def program(site: OtherSite, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """One of Python's programs in a folder with the site's firedrill.toml."""
    (folder / "firedrill.toml").write_text(site.toml, encoding="utf-8")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("FIREDRILL_CO")}
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=folder,
        env={**clean, **site.env},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


@pytest.mark.parametrize(("flaky", "code"), [("pass", 0), ("fail", 1), ("inconclusive", 3)])
def test_the_command_takes_the_option(tmp_path: Path, flaky: str, code: int) -> None:
    """And says that the check was flaky, whatever it counts as."""
    with Blip() as site:
        options = ("--target", "scribely", "--only", "landing", "--flaky", flaky)
        done = program(site, tmp_path, "firedrill", "smoke", *options)

    assert done.returncode == code, done.stdout + done.stderr
    assert "flaky        landing" in done.stderr


def test_the_suite_alone_retries_too(tmp_path: Path) -> None:
    """The same, and no more: ``pytest smoke`` by itself."""
    suite = ("pytest", str(Path(smoke.__file__).parent), "-k", "test_landing")
    with Blip() as site:
        blip = program(site, tmp_path, *suite, "--base-url", site.url)
    with Blank() as site:
        dead = program(site, tmp_path, *suite, "--base-url", site.url)

    assert blip.returncode == 0, blip.stdout
    assert "1 passed" in blip.stdout
    assert "1 rerun" in blip.stdout
    assert dead.returncode == 1, dead.stdout
    assert " rerun" not in dead.stdout.splitlines()[-1]
