"""What every test may ask for."""

from __future__ import annotations

import os
import signal

import pytest

# A shell starts what it runs in the background deaf to Ctrl-C, and so would be every command of a test.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Coroutine tests run on asyncio, as the world does."""
    return "asyncio"


@pytest.fixture(scope="session", autouse=True)
def _outside_github() -> None:
    """In our own CI too: the gates that tests run have nothing to tell the job that runs the tests."""
    os.environ.pop("GITHUB_ACTIONS", None)
