"""A visitor: comes in as users do, by the landing page, the quiz and the login, then sends when told to."""

from __future__ import annotations

import os
from typing import Any, ClassVar

import gevent
from geventhttpclient.client import HTTPClientPool
from locust import FastHttpUser, task
from locust.env import Environment
from locust.exception import StopTest

from fixtures.errors import SetupError
from load import guard
from load.addresses import Addresses
from load.generator import glue
from load.incident import Incident
from load.plan import COOKIE, EMAIL, PASSWORD
from load.stage import Stage

AGENT = "firedrill-load"
# Longer than any time-out that is judged, and said to the pool: by itself it would take five seconds.
_PATIENCE_S = 120.0
_CONNECT_S = 10.0
_AT_ONCE = 20_000


class Visitor(FastHttpUser):
    """Override `arrive` with what one arrival does; every request that it sends is in Locust's statistics."""

    abstract = True
    incident: ClassVar[Incident]
    client_pool = HTTPClientPool(
        concurrency=_AT_ONCE, network_timeout=_PATIENCE_S, connection_timeout=_CONNECT_S, insecure=True
    )
    default_headers = {  # noqa: RUF012 - Locust's own, never changed
        "user-agent": AGENT,
        **({"cookie": os.environ[COOKIE]} if os.environ.get(COOKIE) else {}),
    }
    addresses = Addresses()

    def __init__(self, environment: Environment) -> None:
        """Raises StopTest where the host is not ours to load."""
        try:
            guard.find(environment.host or self.host or "")
        except SetupError as error:
            raise StopTest(str(error)) from error
        super().__init__(environment)

    def on_start(self) -> None:
        """Come in, then wait for turns."""
        self.come_in()
        glue.node(self.environment).join(self)

    @task
    def wait_for_turns(self) -> None:
        """The node calls `arrive`, in a greenlet of its own."""
        gevent.sleep(3600)

    def come_in(self) -> None:
        """Landing page, quiz, login. Raises RuntimeError where the login is refused."""
        headers = self.addresses.headers(Stage(name="come-in", count=1), id(self) % 100_000)
        self.client.get("/", headers=headers)
        self.client.get("/quiz", headers=headers)
        if "cookie" in self.default_headers:
            return
        account = {"email": os.environ.get(EMAIL, ""), "password": os.environ.get(PASSWORD, "")}
        answer = self.client.post("/api/login", json=account, headers=headers)
        if answer.status_code != 200:
            raise RuntimeError(f"the login of {EMAIL} was answered {answer.status_code}; nobody can send")

    def arrive(self, stage: Stage, index: int) -> tuple[int, str]:
        """One arrival: what the incident is about."""
        raise NotImplementedError

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
        """The status of an answer and, where there is none, why."""
        return answer.status_code, repr(answer.error) if getattr(answer, "error", None) else ""
