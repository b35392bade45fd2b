"""The suite without the gate around it (``pytest smoke --base-url URL``): its own order, its own way in."""

from __future__ import annotations

import asyncio
import os
import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fixtures.errors import SetupError
from fixtures.http_client import client_for
from smoke.access.entry import Entry
from smoke.access.protection import NoEntryError
from smoke.browser import find
from smoke.handed import Handed, Opened
from smoke.journeys import walked
from smoke.order import Order
from smoke.targets import choose_target


def order_of(config: pytest.Config) -> Order:
    """What the options ask for. Raises `SetupError` or `fixtures.config.ConfigError`."""
    target, browser = choose_target(config.getoption("--base-url")), find()
    return Order(
        # In the shape of a run folder's name, so that a later gate knows what it may sweep.
        run_id=f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}",
        target=target,
        browser=browser.path,
        browser_args=browser.args,
        journeys=tuple(walked(target)),
        folder=Path(config.getoption("--output")).resolve(),
    )


class Alone:
    """The way in for one pytest session, and out again.

    Playwright leaves this thread with a running loop, so the requests go out from another one.
    """

    def __init__(self, order: Order) -> None:
        self._order = order
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._runner = asyncio.Runner()
        self._client = client_for(order.target.url)
        self._entry = Entry(order.target, order.run_id, os.environ, self._client)

    def come_in(self) -> Handed:
        """The way in. Raises `SetupError` where a protected deployment does not let in."""
        try:
            return self._thread.submit(self._runner.run, self._entry.come_in()).result()
        except NoEntryError as error:
            raise SetupError(str(error)) from error

    def open_session(self) -> Opened:
        """A session of the smoke user."""
        return self._thread.submit(self._runner.run, self._entry.open_session()).result()

    def leave(self) -> list[str]:
        """Tidy up and log out; what went wrong, a sentence each."""
        checks = self._thread.submit(self._runner.run, self._leave()).result()
        self._thread.submit(self._runner.close).result()
        self._thread.shutdown()
        return checks

    async def _leave(self) -> list[str]:
        checks = await self._entry.leave(None) if self._entry.has_session else []
        await self._client.aclose()
        return [f"{check.title}: {check.message}" for check in checks if check.outcome != "pass"]
