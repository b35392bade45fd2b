"""Somebody else: a picture and a fact for whoever asks, and a note of who asked and how."""

from __future__ import annotations

import base64

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from tests.smoke.other_site.asked import Asked

PICTURE, FACTS = "/pixel.gif", "/facts.json"
_PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


class Cdn:
    """``seen`` holds each request; the paths that are in ``down`` answer 503, without CORS."""

    def __init__(self) -> None:
        self.seen: list[Asked] = []
        self.down: frozenset[str] = frozenset()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        self.seen.append(await Asked.by(request))
        await self._answer(request.url.path)(scope, receive, send)

    def _answer(self, path: str) -> Response:
        if path in self.down:
            return PlainTextResponse("down", 503)
        if path == PICTURE:
            return Response(_PIXEL, media_type="image/gif")
        return JSONResponse({"fact": "short posts are read"}, headers={"access-control-allow-origin": "*"})
