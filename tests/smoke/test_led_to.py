"""Hosts that the site itself leads to are its own: marked, guarded and watched like the configured one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from fixtures.target import Target
from reports.verdict import Verdict
from tests.smoke.judging import check, judge, outcomes, own_journeys
from tests.smoke.stub import Page, Stub
from tests.smoke.test_browser_side import CONFTEST, page
from tests.smoke.web import from_browser, is_marked

POSTS = """
<form method=post action=/form></form>
<iframe src=THIRD/pay></iframe>
<script>
  const post = (to, more) => fetch(to, {method: 'POST', mode: 'no-cors', ...more}).catch(() => 0);
  navigator.sendBeacon('/beacon', 'x');
  const asked = Promise.all([
    post('/kept', {keepalive: true}), post('DOTTED/dotted'), post('SITE/back'), post('SITE/on-again'),
    post('/session'), post('THIRD/analytics'),
  ]);
</script>"""
# Each is a way to a page of the canonical host.
WAYS = {
    "redirect": "page.goto(target.address('/moved'))",
    "link": "page.goto(target.address('/start')); page.locator('a').first.click()",
    "script": "page.goto(target.address('/start')); page.evaluate(\"location = 'CANON/posts'\")",
    "form": "page.goto(target.address('/start')); page.locator('#reads').click()",
    "tab": """
    page.goto(target.address("/start"))
    with page.expect_popup() as popup:
        page.locator("a").last.click()
    page = popup.value""",
}
JOURNEY = """
def test_it(page, target):
    {way}
    page.wait_for_url("CANON/posts**")
    page.evaluate("asked")
    page.frame_locator("iframe").get_by_text("paid").wait_for()
    with page.context.expect_event("requestfailed", lambda request: request.url.endswith("/form")):
        page.evaluate("document.forms[0].submit()")
"""
FORMS = """
def test_it(page, target):
    for form in ("#writes", "#signs-in"):
        tab = page.context.new_page()  # the one before is on its way to the browser's own page of errors
        tab.goto(target.address("/start"))
        with page.context.expect_event("requestfailed", lambda request: request.url.startswith("CANON")):
            tab.locator(form).click()
"""


class Led:
    """A site at 127.0.0.1 whose canonical host is localhost, on another port, and a third party."""

    def __init__(self, stack: ExitStack) -> None:
        self.site, self.canon, self.third = (stack.enter_context(Stub({"/": Page()})) for _ in range(3))
        self.canon_url = self.canon.url.replace("127.0.0.1", "localhost")
        self.site.pages |= {
            "/start": page(
                self.filled(
                    "<a href=CANON/posts>x</a><a href=CANON/posts target=_blank>y</a>"
                    "<form action=CANON/posts><button id=reads>x</button></form>"
                    "<form method=post action=CANON/written><button id=writes>x</button></form>"
                    "<form method=post action=/session><button id=signs-in>x</button></form>"
                )
            ),
            "/moved": Page(status=308, location=f"{self.canon_url}/posts"),
            "/back": Page("ok"),
            "/session": Page(status=307, location=f"{self.canon_url}/written"),
            "/on-again": Page(status=307, location=f"{self.canon_url}/written"),
        }
        self.canon.pages |= {
            "/posts": page(self.filled(POSTS)),
            "/posts?": page(self.filled(POSTS)),
            "/written": page(""),
            "/session": Page("ok"),
        }
        self.third.pages |= {
            "/pay": page("paid<script>fetch('/charge', {method: 'POST'})</script>"),
            "/charge": Page("ok"),
            "/analytics": Page("ok"),
        }

    def judge(self, monkeypatch: pytest.MonkeyPatch, folder: Path, source: str) -> Verdict:
        """Walk this journey, read-only."""
        own_journeys(monkeypatch, folder / "suite", journey=self.filled(source))
        (folder / "suite" / "conftest.py").write_text(CONFTEST, encoding="utf-8")
        settings = {"writes": {"allowed": False, "always": ["POST /session"]}, "budgets": {"patience_s": 2}}
        target = Target.model_validate({"url": self.site.url, **settings})
        return judge(target, folder / "run")

    def filled(self, text: str) -> str:
        """With the addresses in it."""
        dotted = self.canon_url.replace("localhost", "LocalHost.")
        third = self.third.url.replace("127.0.0.1", "localhost")
        for word, url in (
            ("CANON", self.canon_url),
            ("DOTTED", dotted),
            ("THIRD", third),
            ("SITE", self.site.url),
        ):
            text = text.replace(word, url)
        return text


@contextmanager
def led() -> Iterator[Led]:
    """All three, up."""
    with ExitStack() as stack:
        yield Led(stack)


def written(stub: Stub) -> list[str]:
    """What arrived there and was no mere look."""
    return sorted(asked for asked in stub.asked if not asked.startswith("GET "))


@pytest.mark.parametrize("way", WAYS)
def test_a_host_that_the_site_leads_to_is_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, way: str
) -> None:
    """However it leads there: only the allowed write arrives, all is marked; third parties are let be."""
    with led() as hosts:
        verdict = hosts.judge(monkeypatch, tmp_path, JOURNEY.format(way=WAYS[way]))

    assert outcomes(verdict) == {"journey": "pass"}, check(verdict, "journey").message
    assert written(hosts.canon) == ["POST /session"]
    assert written(hosts.site) == []
    assert [path for path, headers in from_browser(hosts.canon) if not is_marked(headers)] == []
    assert written(hosts.third) == ["POST /analytics", "POST /charge"]
    assert not [path for path, headers in hosts.third.seen if "firedrill" in str(headers)]
    there = urlsplit(hosts.canon_url).netloc
    blocked = {f"POST /{path} at {there}" for path in ("beacon", "form", "kept")}
    dotted = f"POST /dotted at {there.replace('localhost', 'localhost.')}"
    assert set(verdict.mutations_blocked) == {*blocked, dotted, "POST /back", "POST /on-again"}


def test_the_first_that_goes_there_may_be_a_write(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A form of the site's, and the redirect of a login's post that keeps it a post."""
    with led() as hosts:
        verdict = hosts.judge(monkeypatch, tmp_path, FORMS)

    assert outcomes(verdict) == {"journey": "pass"}, check(verdict, "journey").message
    assert written(hosts.site) == ["POST /session"]
    assert hosts.canon.asked == []
    assert verdict.mutations_blocked == [f"POST /written at {urlsplit(hosts.canon_url).netloc}"]


def test_what_fails_there_fails_the_journey(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As at the configured host, and with the host's name."""
    with led() as hosts:
        hosts.canon.pages["/posts"] = page("<script>fetch('/breaks')</script>")
        hosts.canon.pages["/breaks"] = Page("oops", status=500)
        steps = (WAYS["redirect"], "page.wait_for_load_state('networkidle')")
        source = "def test_it(page, target):\n    " + "\n    ".join(steps)
        verdict = hosts.judge(monkeypatch, tmp_path, source)

    assert outcomes(verdict) == {"journey": "fail"}
    assert f"GET {hosts.canon_url}/breaks answered 500" in check(verdict, "journey").message
