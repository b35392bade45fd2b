"""Whose requests carry the run's marks, and that nothing else about them changes: a real browser on stubs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from smoke.marks import trace_id
from tests.smoke.judging import check, outcomes
from tests.smoke.stub import Page
from tests.smoke.test_browser_side import page
from tests.smoke.web import SHARED, WORKER, from_browser, is_marked, web

# What a French post may hold, and what encodings of forms treat each in its own way.
TEXT = "C'est l'été (100 %) * d'envie ~ & \"de\" lumière ! <b>"
FREE = (("access-control-allow-origin", "*"),)


def test_marks_reach_the_own_origins_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """However the request comes about: frames, workers, popups, redirects; a second visitor's too."""
    source = """
def test_it(new_visitor, target):
    for _ in range(2):
        page = new_visitor()
        page.goto(target.address("/start"))
        page.wait_for_function("left === 0")
        page.goto(target.address("/to-api"))
        with page.expect_popup() as popup:
            page.evaluate("window.open('API/popup')")
        popup.value.wait_for_function("left === 0")
"""
    with web() as all_of_it:
        site, api, other = all_of_it.site, all_of_it.api, all_of_it.other
        body = """
            <script>let left = 7; onmessage = () => left--</script>
            <img src=OTHER/picture><script src=OTHER/script.js></script><iframe src=OTHER/frame></iframe>
            <link rel=stylesheet href=OTHER/style.css><iframe src=API/frame></iframe>
            <iframe src=/away></iframe><iframe src=OTHER/back></iframe>
            <script>
                for (const asked of [
                    fetch('OTHER/fetched'), fetch('API/fetched'), fetch('/leaves', {mode: 'no-cors'})
                ]) asked.then(onmessage);
                new Worker('/worker.js').onmessage = onmessage;
                new SharedWorker('/shared.js').port.onmessage = onmessage;
            </script>"""
        framed = "<script>onload = () => parent.postMessage(0, '*')</script>"
        site.pages |= {
            "/start": page(all_of_it.filled(body)),
            "/worker.js": Page(WORKER.format("fetch('/by-worker')"), kind="text/javascript"),
            "/shared.js": Page(SHARED.format("fetch('/by-shared-worker')"), kind="text/javascript"),
            "/by-worker": Page("x"),
            "/by-shared-worker": Page("x"),
            "/leaves": Page(status=307, location=f"{all_of_it.other_url}/left"),
            "/away": Page(status=302, location=f"{all_of_it.other_url}/came"),
            "/to-api": Page(status=302, location=f"{all_of_it.api_url}/came"),
            "/home": page(""),
            "/seen-in-their-frame": Page("", kind="image/png"),
        }
        api.pages |= {
            "/fetched": Page("x", headers=FREE),
            "/frame": page(framed),
            "/came": page(""),
            "/popup": page("<script>let left = 1; fetch('/by-popup').then(() => left--)</script>"),
            "/by-popup": Page("x"),
        }
        other.pages |= {
            "/picture": Page("", kind="image/png"),
            "/script.js": Page("", kind="text/javascript"),
            "/style.css": Page("", kind="text/css"),
            "/frame": page(f"<img src={site.url}/seen-in-their-frame>{framed}"),
            "/fetched": Page("x", headers=FREE),
            "/left": Page("x"),
            "/came": page(""),
            "/back": Page(status=302, location=f"{site.url}/home"),
        }
        verdict = all_of_it.judge(monkeypatch, tmp_path, {"journey": source})

    assert outcomes(verdict) == {"journey": "pass"}, check(verdict, "journey").message
    of_site, of_api = from_browser(site), from_browser(api)
    assert {path for path, _ in of_site} >= {*site.pages} - {"/"}
    assert {path for path, _ in of_api} >= {*api.pages} - {"/"}
    assert [path for path, headers in of_site + of_api if not is_marked(headers)] == []
    assert [path for path, _ in of_site].count("/start") == 2
    # The client's header is for the site alone.
    assert {headers.get("x-client") for _, headers in of_site} == {"198.51.100.7"}
    assert {headers.get("x-client") for _, headers in of_api} == {None}
    assert {path for path, _ in other.seen} >= {*other.pages} - {"/"}
    for path, headers in other.seen:
        told = " ".join([*headers, *headers.values()])
        assert not re.search(f"firedrill|traceparent|sentry-trace|x-client|{trace_id('run')}", told), path


def test_each_request_is_a_span_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Of the one trace."""
    with web() as all_of_it:
        all_of_it.site.pages |= {"/a": page("<script src=/b.js></script>"), "/b.js": Page("")}
        source = "def test_it(page, target):\n    page.goto(target.address('/a'))\n"
        all_of_it.judge(monkeypatch, tmp_path, {"journey": source})
        spans = [headers["traceparent"].split("-")[2] for _, headers in from_browser(all_of_it.site)]

    assert len(set(spans)) == len(spans) >= 2


def test_a_request_to_the_api_stays_what_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The marks bring no preflight of their own; what CORS allows works, and what it does not, does not."""
    source = """
def asked(page, how):
    return page.evaluate("how => eval(how).then(answer => answer.status, () => 'refused')", how)

def test_it(page, target, watch):
    page.goto(target.address("/start"))
    answers = {how: asked(page, how) for how in (
        "fetch('API/free')",
        "fetch('API/free', {method: 'POST', body: 'x'})",
        "fetch('API/cookie', {credentials: 'include'})",
        "fetch('API/json', {method: 'PUT', body: '{}', headers: {'content-type': 'application/json'}})",
    )}
    assert set(answers.values()) == {200}, answers
    assert asked(page, "fetch('API/closed')") == "refused"
    watch.seen.clear()
"""
    with web() as all_of_it:
        own = all_of_it.site.url
        allowed = (("access-control-allow-origin", own), ("access-control-allow-credentials", "true"))
        for_json = (
            ("access-control-allow-origin", own),
            ("access-control-allow-headers", "content-type"),
            ("access-control-allow-methods", "PUT"),
        )
        all_of_it.site.pages["/start"] = Page(
            page("").body, headers=(("set-cookie", "mine=1; Path=/"), ("referrer-policy", "unsafe-url"))
        )
        all_of_it.api.pages |= {
            "/free": Page("x", headers=FREE),
            "/cookie": Page("x", headers=allowed),
            "/json": Page("{}", headers=for_json),
            "/closed": Page("x"),
        }
        verdict = all_of_it.judge(monkeypatch, tmp_path, {"journey": source})
        api = all_of_it.api

    assert outcomes(verdict) == {"journey": "pass"}, check(verdict, "journey").message
    assert api.preflights == ["/json"]
    seen = dict(from_browser(api))
    assert {headers.get("origin") for headers in seen.values()} == {own}
    assert {headers.get("referer") for headers in seen.values()} == {f"{own}/start"}
    assert {headers["accept-language"][:2] for headers in seen.values()} == {"fr"}
    assert seen["/json"]["content-type"] == "application/json"
    assert all(is_marked(headers) for headers in seen.values())


SENDS = {
    "json": "fetch('/x', {method: 'POST', body: JSON.stringify({t: TEXT})})",
    "fields": "fetch('/x', {method: 'POST', body: new URLSearchParams({t: TEXT})})",
    "component": "fetch('/x', {method: 'POST', body: 't=' + encodeURIComponent(TEXT), headers: "
    "{'content-type': 'application/x-www-form-urlencoded'}})",
    "parts": "(() => { const form = new FormData(); form.append('t', TEXT); "
    "form.append('f', new Blob([new Uint8Array([255, 254, 0, 200])])); "
    "return fetch('/x', {method: 'POST', body: form}) })()",
    "beacon": "navigator.sendBeacon('/x', JSON.stringify({t: TEXT}))",
    "form": "document.forms[0].submit()",
    "other": "fetch('/x', {method: 'POST', body: new Uint8Array([255, 254, 0, 200])})",
}


def test_a_post_is_marked_as_browsers_send_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In JSON, as a form, in parts beside a file, which stays as it is to the byte; nothing else changes."""
    source = """
def test_it(page, target, writes):
    writes.mark(TEXT, "[mark]")
    page.goto(target.address("/start"))
    page.locator("textarea").fill(TEXT)
    with page.expect_request("**/x") as asked:
        page.evaluate("TEXT => { HOW }", TEXT)
    asked.value.response()
    assert writes.has_marked is MARKED
"""
    with web() as all_of_it:
        form = "<form method=post action=/x><textarea name=t></textarea></form>"
        all_of_it.site.pages |= {"/start": page(form), "/x": Page("ok")}
        sources = {
            name: source.replace("HOW", how).replace("MARKED", str(name != "other"))
            for name, how in SENDS.items()
        }
        sources = {name: f"TEXT = {TEXT!r}\n{of}" for name, of in sources.items()}
        verdict = all_of_it.judge(monkeypatch, tmp_path, sources)
        bodies = dict(zip(SENDS, all_of_it.site.bodies, strict=True))

    assert outcomes(verdict) == dict.fromkeys(SENDS, "pass"), verdict.checks
    marked = f"{TEXT} [mark]"
    assert json.loads(bodies["json"]) == json.loads(bodies["beacon"]) == {"t": marked}
    for name in ("fields", "component", "form"):
        assert parse_qs(bodies[name].decode()) == {"t": [marked]}, name
    assert f"\r\n\r\n{marked}\r\n--".encode() in bodies["parts"]
    assert b"\r\n\r\n\xff\xfe\0\xc8\r\n--" in bodies["parts"]
    assert bodies["other"] == b"\xff\xfe\0\xc8"
