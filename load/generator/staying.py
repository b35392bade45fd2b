"""What keeps a visitor's requests on the target: a redirect is followed within its origin, and no further."""

from __future__ import annotations

import os

from geventhttpclient.useragent import ConnectionError as RequestError
from geventhttpclient.useragent import UnsupportedRedirectSchemeError
from locust.contrib.fasthttp import FastRequest

from fixtures.origin import origin
from load.plan import COOKIE

# Of somebody who is logged in: it goes with every hop, as one from the jar does.
GIVEN = {"cookie": os.environ[COOKIE]} if os.environ.get(COOKIE) else {}


class LedAwayError(RequestError):
    """A redirect that would have left the target; ``to`` is the origin of where it leads."""

    def __init__(self, url: str, to: str) -> None:
        super().__init__(url, f"leads to {to}")
        self.to = to


class StayingRequest(FastRequest):
    """As Locust sends it, whatever its method; its origin is the one that it was made for."""

    def redirect(self, code: int, location: str) -> None:
        """Take the next hop. Raises `LedAwayError` before anything of it is sent elsewhere."""
        asked = self.url
        try:
            super().redirect(code, location)
            url = self.url_split
            stays = (url.scheme, url.host, url.port) == self.original_origin
            to = origin(self.url)
        except (ValueError, UnsupportedRedirectSchemeError) as error:
            raise LedAwayError(asked, "an address that is none of HTTP's") from error
        if not stays:
            raise LedAwayError(asked, to)
        self.headers.update(GIVEN)
