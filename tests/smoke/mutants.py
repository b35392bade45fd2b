"""Broken builds of Postry, each with one thing wrong that a visitor would notice."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from fixtures.postry.app import Postry
from fixtures.postry.generator import Answers
from fixtures.postry.session import Person


class EveryPageBroken(Postry):
    """Every page fails with the TypeError of the runbook."""

    def render(self, request: Request, name: str, status: int = 200, **context: object) -> Response:
        """Fail, but for the page that tells of it."""
        if name != "problem.html":
            raise TypeError("Cannot read properties of undefined (reading 'id')")
        return super().render(request, name, status, **context)


class BlankLanding(Postry):
    """The landing page comes, with nothing on it."""

    async def landing(self, request: Request) -> Response:
        """An empty page."""
        return HTMLResponse("<!doctype html><html lang=fr><title>Postry</title><div id=root></div>")


class DeadStart(Postry):
    """The start link leads nowhere useful."""

    async def landing(self, request: Request) -> Response:
        """It leads to the login."""
        return _replace(await super().landing(request), b'href="/quiz"', b'href="/login"')


class NoStyles(Postry):
    """The style sheet comes, and is empty."""

    async def asset(self, request: Request) -> Response:
        """All but the style sheet."""
        if request.path_params["name"].endswith(".css"):
            return Response("", media_type="text/css")
        return await super().asset(request)


class LostStyles(Postry):
    """The style sheet is not there."""

    async def asset(self, request: Request) -> Response:
        """All but the style sheet."""
        if request.path_params["name"].endswith(".css"):
            return Response(status_code=404)
        return await super().asset(request)


class ScriptError(Postry):
    """All can be seen and done, but the landing page's script fails."""

    async def landing(self, request: Request) -> Response:
        """With a script that fails."""
        return _replace(await super().landing(request), b"</main>", b"</main><script>undefined.id</script>")


class DeadButton(Postry):
    """The quiz's buttons do nothing."""

    async def asset(self, request: Request) -> Response:
        """A quiz without its script."""
        if request.path_params["name"] == "quiz.js":
            return Response("", media_type="text/javascript")
        return await super().asset(request)


class SamePost(Postry):
    """Whatever the answers, the post is the same."""

    async def generate(self, request: Request) -> Response:
        """Always the same answer."""
        tone = {"chaleur": 80, "expertise": 40, "audace": 30}
        content = "Une leçon apprise cette semaine.\n\nIl faut écouter avant de parler."
        return JSONResponse({"content": content, "equalizer": tone})


class EmptyPost(Postry):
    """The post is empty."""

    async def generate(self, request: Request) -> Response:
        """An answer with nothing in it."""
        return JSONResponse({"content": "", "equalizer": {"chaleur": 1, "expertise": 2, "audace": 3}})


class FlatEqualizer(Postry):
    """The equalizer says nothing."""

    def tone(self, answers: Answers, content: str) -> dict[str, int]:
        """All the same."""
        return {"chaleur": 50, "expertise": 50, "audace": 50}


class NoEqualizer(Postry):
    """There is no equalizer."""

    def tone(self, answers: Answers, content: str) -> dict[str, int]:
        """Nothing."""
        return {}


class AnyPassword(Postry):
    """Whoever knows an e-mail address gets in."""

    known: tuple[str, str] = ("", "")

    async def login(self, request: Request) -> Response:
        """With the right password in place of the one that was typed."""
        session = await self.auth.log_in(*type(self).known)
        assert session is not None
        response = JSONResponse({"ok": True})
        response.set_cookie("sb-postry-auth-token", session, httponly=True, samesite="lax")
        return response


class NobodyGetsIn(Postry):
    """The right password is refused, too."""

    async def login(self, request: Request) -> Response:
        """Refused."""
        return JSONResponse({"error": str(self.words.login.refused)}, 401)


class WrongWords(Postry):
    """A wrong password is refused in a developer's words."""

    async def login(self, request: Request) -> Response:
        """The words of the library."""
        answer = await super().login(request)
        refused = answer.status_code == 401
        return JSONResponse({"error": "AuthApiError: invalid_credentials"}, 401) if refused else answer


class LostSession(Postry):
    """The session does not outlive the login."""

    async def login(self, request: Request) -> Response:
        """The cookie never reaches the pages."""
        answer = await super().login(request)
        for index, (name, value) in enumerate(answer.raw_headers):
            if name == b"set-cookie":
                answer.raw_headers[index] = (name, value.replace(b"Path=/", b"Path=/api"))
        return answer


class DeadLogout(Postry):
    """Whoever logs out stays logged in."""

    async def logout(self, request: Request) -> Response:
        """Back to the landing page, with the session."""
        return Response(status_code=303, headers={"location": "/"})


class PendingLost(Postry):
    """The pending post is taken and lost."""

    async def store(self, person: Person, content: str, tone: dict[str, Any]) -> Response:
        """As if."""
        return JSONResponse({"id": str(uuid.uuid4())}, 201)


class PendingCut(Postry):
    """Only the beginning of the pending post is kept."""

    async def store(self, person: Person, content: str, tone: dict[str, Any]) -> Response:
        """As much as an old column holds."""
        return await super().store(person, content[:60], tone)


class PendingRefused(Postry):
    """The pending post cannot be stored."""

    async def store(self, person: Person, content: str, tone: dict[str, Any]) -> Response:
        """Trouble with the database."""
        raise ConnectionRefusedError("connect ECONNREFUSED 127.0.0.1:5432")


class SomebodyElses(Postry):
    """The dashboard shows the posts of somebody else."""

    async def dashboard(self, request: Request) -> Response:
        """Under the right name."""
        person = await self.auth.person(request)
        if person is None:
            return await super().dashboard(request)
        posts = await self.posts.of(str(uuid.UUID(int=1)))
        return self.render(request, "dashboard.html", person=person, posts=posts)


class WrongName(Postry):
    """The dashboard is the one of somebody else."""

    async def dashboard(self, request: Request) -> Response:
        """Under a wrong name."""
        person = await self.auth.person(request)
        email = person.email.encode() if person else b"nobody"
        return _replace(await super().dashboard(request), email, b"quelquun@exemple.fr")


@dataclass(frozen=True)
class Mutant:
    """``red`` are the journeys that cannot be finished on this build; the first one's message says ``said``.

    ``in_suite``: the journey by which the suite judges it; the others are for `tests.proof.broken_builds`.
    """

    build: type[Postry]
    red: tuple[str, ...]
    said: str
    in_suite: bool = False

    @property
    def name(self) -> str:
        """The build's."""
        return self.build.__name__


LANDING, QUIZ, LOGIN, DASHBOARD = JOURNEYS = ("landing", "quiz", "login", "dashboard")
MUTANTS = (
    Mutant(EveryPageBroken, JOURNEYS, "GET / answered 500"),
    Mutant(BlankLanding, (LANDING,), "shows its heading", in_suite=True),
    Mutant(DeadStart, (LANDING,), "the quiz asks"),
    Mutant(NoStyles, (LANDING,), "without its styles"),
    Mutant(LostStyles, JOURNEYS, "postry.css answered 404"),
    Mutant(ScriptError, (LANDING, LOGIN, DASHBOARD), "uncaught in the page", in_suite=True),
    Mutant(DeadButton, (QUIZ, DASHBOARD), 'name="Suivant"', in_suite=True),
    Mutant(SamePost, (QUIZ,), "the same post whatever the answers"),
    Mutant(EmptyPost, (QUIZ, DASHBOARD), "the quiz ends in a post"),
    Mutant(FlatEqualizer, (QUIZ,), "the same value"),
    Mutant(NoEqualizer, (QUIZ, DASHBOARD), "the post has its equalizer"),
    Mutant(AnyPassword, (LOGIN,), "refuses a wrong password", in_suite=True),
    Mutant(NobodyGetsIn, (LOGIN, DASHBOARD), "the dashboard shows its heading"),
    Mutant(WrongWords, (LOGIN,), "refuses a wrong password"),
    Mutant(LostSession, (LOGIN, DASHBOARD), "the dashboard shows its heading"),
    Mutant(DeadLogout, (LOGIN,), "the login page shows its button"),
    Mutant(PendingLost, (DASHBOARD,), "the pending post is on the dashboard", in_suite=True),
    Mutant(PendingCut, (DASHBOARD,), "the pending post is on the dashboard"),
    Mutant(PendingRefused, (DASHBOARD,), "POST /persist-on-login answered 500"),
    Mutant(SomebodyElses, (DASHBOARD,), "the pending post is on the dashboard"),
    Mutant(WrongName, (LOGIN, DASHBOARD), "the dashboard is the one of"),
)


def _replace(page: Response, old: bytes, new: bytes) -> Response:
    assert isinstance(page.body, bytes)
    return HTMLResponse(page.body.replace(old, new), page.status_code) if page.body else page
