"""A site, with its vendors, that shows, logs, stores and sends around every secret that it has been told."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from types import TracebackType
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from fixtures.serving import Server

# Each begins with letters and digits that stand nowhere else and that no encoding of text changes.
CANARIES = {
    "PASSWORD": "q7Kanari0pw/pass+phrase=é 'x'",
    "BYPASS": "q7Kanari1by-77aa31d0",
    "ANON_KEY": "q7Kanari2an-9b21",
    "VERCEL_TOKEN": "q7Kanari3ve-5b02e9c1",
    "SENTRY_TOKEN": "q7Kanari4se-0d4f6a8e",
    "CLIENT": "q7Kanari5cl;0d4f6a8e",
    "ENTRY": "q7Kanari6en-93c1b7f2",
    "ACCESS": "q7Kanari7ac-" + "a1" * 300,
    "REFRESH": "q7Kanari8re-" + "b2" * 1200,
}

_PAGE = """<!doctype html><html lang="fr"><title>{told}</title><link rel="icon" href="data:,">
<h1>{told}</h1>
<form method="post" action="/session">
  <p><label>Adresse e-mail <input name="email"></label></p>
  <p><label>Mot de passe <input name="password" type="password"></label></p>
  <p>E-mail ou mot de passe incorrect</p><button>Se connecter</button>
</form>
<script>
  const told = {script}, secrets = {secrets}, sent = location.pathname + told + document.cookie;
  console.log(told, {{deep: {{secrets}}}});
  localStorage.told = told;
  sessionStorage.told = JSON.stringify(secrets);
  document.cookie = 'told=' + encodeURIComponent(secrets[0]);
  fetch('/missing?told=' + encodeURIComponent(sent)).catch(() => 0);
  fetch('/api/told', {{method: 'POST', body: JSON.stringify({{sent, secrets}})}}).catch(() => 0);
  fetch('/api/told', {{method: 'POST', body: new URLSearchParams({{sent}})}}).catch(() => 0);
  for (const secret of secrets) {{
    navigator.sendBeacon('/keep/' + encodeURIComponent(secret));
    // Wherever a message is cut off, it is in the middle of one.
    console.error((secret + ' ').repeat(100));
  }}
  console.error(told, document.cookie);
</script></html>"""


class Careless:
    """Serves all of it on one loopback port; ``url`` is its address.

    ``session`` is what its Supabase answers to a login: longer than one cookie holds, so that the refresh
    token is cut in two.
    """

    def __init__(self) -> None:
        self.session = {"access_token": CANARIES["ACCESS"], "refresh_token": CANARIES["REFRESH"]}
        self._server = Server()

    def __enter__(self) -> Careless:
        self._server.start()
        self.url = self._server.serve("careless", self._app)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop()

    @property
    def toml(self) -> str:
        """The configuration of a gate for it, in which it may not write."""
        return f"""
[target.careless]
url = "{self.url}"
client_header_env = "CLIENT_HEADER"
budgets = {{ ready_s = 1, patience_s = 1 }}
writes = {{ allowed = false, always = ["POST /session", "POST /api/told"] }}
login = {{ email = "smoke@careless.example", password_env = "PASSWORD" }}
protection = {{ secret_env = "BYPASS" }}
supabase = {{ url = "{self.url}", anon_key_env = "ANON_KEY", cookie = "sb-careless-auth-token" }}
vercel = {{ api = "{self.url}/vercel", team = "t", project = "p", token_env = "VERCEL_TOKEN" }}
sentry = {{ api = "{self.url}/sentry", org = "o", project = "p", token_env = "SENTRY_TOKEN" }}
"""

    @property
    def env(self) -> dict[str, str]:
        """The secrets that the configuration names."""
        return {**CANARIES, "CLIENT_HEADER": f"x-client: {CANARIES['CLIENT']}"}

    async def _app(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            request = Request(scope, receive)
            await self._answer(request)(scope, receive, send)

    def _answer(self, request: Request) -> Response:
        path, headers = request.url.path, {"x-told": CANARIES["CLIENT"], "x-session": CANARIES["REFRESH"]}
        if path == "/auth/v1/token":
            return JSONResponse(self.session)
        if path.startswith("/auth/"):
            return JSONResponse({"msg": f"no {request.headers.get('authorization')}"}, 401)
        if path.startswith(("/vercel/", "/sentry/")):
            return PlainTextResponse(f"oops: {request.headers.get('authorization')}", 500)
        if request.headers.get("x-vercel-protection-bypass") == CANARIES["BYPASS"]:
            response = RedirectResponse("/", 307)
            response.set_cookie("_vercel_jwt", CANARIES["ENTRY"], httponly=True, samesite="lax")
            return response
        if path == "/missing":
            return PlainTextResponse(str(request.url), 404, headers)
        if path == "/api/told":
            return JSONResponse({"secrets": [*CANARIES.values()], "told": told(CANARIES)}, headers=headers)
        # A binary format that holds them as they are.
        if path == "/blob":
            return Response(b"\xff\xfe\0" + told(CANARIES).encode(), media_type="application/octet-stream")
        return HTMLResponse(_page(), headers={**headers, "set-cookie": f"kept={CANARIES['ENTRY']}; Path=/"})


def told(secrets: Mapping[str, str]) -> str:
    """Every secret in clear, percent-encoded, in base64 of both makes, and as JSON."""
    return " ".join(
        form
        for secret in secrets.values()
        for form in (
            secret,
            quote(secret, safe=""),
            base64.b64encode(f"user:{secret}".encode()).decode(),
            quote(base64.b64encode(secret.encode()).decode()),
            base64.urlsafe_b64encode(f"x{secret}".encode()).decode(),
            json.dumps({"secret": secret}),
        )
    )


def _page() -> str:
    shown = told(CANARIES).replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return _PAGE.format(
        told=shown, script=json.dumps(told(CANARIES)), secrets=json.dumps(list(CANARIES.values()))
    )
