"""Scribely itself. A broken variant is a subclass that overrides a part of it."""

from __future__ import annotations

import itertools
import secrets
from types import TracebackType

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from fixtures.serving import Server
from tests.smoke.other_site import pages, settings
from tests.smoke.other_site.asked import Asked
from tests.smoke.other_site.cdn import Cdn
from tests.smoke.other_site.draft import Draft
from tests.smoke.other_site.people import NEIGHBOUR, SMOKE, Person

ENTRY, SESSION = "_vercel_jwt", "scribely_session"


class OtherSite:
    """``seen`` holds each request, ``drafts`` what was stored, by number, ``sessions`` who is in."""

    def __init__(self) -> None:
        self.passphrase = f"pass phrase {secrets.token_hex(4)}"
        self.bypass = f"bypass-{secrets.token_hex(8)}"
        self.entry = f"entry-{secrets.token_hex(8)}"
        self.seen: list[Asked] = []
        self.drafts: dict[int, Draft] = {}
        self.sessions: set[str] = set()
        self.cdn = Cdn()
        self._numbers = itertools.count(1)
        self.add("Hers, and nobody else's.", NEIGHBOUR)
        self._server = Server()
        self._app = Starlette(
            routes=[
                Route("/", lambda _: RedirectResponse("/welcome")),
                Route("/welcome", self.landing),
                Route("/site.css", self.css),
                Route("/telemetry", self.telemetry, methods=["POST"]),
                Route("/create", self.create),
                Route("/api/draft", self.draft, methods=["POST"]),
                Route("/sign-in", self.sign_in),
                Route("/session", self.session, methods=["POST"]),
                Route("/sign-out", self.sign_out),
                Route("/me", self.me),
                Route("/drafts", self.store, methods=["POST"]),
                Route("/drafts/{number:int}/delete", self.delete, methods=["POST"]),
            ]
        )

    def __enter__(self) -> OtherSite:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Serve it, and the third party, each on a port of its own."""
        self._server.start()
        # By another name: a cookie of a host is sent to all of its ports.
        self.cdn_url = self._server.serve("cdn", self.cdn).replace("127.0.0.1", "localhost")
        self.url = self._server.serve("Scribely", self.app)

    def stop(self) -> None:
        """Close both."""
        self._server.stop()

    @property
    def crashes(self) -> list[str]:
        """Tracebacks of mistakes in the site itself, which no variant is meant to have."""
        return self._server.crashes

    @property
    def toml(self) -> str:
        """The configuration of the gate for this site."""
        return self.toml_of("scribely")

    def toml_of(self, name: str) -> str:
        """The same for a target of another name."""
        return settings.toml(self.url, name)

    @property
    def env(self) -> dict[str, str]:
        """The secrets that the configuration names."""
        return {"SCRIBELY_PASSPHRASE": self.passphrase, "SCRIBELY_BYPASS": self.bypass}

    def add(self, text: str, person: Person = SMOKE) -> None:
        """Store a draft of somebody's."""
        self.drafts[next(self._numbers)] = Draft(person.email, text)

    def posts(self, person: Person = SMOKE) -> list[str]:
        """The texts of somebody's drafts."""
        return list(self.drafts_of(person).values())

    def drafts_of(self, person: Person) -> dict[int, str]:
        """The same, by number."""
        return {number: draft.text for number, draft in self.drafts.items() if draft.owner == person.email}

    def told(self, secret: str) -> list[str]:
        """Which requests held ``secret``, in order, with the origin that got them."""
        got = [
            *((self.url, asked) for asked in self.seen),
            *((self.cdn_url, asked) for asked in self.cdn.seen),
        ]
        return [f"{asked.method} {where}{asked.path}" for where, asked in got if asked.holds(secret)]

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Everything behind protection, as a platform does it: a secret is good for a cookie."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        self.seen.append(await Asked.by(request))
        body = await request.body()

        async def again() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        await (self.guard(request) or self._app)(scope, again, send)

    def guard(self, request: Request) -> Response | None:
        """Nothing for who is let in; the cookie for who knows the secret; a refusal for all others."""
        if request.cookies.get(ENTRY) == self.entry:
            return None
        if request.headers.get("x-vercel-protection-bypass") != self.bypass:
            return self.refusal()
        if request.headers.get("x-vercel-set-bypass-cookie") != "true":
            return None  # let in this once
        response = RedirectResponse(request.url.path, 307)
        response.set_cookie(ENTRY, self.entry, httponly=True, samesite="lax")
        return response

    def refusal(self) -> Response:
        """For who is not let in."""
        return PlainTextResponse("Authentication Required", 401)

    # Pages and what they ask for.

    async def landing(self, request: Request) -> Response:
        """What this is."""
        return HTMLResponse(pages.landing(self.cdn_url))

    async def css(self, request: Request) -> Response:
        """How it looks."""
        return Response(pages.CSS, media_type="text/css")

    async def telemetry(self, request: Request) -> Response:
        """A beacon."""
        return Response(status_code=204)

    async def create(self, request: Request) -> Response:
        """The first question without an answer, then the draft."""
        answered = dict(request.query_params)
        missing = next((name for name in pages.QUESTIONS if name not in answered), None)
        return HTMLResponse(pages.question(missing, answered) if missing else pages.draft(answered))

    async def draft(self, request: Request) -> Response:
        """A text that depends on the answers."""
        answers = await request.form()
        return PlainTextResponse(
            f"Three things that {str(answers['topic']).lower()} has taught us.\n\n"
            f"Told in a {str(answers['voice']).lower()} voice, for people who don't have all day."
        )

    async def sign_in(self, request: Request) -> Response:
        """The form."""
        return HTMLResponse(pages.sign_in())

    async def session(self, request: Request) -> Response:
        """Let in who knows the passphrase; others get the form again."""
        given = await request.form()
        if not self.knows(str(given["email"]), str(given["passphrase"])):
            return HTMLResponse(pages.sign_in("Wrong email or passphrase"))
        token = secrets.token_hex(8)
        self.sessions.add(token)
        response = RedirectResponse("/me", 303)
        response.set_cookie(SESSION, token, httponly=True, samesite="lax")
        return response

    def knows(self, email: str, passphrase: str) -> bool:
        """Whether this is the smoke user."""
        return (email, passphrase) == (SMOKE.email, self.passphrase)

    def is_in(self, request: Request) -> bool:
        """Whether the smoke user asks."""
        return request.cookies.get(SESSION) in self.sessions

    async def sign_out(self, request: Request) -> Response:
        """End the session."""
        self.sessions.discard(request.cookies.get(SESSION, ""))
        return RedirectResponse("/welcome", 303)

    async def me(self, request: Request) -> Response:
        """The drafts of who is in."""
        if not self.is_in(request):
            return RedirectResponse("/sign-in", 303)
        return HTMLResponse(pages.me(SMOKE.name, self.drafts_of(SMOKE)))

    async def store(self, request: Request) -> Response:
        """Keep a draft."""
        if not self.is_in(request):
            return RedirectResponse("/sign-in", 303)
        self.add(str((await request.form())["text"]))
        return RedirectResponse("/me", 303)

    async def delete(self, request: Request) -> Response:
        """Remove a draft of who is in."""
        if not self.is_in(request):
            return RedirectResponse("/sign-in", 303)
        number = request.path_params["number"]
        if number not in self.drafts_of(SMOKE):
            return PlainTextResponse("Not Found", 404)
        del self.drafts[number]
        return RedirectResponse("/me", 303)
