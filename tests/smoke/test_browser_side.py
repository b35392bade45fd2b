"""What a journey's browser sends, and what is seen go wrong in it: small sites in a real browser."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from fixtures.target import Target
from reports.verdict import Verdict
from smoke.marks import trace_id
from tests.smoke.judging import check, judge, outcomes, own_journeys
from tests.smoke.stub import Page, Stub

# A suite elsewhere gets the fixtures and hooks of the gate's own.
CONFTEST = "from smoke.conftest import *\n"
OPENS = """
from smoke.pages.page import SitePage
def test_it(page, target, watch):
    SitePage(page, target).go("/{name}")
"""


def run(
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
    pages: dict[str, Page],
    sources: dict[str, str],
    env: dict[str, str] | None = None,
    header: str | None = None,
    **known: object,
) -> tuple[Verdict, Stub]:
    """Judge a stub with these journeys."""
    own_journeys(monkeypatch, folder / "suite", **sources)
    (folder / "suite" / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    with Stub({"/": Page(), **pages}) as site:
        target = Target.model_validate({"url": site.url, "client_header_env": header, **known})
        return judge(target, folder / "run", env=env), site


def page(body: str) -> Page:
    """A page with this in its body."""
    return Page(f"<!doctype html><html lang=en><title>x</title><h1>x</h1>{body}")


def test_headers_go_to_the_target_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nor with a redirect; who we are is told to a host that the site leads to, and to no other."""
    with Stub({"/": Page()}) as other:
        pages = {
            "/start": page(f"<img src={other.url}/image.png><script src=/own.js></script>"),
            "/own.js": Page("", kind="text/javascript"),
            "/near": Page(status=302, location="/start"),
            "/away": Page(status=302, location=f"{other.url}/"),
        }
        source = """
def test_it(page, target):
    for path in ("/start", "/near", "/away"):
        page.goto(target.address(path))
"""
        verdict, site = run(
            monkeypatch,
            tmp_path,
            pages,
            {"journey": source},
            env={"CLIENT": "x-firedrill-client: 198.51.100.2;abc"},
            header="CLIENT",
        )

    assert outcomes(verdict) == {"journey": "pass"}
    from_browser = [(path, headers) for path, headers in site.seen if "sec-fetch-mode" in headers]
    assert {path for path, _ in from_browser} >= {"/start", "/near", "/away", "/own.js"}
    for path, headers in from_browser:
        assert headers["user-agent"].endswith(" firedrill-gate/run"), path
        assert headers["traceparent"].startswith(f"00-{trace_id('run')}-"), path
        assert headers["sentry-trace"].startswith(f"{trace_id('run')}-"), path
        assert headers["accept-language"].startswith("fr"), path
    assert {headers.get("x-firedrill-client") for _, headers in from_browser} == {"198.51.100.2;abc"}
    assert {path for path, _ in other.seen} == {"/image.png", "/"}
    for path, headers in other.seen:
        told = " ".join([*headers, *headers.values()])
        assert "198.51.100.2;abc" not in told, path
        assert ("firedrill-gate/run" in told and "traceparent" in told) is (path == "/"), path


def test_what_goes_wrong_in_the_page_fails_its_journey(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """All that the journey asked for was there; the page itself was not well."""
    names = ("console", "thrown", "missing", "broken", "cut", "well", "foreign", "left")
    with Stub({"/": Page()}) as other:
        pages = {
            "/console": page("<script>console.error('boom')</script>"),
            "/thrown": page("<script>undefined.id</script>"),
            "/missing": page("<img src=/no.png>"),
            "/broken": page("<script>fetch('/api')</script>"),
            "/api": Page("{}", status=503),
            "/cut": page("<script>const c = new AbortController();fetch('/slow', c);c.abort()</script>"),
            "/well": page("<script>console.warn('hm')</script>"),
            "/foreign": page(f"<img src={other.url}/no.png>"),
            # A request that the next page cuts short is how the web works.
            "/left": page("<script>fetch('/slow').catch(() => 0); location = '/well'</script>"),
            "/slow": Page(hangs=True),
        }
        sources = {name: OPENS.format(name=name) for name in names}
        sources["left"] += "    page.wait_for_url('**/well')\n"
        sources["broken"] += "    page.wait_for_load_state('networkidle')\n"
        verdict, _ = run(monkeypatch, tmp_path, pages, sources)

    bad = {"console", "thrown", "missing", "broken", "cut"}
    assert outcomes(verdict) == {name: "fail" if name in bad else "pass" for name in names}
    found = {
        name: (check(verdict, name).attempts[0].error_class, check(verdict, name).message) for name in bad
    }
    assert found["console"] == ("console", "console error: boom")
    assert found["thrown"][0] == "console"
    assert "Cannot read properties of undefined (reading 'id')" in found["thrown"][1]
    assert found["missing"] == ("http-4xx", "GET /no.png answered 404")
    assert found["broken"] == ("gateway", "GET /api answered 503")
    # That the page gave it up is its own doing; that nobody caught it is an error.
    assert found["cut"][0] == "console"
    assert check(verdict, "thrown").runbook_ref == "1.2"
    assert verdict.suggested_action == "rollback"


def test_what_a_journey_expects_is_no_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A refused password answers 401, which the browser writes to its console too; more is an error."""
    source = """
import pytest
@pytest.mark.parametrize("path", {paths})
def test_it(page, target, watch, path):
    with watch.expecting(401):
        page.goto(target.address("/well"))
        page.evaluate("path => fetch(path).then(answer => answer.status)", path)
"""
    pages = {"/well": page(""), "/401": Page(status=401), "/403": Page(status=403)}
    verdict, _ = run(
        monkeypatch,
        tmp_path,
        pages,
        {"good": source.format(paths=["/401"]), "bad": source.format(paths=["/401", "/403"])},
    )

    assert outcomes(verdict) == {"good": "pass", "bad": "fail"}
    assert check(verdict, "bad").message == "GET /403 answered 403"


def test_a_failure_keeps_a_picture_and_a_trace_without_secrets(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Scrubbed and with their digests; what passed keeps nothing."""
    source = """
def test_it(page, target):
    page.goto(target.address("/form"))
    page.get_by_label("Password").fill("hunter2-is-secret")
    assert {passes}, "the form is not sent: hunter2-is-secret"
"""
    own_journeys(
        monkeypatch, tmp_path / "suite", bad=source.format(passes=False), good=source.format(passes=True)
    )
    (tmp_path / "suite" / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    form = page("<label>Password <input name=password></label>")
    with Stub({"/": Page(), "/form": form}) as site:
        target = Target.model_validate(
            {
                "url": site.url,
                "login": {"email": "a@b.fr", "password_env": "SECRET"},
                "client_header_env": "CLIENT",
            }
        )
        env = {"SECRET": "hunter2-is-secret", "CLIENT": "x-firedrill-client: 192.0.2.1;abc-is-signed"}
        verdict = judge(target, tmp_path / "run", env=env)

    artifacts = {artifact.path: artifact for artifact in check(verdict, "bad").artifacts}
    assert set(artifacts) == {"artifacts/bad-page-1.png", "artifacts/bad-trace-1.zip"}
    assert all(artifact.scrubbed and len(artifact.sha256) == 64 for artifact in artifacts.values())
    assert not check(verdict, "good").artifacts
    assert verdict.redactions > 0
    assert "hunter2-is-secret" not in verdict.model_dump_json()
    assert ("x-firedrill-client", "192.0.2.1;abc-is-signed") in site.seen[-1][1].items()
    assert_nowhere(b"hunter2-is-secret", tmp_path / "run")
    assert_nowhere(b"abc-is-signed", tmp_path / "run")


def assert_nowhere(secret: bytes, folder: Path) -> None:
    """No byte of a folder holds it, members of zip files included."""
    for path in folder.rglob("*"):
        if path.is_file():
            assert secret not in path.read_bytes(), path
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                assert archive.namelist()
                for name in archive.namelist():
                    assert secret not in archive.read(name), (path, name)


def test_no_credentials_are_inconclusive_by_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A journey that needs a user and has none is never passed over."""
    source = "def test_it(credentials):\n    pass\n"
    verdict, _ = run(monkeypatch, tmp_path, {}, {"journey": source})

    assert outcomes(verdict) == {"journey": "inconclusive"}
    assert "no credentials configured" in check(verdict, "journey").message
    assert json.loads(verdict.model_dump_json())["verdict"] == "INCONCLUSIVE"


def test_a_browser_that_does_not_start_is_no_failure_of_the_site(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Our own set-up is to blame."""
    monkeypatch.setenv("FIREDRILL_BROWSER", "/bin/false")
    verdict, _ = run(monkeypatch, tmp_path, {}, {"journey": OPENS.format(name="")})

    assert outcomes(verdict) == {"journey": "inconclusive"}
    assert check(verdict, "journey").attempts[0].error_class == "setup"
