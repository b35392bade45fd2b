"""A visitor: comes in as users do, by the landing page, the quiz and the login, then sends when told to."""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Callable
from typing import Any, ClassVar

import gevent
from geventhttpclient.client import HTTPClientPool
from locust import FastHttpUser, task
from locust.env import Environment
from locust.exception import StopTest, StopUser

from fixtures.errors import SetupError
from load import guard
from load.addresses import Addresses
from load.generator import glue
from load.generator.staying import GIVEN, LedAwayError, StayingRequest
from load.incident import Incident
from load.outcome import LED_AWAY
from load.plan import ACCOUNTS, EMAIL, PASSWORD
from load.stage import Stage
from load.trouble import away_to

AGENT = "firedrill-load"
# Longer than any time-out that is judged, and said to the pool: by itself it would take five seconds.
_PATIENCE_S = 120.0
_CONNECT_S = 10.0
_AT_ONCE = 20_000


_arrived = itertools.count()


def _accounts() -> list[dict[str, str]]:
    """Whom the visitors log in as, taking turns."""
    several = json.loads(os.environ.get(ACCOUNTS) or "[]")
    return several or [{"email": os.environ.get(EMAIL, ""), "password": os.environ.get(PASSWORD, "")}]


class Visitor(FastHttpUser):
    """Sends arrivals on their journeys; a subclass names its incident, and may override a journey.

    Every request is in Locust's own statistics.
    """

    abstract = True
    incident: ClassVar[Incident]
    client_pool = HTTPClientPool(
        concurrency=_AT_ONCE, network_timeout=_PATIENCE_S, connection_timeout=_CONNECT_S, insecure=True
    )
    default_headers = {  # noqa: RUF012 - Locust's own, never changed
        "user-agent": AGENT,
        **GIVEN,
    }
    addresses = Addresses()

    def __init__(self, environment: Environment) -> None:
        """Raises StopTest where the host is not ours to load."""
        try:
            guard.find(environment.host or self.host or "")
        except SetupError as error:
            raise StopTest(str(error)) from error
        super().__init__(environment)
        # Whatever a journey sends goes through here.
        self.client.client.request_type = StayingRequest  # type: ignore[misc]

    _account: dict[str, str] | None = None

    def on_start(self) -> None:
        """Come in, then wait for turns."""
        node = glue.node(self.environment)
        if refused := self.come_in():
            node.refuse(refused)
            raise StopUser
        node.join(self)

    @task
    def wait_for_turns(self) -> None:
        """The node calls `arrive`, in a greenlet of its own."""
        gevent.sleep(3600)

    def come_in(self) -> str:
        """Landing page, quiz, login; returns why that is not possible, which is empty where it is."""
        came_in = Stage(name="come-in", count=1)
        index = next(_arrived)
        accounts = _accounts()
        self._account = None if "cookie" in self.default_headers else accounts[index % len(accounts)]
        for journey in (self.landing, self.quiz, self.login):
            status, error = journey(came_in, index)
            if status == LED_AWAY:
                return f"nobody can come in: their {journey.__name__} was {away_to([error])}"
            if status != 200:
                return f"nobody can come in: their {journey.__name__} was answered {status} {error}".rstrip()
        return ""

    def arrive(self, stage: Stage, index: int) -> tuple[int, str]:
        """One arrival on the stage's journey."""
        journey: Callable[[Stage, int], tuple[int, str]] = getattr(self, stage.journey)
        return journey(stage, index)

    def landing(self, stage: Stage, index: int) -> tuple[int, str]:
        """The landing page."""
        return self.sent(self.client.get("/", headers=self.addresses.headers(stage, index)))

    def quiz(self, stage: Stage, index: int) -> tuple[int, str]:
        """The quiz; its answer is not asked for, a model's tokens cost money."""
        return self.sent(self.client.get("/quiz", headers=self.addresses.headers(stage, index)))

    def login(self, stage: Stage, index: int) -> tuple[int, str]:
        """The login page and, where there is an account, a login."""
        headers = self.addresses.headers(stage, index)
        page = self.sent(self.client.get("/login", headers=headers))
        if page[0] != 200 or self._account is None:
            return page
        return self.sent(self.client.post("/api/login", json=self._account, headers=headers))

    def dashboard(self, stage: Stage, index: int) -> tuple[int, str]:
        """The dashboard."""
        return self.sent(self.client.get("/dashboard", headers=self.addresses.headers(stage, index)))

    def persist(self, stage: Stage, index: int) -> tuple[int, str]:
        """Store the post that was pending at the login."""
        return self.sent(
            self.client.post(
                "/persist-on-login",
                json={"content": f"[{AGENT}] {stage.name} {index}", "equalizer": {"energie": 50}},
                headers=self.addresses.headers(stage, index),
            )
        )

    @staticmethod
    def sent(answer: Any) -> tuple[int, str]:
        """The status of an answer and, where there is none, why; or where it led to."""
        error = getattr(answer, "error", None)
        if isinstance(error, LedAwayError):
            return LED_AWAY, error.to
        return answer.status_code, repr(error) if error else ""
