"""A load test of the full pool as most would write it: users who send, wait, and send again."""

from __future__ import annotations

import os

from locust import FastHttpUser, task


class User(FastHttpUser):
    """Logged in already."""

    @task
    def persist(self) -> None:
        """Their requests never outnumber them, so that nobody waits for long, however small the pool is."""
        headers = {"cookie": os.environ["PLAIN_COOKIE"]}
        self.client.post(
            "/persist-on-login", json={"content": "x", "equalizer": {"energie": 50}}, headers=headers
        )
