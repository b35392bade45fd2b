"""A real browser, in a process of its own: `python -m tests.reports.browsing trace|look …`.

Playwright's sync API leaves its thread with a running loop, so it stays out of pytest's process.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[2]
PASSWORD = 's3cret/p"ä+ 42&x'
BYPASS = "canary-bypass-8c1f"
COOKIE = "cookie-value-of-the-visitor-77"
BEARER = "opaque-bearer-token-4711"
REFRESH = "opaque-refresh-token-0815"
EMAIL = "smoke@postry.ai"
JWT = ".".join(
    base64.urlsafe_b64encode(part).decode().rstrip("=")
    for part in (b'{"alg":"HS256","typ":"JWT"}', b'{"sub":"1234567890","role":"user"}', b"a-signature-of-it")
)
_PAGE = """<!doctype html><title>Login</title><form id=f>
<label>Adresse e-mail <input name=email></label>
<label>Mot de passe <input name=password type=password></label><button>Se connecter</button></form>
<p id=o></p>
<script>
f.onsubmit = async (event) => {
  event.preventDefault();
  const {email, password} = Object.fromEntries(new FormData(f));
  console.log('logging in with ' + password);
  const answer = await fetch('/api/login', {method: 'POST', body: JSON.stringify({email, password}),
    headers: {'content-type': 'application/json', authorization: 'Bearer BEARER'}});
  localStorage.setItem('session', JSON.stringify(await answer.json()));
  const utf8 = unescape(encodeURIComponent(email + ':' + password));
  await fetch('/form', {method: 'POST', body: new URLSearchParams({password, basic: btoa(utf8)})});
  await fetch('/query?term=' + encodeURIComponent(password));
  o.textContent = 'done ' + password;
};
</script>""".replace("BEARER", BEARER)


def run(*arguments: str) -> Any:
    """Call this module in a process of its own; what it printed, as JSON."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.reports.browsing", *arguments],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self._answer(
            _PAGE.encode() if self.path == "/" else b"{}", "text/html" if self.path == "/" else "text/json"
        )

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        session = json.dumps(
            {"access_token": JWT, "refresh_token": REFRESH, "user": {"email": EMAIL}}
        ).encode()
        self._answer(session if self.path == "/api/login" else b"{}", "application/json", session)

    def _answer(self, body: bytes, content_type: str, session: bytes = b"") -> None:
        self.send_response(200)
        self.send_header("content-type", content_type)
        self.send_header("content-length", str(len(body)))
        if session:
            cookie = base64.urlsafe_b64encode(session).decode().rstrip("=")
            self.send_header("set-cookie", f"sb-postry-auth-token=base64-{cookie}; HttpOnly; Path=/")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def record_trace(folder: Path) -> None:
    """Log in on a small site; leaves trace.zip, net.har, state.json and page.png."""
    from playwright.sync_api import sync_playwright

    from smoke.browser import find

    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/"
    with sync_playwright() as playwright, playwright.chromium.launch(**find().launch_args()) as browser:
        headers = {"x-vercel-protection-bypass": BYPASS}
        context = browser.new_context(extra_http_headers=headers, record_har_path=folder / "net.har")
        context.tracing.start(screenshots=True, snapshots=True)
        context.add_cookies([{"name": "visitor", "value": COOKIE, "url": url}])
        page = context.new_page()
        page.goto(url)
        page.get_by_label("Adresse e-mail").fill(EMAIL)
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.get_by_role("button").click()
        page.get_by_text("done ").wait_for()
        context.request.get(f"{url}query", headers={"authorization": f"Bearer {BEARER}"})
        context.storage_state(path=folder / "state.json")
        page.goto("about:blank")
        page.screenshot(path=folder / "page.png")
        context.tracing.stop(path=folder / "trace.zip")
        context.close()
    server.shutdown()
    sys.stdout.write(json.dumps(sorted(path.name for path in folder.iterdir())))


def look(page_path: Path, width: int) -> None:
    """Open a page at a width; tells what it asked for, what it complained of, and how far it overflows."""
    from playwright.sync_api import sync_playwright

    from smoke.browser import find

    requests: list[str] = []
    complaints: list[str] = []
    with sync_playwright() as playwright, playwright.chromium.launch(**find().launch_args()) as browser:
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(page_path.as_uri())
        seen = {
            "requests": [url for url in requests if not url.startswith(("data:", page_path.as_uri()))],
            "complaints": complaints,
            "overflow": page.evaluate("document.documentElement.scrollWidth - innerWidth"),
            "verdict": page.locator("header strong").inner_text(),
            "scripts": page.evaluate("document.scripts.length"),
            "smallest_text": page.evaluate(
                "Math.min(...[...document.querySelectorAll('body *')].filter(e => e.innerText)"
                ".map(e => parseFloat(getComputedStyle(e).fontSize)))"
            ),
        }
    sys.stdout.write(json.dumps(seen))


if __name__ == "__main__":
    if sys.argv[1] == "trace":
        record_trace(Path(sys.argv[2]))
    else:
        look(Path(sys.argv[2]), int(sys.argv[3]))
