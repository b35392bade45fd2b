"""A site, an API of its own on another origin, and somebody else, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from fixtures.target import Target
from reports.verdict import Verdict
from smoke.marks import trace_id
from tests.smoke.judging import judge, own_journeys
from tests.smoke.stub import Page, Stub
from tests.smoke.test_browser_side import CONFTEST

# Scripts of workers that do something and then say so.
WORKER = "{}.then(() => postMessage(0))"
SHARED = "onconnect = event => {}.then(() => event.ports[0].postMessage(0))"


class Web:
    """A site, an API of its own on another origin, and somebody else."""

    def __init__(self, stack: ExitStack) -> None:
        self.site, self.api, self.other = (stack.enter_context(Stub({"/": Page()})) for _ in range(3))
        # Another site too, not only another origin: its frames have a process of their own.
        self.api_url = self.api.url.replace("127.0.0.1", "localhost")
        self.other_url = self.other.url.replace("127.0.0.1", "localhost")

    def judge(
        self,
        monkeypatch: pytest.MonkeyPatch,
        folder: Path,
        sources: Mapping[str, str],
        *,
        may_write: bool = True,
    ) -> Verdict:
        """Walk these journeys; ``API`` and ``OTHER`` stand for the addresses."""
        own_journeys(monkeypatch, folder / "suite", **{name: self.filled(of) for name, of in sources.items()})
        (folder / "suite" / "conftest.py").write_text(CONFTEST, encoding="utf-8")
        target = Target.model_validate(
            {
                "url": self.site.url,
                "own_origins": [self.api_url],
                "client_header_env": "CLIENT",
                "writes": {"allowed": may_write, "always": []},
                "budgets": {"patience_s": 2},
            }
        )
        return judge(target, folder / "run", env={"CLIENT": "x-client: 198.51.100.7"})

    def filled(self, text: str) -> str:
        """With the addresses in it."""
        return text.replace("API", self.api_url).replace("OTHER", self.other_url)


@contextmanager
def web() -> Iterator[Web]:
    """All three, up."""
    with ExitStack() as stack:
        yield Web(stack)


def from_browser(stub: Stub) -> list[tuple[str, dict[str, str]]]:
    """What a browser asked for, and not the parent's own first request."""
    return [(path, headers) for path, headers in stub.seen if "sec-fetch-mode" in headers]


def is_marked(headers: dict[str, str]) -> bool:
    """All three marks of this run."""
    return (
        re.fullmatch(r"Mozilla/((?!firedrill).)* firedrill-gate/run", headers["user-agent"]) is not None
        and headers.get("traceparent", "").startswith(f"00-{trace_id('run')}-")
        and headers.get("sentry-trace", "").startswith(f"{trace_id('run')}-")
    )
