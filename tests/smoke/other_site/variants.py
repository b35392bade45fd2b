"""What can be wrong with Scribely, and what a careful person would say of it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from reports.verdict import Result
from tests.smoke.other_site import pages
from tests.smoke.other_site.settings import NAME
from tests.smoke.other_site.site import OtherSite

PASS, FAIL, INCONCLUSIVE = Result.PASS, Result.FAIL, Result.INCONCLUSIVE
_BEYOND_PATIENCE_S = 8.0


class LandingBroken(OtherSite):
    """The landing page answers 500."""

    async def landing(self, request: Request) -> Response:
        """Nothing but a number, to those who are let in."""
        return PlainTextResponse("Internal Server Error", 500)


class LandingBlank(OtherSite):
    """The landing page is blank."""

    async def landing(self, request: Request) -> Response:
        """Well-formed and empty."""
        return HTMLResponse('<!doctype html><html lang="en"><title>Scribely</title><div id="root"></div>')


class StartDead(OtherSite):
    """The start button does nothing."""

    async def landing(self, request: Request) -> Response:
        """Without its handler."""
        return HTMLResponse(pages.landing(self.cdn_url).replace("location.assign('/create')", ""))


class StylesMissing(OtherSite):
    """The style sheet is not there."""

    async def css(self, request: Request) -> Response:
        """Gone."""
        return PlainTextResponse("Not Found", 404)


class ScriptFails(OtherSite):
    """All is there, and the landing page's script throws."""

    async def landing(self, request: Request) -> Response:
        """With a mistake in it."""
        return HTMLResponse(pages.landing(self.cdn_url).replace("<script>", "<script>undefined.id;"))


class DraftHangs(OtherSite):
    """The API that writes the draft never answers."""

    async def draft(self, request: Request) -> Response:
        """Later than anybody waits."""
        await asyncio.sleep(_BEYOND_PATIENCE_S)
        return PlainTextResponse("")


class DraftSame(OtherSite):
    """Whatever the answers, the draft is the same."""

    async def draft(self, request: Request) -> Response:
        """One for all."""
        return PlainTextResponse("Three things that work has taught us.\n\nFor people who like lists.")


class SignInLoops(OtherSite):
    """The right passphrase leads back to the form."""

    async def session(self, request: Request) -> Response:
        """As if."""
        answer = await super().session(request)
        return RedirectResponse("/sign-in", 303) if answer.status_code == 303 else answer


class AnybodyEnters(OtherSite):
    """A wrong passphrase is let in."""

    def knows(self, email: str, passphrase: str) -> bool:
        """Whoever."""
        return True


class OthersDrafts(OtherSite):
    """The dashboard shows somebody else's drafts under the right name."""

    async def me(self, request: Request) -> Response:
        """Not what was stored."""
        answer = await super().me(request)
        drafts: Mapping[int, str] = {1: "Somebody else's thoughts."}
        return HTMLResponse(pages.me(NAME, drafts)) if answer.status_code == 200 else answer


class WrongOwner(OtherSite):
    """The dashboard is somebody else's."""

    async def me(self, request: Request) -> Response:
        """Under another name."""
        answer = await super().me(request)
        return HTMLResponse(pages.me("Jane Roe", self.drafts)) if answer.status_code == 200 else answer


class DraftLost(OtherSite):
    """The pending draft is taken and lost."""

    async def store(self, request: Request) -> Response:
        """As if."""
        return RedirectResponse("/me", 303)


class StoreLimited(OtherSite):
    """Storing a draft answers 429."""

    async def store(self, request: Request) -> Response:
        """Too many of whatever."""
        return PlainTextResponse("Too Many Requests", 429)


class DeleteDead(OtherSite):
    """A draft cannot be deleted."""

    async def delete(self, request: Request) -> Response:
        """Back, with the draft."""
        return RedirectResponse("/me", 303)


class SignOutDead(OtherSite):
    """Who signs out stays signed in."""

    async def sign_out(self, request: Request) -> Response:
        """Away, with the session."""
        return RedirectResponse("/welcome", 303)


class Slow(OtherSite):
    """The quiz comes later than patience lasts."""

    async def create(self, request: Request) -> Response:
        """Beyond what anybody waits for a page."""
        await asyncio.sleep(_BEYOND_PATIENCE_S)
        return await super().create(request)


class OneBlip(OtherSite):
    """One 503 on the quiz's first page, then all is well."""

    blips = 1

    async def create(self, request: Request) -> Response:
        """Nobody behind the gateway for a moment."""
        if self.blips:
            self.blips -= 1
            return PlainTextResponse("Service Unavailable", 503)
        return await super().create(request)


class StaysUnavailable(OtherSite):
    """The quiz answers 503 and goes on doing so."""

    async def create(self, request: Request) -> Response:
        """Nobody behind the gateway."""
        return PlainTextResponse("Service Unavailable", 503)


class ThirdPartyDown(OtherSite):
    """The picture and the fact of the third party do not come."""

    def __init__(self) -> None:
        super().__init__()
        self.cdn.is_down = True


class LeadsToForeignDoor(OtherSite):
    """Protection leads to somebody else's login, whatever the secret."""

    def guard(self, request: Request) -> Response | None:
        """Away."""
        return RedirectResponse(f"{self.cdn_url}/sso", 302)


@dataclass(frozen=True)
class Variant:
    """``red`` are the checks without a pass; the first one's message says ``said``."""

    build: type[OtherSite]
    verdict: Result
    red: tuple[str, ...] = ()
    said: str = ""
    flaky: tuple[str, ...] = ()
    in_suite: bool = False

    @property
    def name(self) -> str:
        """The build's."""
        return self.build.__name__


VARIANTS = (
    Variant(OtherSite, PASS),
    Variant(LandingBroken, FAIL, ("landing", "login"), "GET /welcome answered 500"),
    Variant(LandingBlank, FAIL, ("landing",), "shows its heading"),
    Variant(StartDead, FAIL, ("landing",), "the quiz asks", in_suite=True),
    Variant(StylesMissing, FAIL, ("landing", "quiz", "login", "dashboard"), "GET /site.css answered 404"),
    Variant(ScriptFails, FAIL, ("landing",), "uncaught in the page", in_suite=True),
    Variant(DraftHangs, FAIL, ("quiz", "dashboard"), "the quiz ends in a post"),
    Variant(DraftSame, FAIL, ("quiz",), "the same post whatever the answers", in_suite=True),
    Variant(SignInLoops, FAIL, ("login", "dashboard", "session"), "the dashboard shows its heading"),
    Variant(AnybodyEnters, FAIL, ("login",), "refuses a wrong password", in_suite=True),
    Variant(OthersDrafts, FAIL, ("dashboard",), "the pending post is on the dashboard", in_suite=True),
    Variant(WrongOwner, FAIL, ("login", "dashboard"), "the dashboard is the one of"),
    Variant(DraftLost, FAIL, ("dashboard",), "the pending post is on the dashboard"),
    Variant(StoreLimited, FAIL, ("dashboard",), "POST /drafts answered 429"),
    Variant(DeleteDead, PASS, ("cleanup",), "1 posts with the gate's mark stay", in_suite=True),
    Variant(SignOutDead, FAIL, ("login", "session"), "the login page shows its button", in_suite=True),
    Variant(Slow, FAIL, ("landing", "quiz", "dashboard"), "", in_suite=False),
    Variant(OneBlip, PASS, flaky=("landing",), in_suite=True),
    Variant(StaysUnavailable, FAIL, ("landing", "quiz", "dashboard"), "answered 503"),
    Variant(ThirdPartyDown, PASS),
    Variant(LeadsToForeignDoor, INCONCLUSIVE, ("reachable",), "leads to localhost"),
)
