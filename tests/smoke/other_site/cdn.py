"""Somebody else: a picture and a fact for whoever asks, and a note of who asked and how."""

from __future__ import annotations

import base64

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

_PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


class Cdn:
    """``seen`` holds each request's path and headers; one that is down answers 503."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.is_down = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        self.seen.append((request.url.path, dict(request.headers)))
        await self._answer(request)(scope, receive, send)

    def _answer(self, request: Request) -> Response:
        if self.is_down:
            return PlainTextResponse("down", 503)
        if request.url.path == "/pixel.gif":
            return Response(_PIXEL, media_type="image/gif")
        return JSONResponse({"fact": "short posts are read"}, headers={"access-control-allow-origin": "*"})
