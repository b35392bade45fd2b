"""Builds of Postry whose pages are well, or nearly so, and that are odd in another way."""

from __future__ import annotations

import asyncio
import itertools
from typing import Any, ClassVar

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from fixtures.postry.app import Postry

# What a journey of `tests.smoke.ground` waits for one thing.
PATIENCE_S = 3.0


class Complains(Postry):
    """All is well in front, and every landing page leaves an error in the logs."""

    async def landing(self, request: Request) -> Response:
        """Fine to look at."""
        self.services.log("error", "Error: connect ETIMEDOUT 10.0.0.7:443", "")
        return await super().landing(request)


class Hangs(Postry):
    """The quiz's API never answers."""

    async def generate(self, request: Request) -> Response:
        """Later than anybody waits."""
        await asyncio.sleep(30 * PATIENCE_S)
        return JSONResponse({})


class Slow(Postry):
    """The landing page comes, later than anybody waits for one."""

    async def landing(self, request: Request) -> Response:
        """Beyond a page's patience."""
        await asyncio.sleep(2 * PATIENCE_S + 1)
        return await super().landing(request)


class Leisurely(Postry):
    """Every page takes its time, and comes."""

    async def landing(self, request: Request) -> Response:
        """Within patience."""
        await asyncio.sleep(PATIENCE_S / 2)
        return await super().landing(request)


class Stumbles(Postry):
    """One answer of 502, as while a platform moves; then all is well."""

    visits: ClassVar[Any] = itertools.count()

    async def quiz(self, request: Request) -> Response:
        """The gate's first visit only."""
        if "firedrill-gate/" in request.headers.get("user-agent", "") and next(self.visits) == 0:
            return PlainTextResponse("Bad Gateway", 502)
        return await super().quiz(request)


class ForeignNoise(Postry):
    """An image of somebody else's that is not there."""

    async def landing(self, request: Request) -> Response:
        """With a picture of a third party."""
        page = await super().landing(request)
        picture = b'<img alt="" src="http://127.0.0.1:9/pixel.gif"></main>'
        assert isinstance(page.body, bytes)
        return HTMLResponse(page.body.replace(b"</main>", picture))
