"""No request of a load leaves the target's own origin, whatever a redirect says."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from reports.verdict import ExitCode
from tests.load.leading_server import Answer, LeadingServer
from tests.load.test_command import run

PASSWORD = "password-of-the-load-31"


def load(folder: Path, site: LeadingServer, *, cookie: str = "") -> subprocess.CompletedProcess[str]:
    """Fifteen users behind one address, on this site."""
    given = 'cookie_env = "MY_COOKIE"' if cookie else ""
    (folder / "firedrill.toml").write_text(
        f'[target.mine]\nurl = "{site.url}"\n'
        '[target.mine.login]\nemail = "smoke@postry.ai"\npassword_env = "MY_PASSWORD"\n'
        f"[target.mine.load]\nallowed = true\n{given}\n",
        encoding="utf-8",
    )
    env = {"MY_PASSWORD": PASSWORD, "MY_COOKIE": cookie}
    return run(folder, "run", "rate-limit", "--url", site.url, "--json", **env)


def arm(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """What its only arm found."""
    found: dict[str, Any] = json.loads(done.stdout)["load"]["arms"][0]
    return found


def leads(at: str, to: str, status: int = 302) -> Answer:
    """Redirects this one request."""
    return lambda method, path, _: (status, to) if f"{method} {path}" == at else (200, "")


@pytest.mark.parametrize(
    ("at", "status", "to"),
    [
        ("GET /", 301, "OTHER/"),
        ("GET /quiz", 302, "//HOST/quiz"),
        ("GET /login", 303, "http://127.0.0.1:OWN@HOST/login"),
        ("POST /api/login", 307, "OTHER/api/login"),
        ("POST /api/login", 308, "HTTP://localhost:OWN/api/login"),
        ("GET /", 302, "https://127.0.0.1:OWN/"),
    ],
    ids=["absolute", "no-scheme", "user-info", "password", "another-name", "https"],
)
def test_visitors_who_are_led_away_do_not_come_in(tmp_path: Path, at: str, status: int, to: str) -> None:
    """Whichever request it is, nothing arrives elsewhere, and the verdict says what to do."""
    with LeadingServer() as other, LeadingServer() as site:
        to = to.replace("OTHER", other.url).replace("HOST", f"127.0.0.1:{other.port}")
        site.answer = leads(at, to.replace("OWN", str(site.port)), status)
        done = load(tmp_path, site)

    assert done.returncode == ExitCode.INCONCLUSIVE, done.stderr
    assert other.asked == []
    assert "nobody can come in" in arm(done)["because"]
    assert "list it as its url" in arm(done)["because"]
    assert site.asked.count("POST /api/login") <= 15
    assert PASSWORD not in done.stdout + done.stderr


def test_a_load_that_is_led_away_is_inconclusive(tmp_path: Path) -> None:
    """Once under way, too, and when it is judged again: one such answer is enough."""
    with LeadingServer() as other, LeadingServer() as site:
        away = f"{other.url}/persist-on-login?token=7"
        site.answer = lambda _, path, before: (
            (200, "") if path != "/persist-on-login" else (307, away) if before == 7 else (201, "")
        )
        done = load(tmp_path, site)
        again = run(tmp_path, "judge", "latest", "--json")

    assert done.returncode == ExitCode.INCONCLUSIVE, done.stderr
    assert other.asked == []
    assert f"requests were led to {other.url}, where nothing was sent" in arm(done)["because"]
    assert arm(again) == arm(done)


def test_a_chain_that_leaves_in_the_end_does_not(tmp_path: Path) -> None:
    """Its hops on the site are followed, the one that leaves is not."""
    with LeadingServer() as other, LeadingServer() as site:
        hops = {"/": "/a", "/a": "b", "/b": f"{other.url}/c"}
        site.answer = lambda _, path, __: (302, hops[path]) if path in hops else (200, "")
        done = load(tmp_path, site)

    assert done.returncode == ExitCode.INCONCLUSIVE, done.stderr
    assert {"GET /a", "GET /b"} <= set(site.asked)
    assert other.asked == []


def test_redirects_on_the_site_are_followed(tmp_path: Path) -> None:
    """Relative or absolute; a session that was given goes along, and a page's own refresh is no redirect."""
    with LeadingServer() as other, LeadingServer() as site:
        refresh = f'<meta http-equiv="refresh" content="0; url={other.url}/">'
        hops = {"/": "home/", "/quiz": "//127.0.0.1:OWN/quiz/", "/login": "HTTP://127.0.0.1:OWN/login/"}
        site.answer = lambda _, path, __: (
            (308, hops[path].replace("OWN", str(site.port))) if path in hops else (200, refresh)
        )
        done = load(tmp_path, site, cookie="sb=me")

    assert done.returncode == ExitCode.FAIL, done.stderr
    assert arm(done)["answer"] == "NOT REPRODUCED"
    assert {"GET /home/", "GET /quiz/", "GET /login/"} <= set(site.asked)
    assert set(site.cookies) == {"sb=me"}
    assert other.asked == []
