"""The vendors under their production host names, for the gate's evidence: no socket, nothing else answers."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import httpx
import respx
from respx.handlers import ASGIHandler
from starlette.types import ASGIApp

from fixtures.clock import Clock
from fixtures.deployment import Deployment, Services, Source
from fixtures.target import Target
from fixtures.vendors.actors import Tokens
from fixtures.vendors.google_status import GoogleStatus
from fixtures.vendors.sentry import Sentry
from fixtures.vendors.status_page import StatusPage
from fixtures.vendors.vercel import Vercel
from fixtures.vendors.vercel.logs import LogRow
from smoke.check import Case, EvidenceCheck, Finding

# Ahead of any waiting: a check that is asked in a test has its last reading at once.
LONG_S = 60.0
# The one trace of the gate's own requests.
TRACE = "0123456789abcdef" * 2
GOOD, BAD = "c27e5f0", "0badc0d"
TYPE_ERROR = ("error", "TypeError: Cannot read properties of undefined (reading 'id')\n    at Dashboard")


class Vendors:
    """A production deployment that went live ``live_s`` seconds ago, with its logs and its Sentry."""

    def __init__(self, live_s: float = 60.0) -> None:
        tokens = Tokens.new()
        actors = tokens.actors()
        self.vercel = Vercel(
            actors=actors, clock=Clock(), services_for=_no_services, client_signing=tokens.client_signing
        )
        self.sentry = Sentry(actors=actors, clock=Clock(), dsn_key=tokens.sentry_dsn_key)
        self.vercel_status = StatusPage("Vercel", actors=actors)
        self.supabase_status = StatusPage("Supabase", actors=actors)
        self.google_status = GoogleStatus(actors=actors)
        self.env = {"VERCEL": tokens.vercel_gate, "SENTRY": tokens.sentry_gate}
        self.target = Target.model_validate(
            {
                "url": "https://postry.ai",
                "vercel": {"team": "team_postry", "project": "prj_postry", "token_env": "VERCEL"},
                "sentry": {"org": "postry", "project": "postry-web", "token_env": "SENTRY"},
                "status_pages": {},
            }
        )
        self.live_s = live_s
        self.since: datetime | None = None
        self._rows = 0

    def configure(self, table: str, **fields: object) -> None:
        """State something of one of the target's tables otherwise."""
        part = getattr(self.target, table).model_copy(update=fields)
        self.target = self.target.model_copy(update={table: part})

    @asynccontextmanager
    async def answering(self) -> AsyncIterator[Case]:
        """A case to judge, while the vendors answer."""
        await self.vercel.seed([Source(BAD, "older", _no_build), Source(GOOD, "live", _no_build)])
        self.vercel.serving.since_ms = round((time.time() - self.live_s) * 1000)
        hosts: dict[str, ASGIApp] = {
            "api.vercel.com": self.vercel.app,
            "vercel.com": self.vercel.app,
            "sentry.io": self.sentry.app,
            "www.vercel-status.com": self.vercel_status.app,
            "status.supabase.com": self.supabase_status.app,
            "status.cloud.google.com": self.google_status.app,
        }
        with respx.mock(assert_all_called=False) as router:
            for host, app in hosts.items():
                router.route(host=host).mock(side_effect=ASGIHandler(app))
            router.route(host="127.0.0.1").pass_through()
            async with httpx.AsyncClient() as client:
                deadline_mono_s = time.monotonic() + LONG_S
                case = Case(self.target, client, self.env, deadline_mono_s, trace=TRACE, since=self.since)
                yield case
                await case.close()
        await self.vercel.close()

    def request(
        self, status: int = 200, *lines: tuple[str, str], ago_s: float = 1.0, old: bool = False
    ) -> None:
        """One request in the logs, ``ago_s`` seconds ago, of the live deployment or of the older one."""
        self._rows += 1
        deployment = self.older if old else self.vercel.production
        row = LogRow(
            request_id=f"cdg1::{self._rows}",
            at_ms=round((time.time() - ago_s) * 1000),
            deployment_id=deployment.id,
            environment="production",
            domain="postry.ai",
            method="GET",
            path="/dashboard",
            lines=list(lines),
        )
        self.vercel.logs.begin(row)
        self.vercel.logs.end(row, status)

    @property
    def older(self) -> Deployment:
        """The deployment that is not production."""
        return next(one for one in self.vercel.deployments if one is not self.vercel.production)

    def transactions(self, number: int, release: str = GOOD, ago_s: float = 1.0, **fields: Any) -> None:
        """This many requests that Sentry heard of."""
        for _ in range(number):
            told = {"type": "transaction", "timestamp": time.time() - ago_s, "release": release}
            self.sentry.store.add_transaction({**told, **fields})

    def errors(
        self, number: int, value: str = "boom", release: str = GOOD, ago_s: float = 1.0, **fields: Any
    ) -> None:
        """This many errors of one issue."""
        error = {"exception": {"values": [{"type": "TypeError", "value": value}]}, "level": "error"}
        for _ in range(number):
            told = {**error, "timestamp": time.time() - ago_s, "release": release}
            self.sentry.store.add_error({**told, **fields})


def of_the_gate() -> dict[str, Any]:
    """What an event has that the gate's own request has caused."""
    return {"contexts": {"trace": {"trace_id": TRACE}}}


async def finding(case: Case, check: EvidenceCheck) -> Finding:
    """What a check comes to when the journeys are done already."""
    case.journeys_done.set()
    return await check.read(case)


def _no_services(_: object) -> Services:
    raise AssertionError("no deployment is started here")


def _no_build(*_: object) -> Any:
    raise AssertionError("no deployment is started here")
