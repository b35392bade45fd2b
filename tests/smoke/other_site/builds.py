"""Scribelies with one thing wrong each, or with one that only looks so."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from tests.smoke.other_site import pages
from tests.smoke.other_site.cdn import FACTS, PICTURE
from tests.smoke.other_site.people import NEIGHBOUR, SMOKE, Person
from tests.smoke.other_site.site import SESSION, OtherSite

# Patience is 2 s in `settings`: twice that for a page, three times for a generated post.
_BEYOND_PATIENCE_S = 8.0
_WITHIN_PATIENCE_S = 3.0


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


class DraftLeisurely(OtherSite):
    """The draft takes longer than a page may, and comes."""

    async def draft(self, request: Request) -> Response:
        """As language models do."""
        await asyncio.sleep(_WITHIN_PATIENCE_S)
        return await super().draft(request)


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


class RefusesInCode(OtherSite):
    """A wrong passphrase is refused in a developer's words."""

    async def session(self, request: Request) -> Response:
        """Of the library below."""
        answer = await super().session(request)
        return HTMLResponse(pages.sign_in("AuthError: 0x51")) if answer.status_code == 200 else answer


class OthersDrafts(OtherSite):
    """The dashboard shows somebody else's drafts under the right name."""

    async def me(self, request: Request) -> Response:
        """Not what was stored."""
        answer = await super().me(request)
        theirs = pages.me(SMOKE.name, self.drafts_of(NEIGHBOUR))
        return HTMLResponse(theirs) if answer.status_code == 200 else answer


class WrongOwner(OtherSite):
    """The dashboard is somebody else's."""

    async def me(self, request: Request) -> Response:
        """Under another name."""
        answer = await super().me(request)
        named = pages.me(NEIGHBOUR.name, self.drafts_of(SMOKE))
        return HTMLResponse(named) if answer.status_code == 200 else answer


class DraftLost(OtherSite):
    """The pending draft is taken and lost."""

    async def store(self, request: Request) -> Response:
        """As if."""
        return RedirectResponse("/me", 303)


class DraftCut(OtherSite):
    """Only the beginning of the pending draft is kept."""

    def add(self, text: str, person: Person = SMOKE) -> None:
        """As much as an old column holds."""
        super().add(text[:60], person)


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


class SignsOutEverywhere(OtherSite):
    """Who signs out is signed out in every browser, as supabase-js does it where nobody says otherwise."""

    async def sign_out(self, request: Request) -> Response:
        """All of the user's sessions end."""
        if self.is_in(request):
            self.sessions.clear()
        return RedirectResponse("/welcome", 303)


class RevokedSessionLoops(OtherSite):
    """The sign-in page takes a session that was ended for a good one, and the dashboard does not."""

    async def sign_in(self, request: Request) -> Response:
        """On to the dashboard, for whoever has a cookie."""
        return RedirectResponse("/me", 303) if SESSION in request.cookies else await super().sign_in(request)

    async def sign_out(self, request: Request) -> Response:
        """The cookie goes too, in this browser."""
        answer = await super().sign_out(request)
        answer.delete_cookie(SESSION)
        return answer


class RevokedSessionLoopsInScript(RevokedSessionLoops):
    """The same, by the sign-in page's own script."""

    async def sign_in(self, request: Request) -> Response:
        """A page first, then on."""
        page = HTMLResponse(pages.sign_in() + "<script>location.replace('/me')</script>")
        return page if SESSION in request.cookies else await OtherSite.sign_in(self, request)


class DraftRefuses(OtherSite):
    """The API that writes the draft has nothing to say."""

    async def draft(self, request: Request) -> Response:
        """Too short to be a post."""
        return PlainTextResponse("No draft.")


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


class FirstBlip(OtherSite):
    """The browser's first page is a 503, then all is well."""

    blips = 1

    async def landing(self, request: Request) -> Response:
        """Nobody behind the gateway for a moment."""
        if self.blips:
            self.blips -= 1
            return PlainTextResponse("Service Unavailable", 503)
        return await super().landing(request)


class StaysUnavailable(OtherSite):
    """The quiz answers 503 and goes on doing so."""

    async def create(self, request: Request) -> Response:
        """Nobody behind the gateway."""
        return PlainTextResponse("Service Unavailable", 503)


class ThirdPartyDown(OtherSite):
    """The picture and the fact of the third party do not come."""

    def __init__(self) -> None:
        super().__init__()
        self.cdn.down = frozenset({PICTURE, FACTS})


class PictureDown(OtherSite):
    """The picture of the third party does not come."""

    def __init__(self) -> None:
        super().__init__()
        self.cdn.down = frozenset({PICTURE})


class FactsDown(OtherSite):
    """The third party refuses the page's own cross-origin fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.cdn.down = frozenset({FACTS})


class LeadsToForeignDoor(OtherSite):
    """Protection leads to somebody else's login, whatever the secret."""

    def guard(self, request: Request) -> Response | None:
        """Away."""
        return RedirectResponse(f"{self.cdn_url}/sso", 302)


class BehindForeignDoor(OtherSite):
    """Who is not let in is led to somebody else's login; the secret lets in."""

    def refusal(self) -> Response:
        """Away."""
        return RedirectResponse(f"{self.cdn_url}/sso", 302)


class SecretChanged(OtherSite):
    """The secret that the gate was given is no longer the site's."""

    def guard(self, request: Request) -> Response | None:
        """It lets nobody in."""
        return self.refusal()
