"""The vendors under their production host names, without a socket; any other host fails loudly."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import respx
from respx.handlers import ASGIHandler
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from drills.actions.wire import Wire
from fixtures.clock import Clock
from fixtures.control import control_app
from fixtures.deployment import Services, Source
from fixtures.vendors.actors import Tokens
from fixtures.vendors.google_status import GoogleStatus
from fixtures.vendors.linear import Linear
from fixtures.vendors.mailbox import Mailbox
from fixtures.vendors.status_page import StatusPage
from fixtures.vendors.vercel import Vercel
from reports.journal import Journal
from tests.fixtures.vendors.sentry.sdk import Sdk


class Page:
    """An application that tells its commit."""

    def __init__(self, env: Mapping[str, str], _: Services) -> None:
        self._commit = env["VERCEL_GIT_COMMIT_SHA"]

    async def startup(self) -> None:
        """Nothing to get ready."""

    async def shutdown(self) -> None:
        """Nothing to let go of."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Tell it."""
        await JSONResponse({"commit": self._commit})(scope, receive, send)


# A rollback's 150 s of drill time in a twentieth of a second.
PACE = 3000.0


class Vendors:
    """Everything that an action talks to; ``journal`` holds what it saw."""

    def __init__(self, folder: Path) -> None:
        self.tokens = tokens = Tokens.new()
        self.journal = Journal(folder / "journal.jsonl")
        record, actors = self.journal.record, tokens.actors()
        self.vercel = Vercel(
            actors=actors,
            clock=Clock(pace=PACE),
            record=record,
            services_for=self._services,
            client_signing="key",
        )
        self.sdk = Sdk(tokens, record)
        self.linear = Linear(actors=actors, record=record)
        self.vercel_status = StatusPage("Vercel", actors=actors, record=record)
        self.supabase_status = StatusPage("Supabase", actors=actors, record=record)
        self.postry_status = StatusPage("Postry AI", actors=actors, record=record, managed=True)
        self.google_status = GoogleStatus(actors=actors, record=record)
        self.mailbox = Mailbox(actors=actors, record=record)
        apps: dict[str, ASGIApp] = {
            "https://postry.ai": self.vercel.edge,
            "https://api.vercel.com": self.vercel.app,
            "https://sentry.io": self.sdk.sentry.app,
            "https://api.linear.app": self.linear.app,
            "https://www.vercel-status.com": self.vercel_status.app,
            "https://status.supabase.com": self.supabase_status.app,
            "https://status.cloud.google.com": self.google_status.app,
            "https://api.statuspage.io": self.postry_status.app,
            "https://mailbox.postry.ai": self.mailbox.app,
            "http://localhost": control_app(tokens.control, record),
        }
        self.router = respx.Router(assert_all_called=False)
        for host, app in apps.items():
            self.router.route(url__startswith=host).mock(side_effect=ASGIHandler(app))

    def env(self) -> dict[str, str]:
        """What a responder's environment holds."""
        tokens = self.tokens
        return {
            "POSTRY_URL": "https://postry.ai",
            "FIREDRILL_CONTROL_URL": "http://localhost",
            "FIREDRILL_CONTROL_TOKEN": tokens.control,
            "VERCEL_API_URL": "https://api.vercel.com",
            "VERCEL_TOKEN": tokens.vercel_responder,
            "VERCEL_ORG_ID": self.vercel.team_id,
            "VERCEL_PROJECT_ID": self.vercel.project_id,
            "SENTRY_URL": "https://sentry.io",
            "SENTRY_AUTH_TOKEN": tokens.sentry_responder,
            "SENTRY_ORG": "postry",
            "SENTRY_PROJECT": "postry-web",
            "LINEAR_API_URL": "https://api.linear.app/graphql",
            "LINEAR_API_KEY": tokens.linear_responder,
            "LINEAR_TEAM_KEY": "POS",
            "SUPABASE_URL": "https://postry.supabase.co",
            "SUPABASE_SERVICE_ROLE_KEY": tokens.supabase_service,
            "SUPABASE_MANAGEMENT_URL": "https://api.supabase.com",
            "SUPABASE_ACCESS_TOKEN": tokens.management_responder,
            "SUPABASE_PROJECT_ID": "postrypostrypostryai",
            "DATABASE_URL": "postgresql://postgres@localhost/postgres",
            "STATUS_VERCEL_URL": "https://www.vercel-status.com",
            "STATUS_SUPABASE_URL": "https://status.supabase.com",
            "STATUS_GOOGLE_URL": "https://status.cloud.google.com",
            "STATUSPAGE_API_URL": "https://api.statuspage.io/v1",
            "STATUSPAGE_API_KEY": tokens.statuspage_responder,
            "STATUSPAGE_PAGE_ID": "postry",
            "MAILBOX_URL": "https://mailbox.postry.ai",
            "MAILBOX_TOKEN": tokens.mailbox_responder,
            "SMOKE_EMAIL": "smoke@postry.ai",
            "SMOKE_PASSWORD": "secret",
        }

    def answers(self, host: str, status: int, **content: Any) -> None:
        """Let a host answer everything with this; a body by ``json`` or ``text``."""
        self.router.route(url__startswith=host).respond(status, **content)

    def fails(self, host: str, error: httpx.HTTPError) -> None:
        """Let every request to a host end with this."""
        self.router.route(url__startswith=host).mock(side_effect=error)

    def client(self) -> httpx.AsyncClient:
        """A client that reaches these hosts only."""
        return httpx.AsyncClient(transport=httpx.MockTransport(self.router.async_handler), trust_env=False)

    @asynccontextmanager
    async def wire(self) -> AsyncIterator[Wire]:
        """What an action is given."""
        async with self.client() as client:
            yield Wire.of(client, self.env())

    async def start(self) -> None:
        """Three deployments, the last is production."""
        await self.vercel.seed([Source(commit, f"commit {commit}", Page) for commit in ("aaa", "bbb", "ccc")])

    async def stop(self) -> None:
        """Let go of everything."""
        await self.vercel.close()
        await self.sdk.wire.aclose()
        self.journal.close()

    def _services(self, deployment: Any) -> Services:
        return Services(
            pooler=None,  # type: ignore[arg-type]
            log=self.vercel.logs.writer(deployment.id),
        )
