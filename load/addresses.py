"""As whom a request comes: the client's address, where the target lets us choose one.

The world takes an address from a header signed with its key; an application of one's own may trust a header
as it is (``X-Forwarded-For``). Where neither is so, all requests come from the generator's own address.
"""

from __future__ import annotations

import ipaddress
import os
import random
import zlib
from collections.abc import Mapping

from fixtures.client_address import HEADER, sign
from load.plan import ABUSER, CAMPAIGN
from load.stage import Stage

# The environment variables that say which of the two it is.
SIGNING_KEY = "FIREDRILL_CLIENT_SIGNING"
TRUSTED_HEADER = "FIREDRILL_ADDRESS_HEADER"
# RFC 2544: set aside for loads like this one.
_FRESH = ipaddress.ip_network("198.18.0.0/15")
_CROWD = ipaddress.ip_network("203.0.113.0/25")


class Addresses:
    """Headers that state the client's address of an arrival."""

    def __init__(self, env: Mapping[str, str] = os.environ, start: int | None = None) -> None:
        """``start`` is where fresh addresses begin; by default where few have been before."""
        self._key = env.get(SIGNING_KEY, "")
        self._header = env.get(TRUSTED_HEADER, "")
        self._start = random.randrange(_FRESH.num_addresses) if start is None else start  # noqa: S311

    @property
    def chosen(self) -> bool:
        """Whether arrivals can come from addresses of our choice."""
        return bool(self._key or self._header)

    def headers(self, stage: Stage, index: int) -> dict[str, str]:
        """For one arrival."""
        if not self.chosen:
            return {}
        address = self.of(stage, index)
        return {HEADER: sign(self._key, address)} if self._key else {self._header: address}

    def of(self, stage: Stage, index: int) -> str:
        """The address of one arrival."""
        if stage.caller == "campaign":
            return CAMPAIGN
        if stage.caller == "abuser":
            return ABUSER
        if stage.caller == "crowd":
            # Drawn for each arrival: a Poisson stream dealt at random is one for each address, too.
            drawn = random.Random(stage.seed * 1_000_003 + index).randrange(stage.addresses)  # noqa: S311
            return str(_CROWD[drawn + 1])
        stage_start = zlib.crc32(stage.name.encode())  # so that no stage meets the limits of another's
        return str(_FRESH[(self._start + stage_start + index) % _FRESH.num_addresses])
