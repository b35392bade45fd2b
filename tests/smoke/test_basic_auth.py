"""A staging site behind HTTP basic authentication: let in by names of variables, and nobody else is told."""

from __future__ import annotations

import base64
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from fixtures.target import Target
from reports.verdict import Result, Verdict
from smoke.doctor import lacks
from smoke.own_headers import own_headers
from tests.smoke.judging import check, judge, outcomes, own_journeys
from tests.smoke.stub import Page, Stub
from tests.smoke.test_browser_side import CONFTEST

USER, PASSWORD = "equipe", "mot de passe très secret"
PAIR = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
AUTH = {"user_env": "STAGING_USER", "password_env": "STAGING_PASSWORD"}
ENV = {"STAGING_USER": USER, "STAGING_PASSWORD": PASSWORD}
JOURNEY = """
def test_it(page, target):
    page.goto(target.address("/"))
    page.wait_for_function("window.done")
    assert page.locator("h1").inner_text() == "{heading}"
"""


class Staging:
    """Lets in whoever says the right words; ``seen`` holds the path and the words of each request."""

    def __init__(self, third: str) -> None:
        self.seen: list[tuple[str, str]] = []
        body = (
            "<!doctype html><title>x</title><h1>Bonjour</h1>"
            f"<script>const ask = (url, more) => fetch(url, {{mode: 'no-cors', ...more}}).catch(() => 0);"
            f"Promise.all([ask('/own'), ask('{third}/analytics'), "
            "ask('/bearer', {headers: {Authorization: 'Bearer of-the-page'}, mode: 'same-origin'})])"
            ".then(() => { window.done = true })</script>"
        ).encode()
        staging = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                words = self.headers.get("authorization", "")
                staging.seen.append((self.path, words))
                let_in = words == f"Basic {PAIR}" or (self.path == "/bearer" and words.startswith("Bearer "))
                self.send_response(200 if let_in else 401)
                if not let_in:
                    self.send_header("www-authenticate", 'Basic realm="staging"')
                self.send_header("content-type", "text/html; charset=utf-8")
                self.send_header("content-length", str(len(body) if let_in else 0))
                self.end_headers()
                if let_in:
                    self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}).start()


@pytest.fixture
def third() -> Iterator[Stub]:
    """Somebody else's host, which the page talks to."""
    with Stub({"/": Page(), "/analytics": Page("ok")}) as stub:
        yield stub


@pytest.fixture
def staging(third: Stub) -> Iterator[Staging]:
    """The site."""
    site = Staging(third.url)
    yield site
    site.server.shutdown()
    site.server.server_close()


def judged(
    staging: Staging,
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
    env: dict[str, str] = ENV,
    heading: str = "Bonjour",
    auth: dict[str, str] | None = AUTH,
) -> Verdict:
    """The gate's verdict on one journey."""
    own_journeys(monkeypatch, folder / "suite", journey=JOURNEY.replace("{heading}", heading))
    (folder / "suite" / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    return judge(Target.model_validate({"url": staging.url, "basic_auth": auth}), folder / "run")


def test_the_gate_is_let_in_over_http_and_in_the_browser(
    staging: Staging, third: Stub, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Every request of the site's own has the words, where the page has none itself; nobody else's has."""
    verdict = judged(staging, monkeypatch, tmp_path)

    assert outcomes(verdict) == {"journey": "pass"}, verdict.reasons
    own = [words for path, words in staging.seen if path != "/bearer"]
    assert set(own) == {f"Basic {PAIR}"}
    assert ("/bearer", "Bearer of-the-page") in staging.seen
    assert third.asked == ["GET /analytics"]
    assert not [headers for _, headers in third.seen if "authorization" in headers]


def test_no_artifact_of_a_failure_holds_the_words(
    staging: Staging, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Neither the password nor the pair, in no file and no form."""
    verdict = judged(staging, monkeypatch, tmp_path, heading="Au revoir")

    assert verdict.verdict is Result.FAIL
    kept = {str(path): path.read_bytes() for path in (tmp_path / "run" / "artifacts").iterdir()}
    (trace,) = (tmp_path / "run").rglob("*trace*.zip")
    with zipfile.ZipFile(trace) as archive:
        kept |= {name: archive.read(name) for name in archive.namelist()}
    assert any(b"uthorization" in content for content in kept.values()), "or this shows nothing"
    for name, content in kept.items():
        assert PAIR.encode() not in content, name
        assert PASSWORD.encode() not in content, name


@pytest.mark.parametrize(
    ("env", "auth", "said"),
    [
        ({}, None, "[target.NAME.basic_auth] with user_env and password_env lets the gate in"),
        ({"STAGING_USER": USER}, AUTH, "$STAGING_USER or $STAGING_PASSWORD is not set"),
        ({**ENV, "STAGING_PASSWORD": "wrong"}, AUTH, "did not take the user name of $STAGING_USER"),
    ],
)
def test_who_is_not_let_in_is_told_why(
    staging: Staging,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    env: dict[str, str],
    auth: dict[str, str] | None,
    said: str,
) -> None:
    """Ours to mend, not the site's: INCONCLUSIVE, by the names of what to set."""
    verdict = judged(staging, monkeypatch, tmp_path, env, auth=auth)

    assert verdict.verdict is Result.INCONCLUSIVE
    assert said in check(verdict, "reachable").message


def test_the_doctor_misses_them() -> None:
    """Before anything is sent."""
    target = Target.model_validate({"url": "https://staging.example", "basic_auth": AUTH})

    found = {lack.missing: lack.blocking for lack in lacks(target, {"STAGING_USER": USER})}

    assert found["$STAGING_PASSWORD is not set"] == ("reachable",)


def test_the_words_are_made_as_the_standard_has_it() -> None:
    """RFC 7617, in UTF-8; nothing where one is missing."""
    target = Target.model_validate({"url": "https://staging.example", "basic_auth": AUTH})

    assert own_headers(target, ENV) == {"authorization": f"Basic {PAIR}"}
    assert own_headers(target, {"STAGING_USER": USER}) == {}
