"""What a failed attempt is called, so that people and the runbook's table can tell failures apart.

``assertion``: the user did not get what they came for. ``http-5xx``, ``http-4xx``: the site's own answer says
so. ``gateway``: it was 502, 503 or 504, and nothing worse. ``net``: the browser got no answer (net::ERR_…).
``navigation-timeout``: a page did not come in time. ``console``: all was there, but the page's own code
failed. ``timeout``: the journey as a whole took too long. ``crash``: the page or the browser died. ``setup``:
the attempt could not begin. ``needs-write``: read-only mode kept from the site what the journey needs.
``broken``: our own code failed, which says nothing about the site.

Of these, ``net``, ``gateway`` and ``navigation-timeout`` are the infrastructure's: such an attempt is made a
second time, once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import Error, TimeoutError  # noqa: A004 - Playwright's own name

from reports.verdict import Outcome
from smoke.browsing.watch import Sighting

# Without a network, or for a name that does not exist, nothing was learnt about the site.
_NO_NETWORK = ("ERR_NAME_NOT_RESOLVED", "ERR_INTERNET_DISCONNECTED", "ERR_ADDRESS_UNREACHABLE")
# The page itself has given it up; the site leads in a circle.
_OWN_DOING = ("ERR_ABORTED", "ERR_TOO_MANY_REDIRECTS")
_CLOSED = "Target page, context or browser has been closed"
# Far more than is shown: the parent cuts it off, once it holds no secret.
_LONGEST = 50_000
_GATEWAY = frozenset({502, 503, 504})
# How Playwright tells that an expectation was not met: its sentence says what should have been.
_UNMET = re.compile(
    r"(?P<sentence>.*)\n(?:Expected value: '?(?P<expected>.*?)'?\n)?Actual value: (?P<actual>.*?) ?\n"
    r"(?:Error: (?P<error>(?s:.*)))?"
)
_INFRASTRUCTURE = frozenset({"net", "gateway", "navigation-timeout"})


class BadAnswerError(AssertionError):
    """A page answered with a status that no user should see."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class SeenErrorsError(AssertionError):
    """The journey came to its end, but the browser saw errors on the way."""


class NeedsWriteError(Exception):
    """The journey cannot go on without a write that read-only mode blocks: it ends without a result.

    ``failed`` is what was missing in the page where nobody can tell whether that write was for it.
    """

    def __init__(self, blocked: Sequence[str], failed: str = "") -> None:
        told = ", ".join(blocked)
        message = f"not judged here: it needs {told}, which read-only mode blocks"
        if failed:
            message = (
                f"{_clean(failed)}; but read-only mode blocks {told}, and nobody can tell whether that was "
                "for it: list it in writes.telemetry if nothing waits for it, in writes.always if it may pass"
            )
        super().__init__(message)


@dataclass(frozen=True)
class Failure:
    """How one attempt failed: its outcome, one of the classes above and a message for people."""

    outcome: Outcome
    error_class: str
    message: str


class InfrastructureError(Exception):
    """The attempt failed by what may be better a moment later; ``failure`` tells how."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


def is_infrastructure(failure: Failure) -> bool:
    """Whether a second attempt may tell more."""
    return failure.error_class in _INFRASTRUCTURE and not any(code in failure.message for code in _OWN_DOING)


def describe(error: BaseException, seen: Sequence[Sighting]) -> Failure:
    """Tell an attempt's exception, with what the browser saw, as a failure."""
    if isinstance(error, InfrastructureError):
        return error.failure
    text = _clean(str(error)) or type(error).__name__
    if isinstance(error, Error) and not isinstance(error, TimeoutError):
        return _of_playwright(text, seen)
    if not isinstance(error, AssertionError | Error):
        return Failure(Outcome.INCONCLUSIVE, "broken", f"{type(error).__name__}: {text}")
    # What was waited for could not come any more: an expectation tells that in its log only.
    if _CLOSED in str(error) and not any(sighting.kind == "crash" for sighting in seen):
        return Failure(Outcome.INCONCLUSIVE, "crash", f"the browser died: {text}")
    message = text if isinstance(error, SeenErrorsError) else _with(text, seen)
    return Failure(Outcome.FAIL, _class_of(error, seen), message)


def _of_playwright(text: str, seen: Sequence[Sighting]) -> Failure:
    if "net::ERR_" in text:
        unknown = any(code in text for code in _NO_NETWORK)
        return Failure(Outcome.INCONCLUSIVE if unknown else Outcome.FAIL, "net", _with(text, seen))
    if any(sighting.kind == "crash" for sighting in seen):
        return Failure(Outcome.FAIL, "crash", _with(text, seen))
    if _CLOSED in text or "Target closed" in text:
        return Failure(Outcome.INCONCLUSIVE, "crash", f"the browser died: {text}")
    return Failure(Outcome.FAIL, "assertion", _with(text, seen))


def _class_of(error: AssertionError | Error, seen: Sequence[Sighting]) -> str:
    kinds = {sighting.kind for sighting in seen}
    statuses = [sighting.status for sighting in seen if sighting.status is not None]
    if isinstance(error, BadAnswerError):
        statuses.insert(0, error.status)
    if "crash" in kinds:
        return "crash"
    if broken := {status for status in statuses if status >= 500}:
        return "gateway" if broken <= _GATEWAY else "http-5xx"
    if statuses:
        return "http-4xx"
    if "net" in kinds:
        return "net"
    if isinstance(error, SeenErrorsError):
        return "console"
    if isinstance(error, TimeoutError) and re.match(r"Page\.(goto|reload|wait_for_url)", str(error)):
        return "navigation-timeout"
    return "assertion"


def _with(text: str, seen: Sequence[Sighting]) -> str:
    news = [sighting.message for sighting in seen if sighting.message not in text]
    return "; ".join([text, *dict.fromkeys(news)])[:_LONGEST]


def _clean(text: str) -> str:
    """Playwright's message in one line, so that no part of it says that all was well."""
    head, _, log = text.partition("Call log:")
    if found := _UNMET.match(head):
        # Without a sentence of the journey's own it is "Locator expected to be visible".
        sentence = re.sub("^(?!Locator expected)", "expected that ", found["sentence"])
        return f"{sentence}, but {_actual(found)}"[:_LONGEST]
    said = re.sub(r"\s*\n\s*", "; ", head.strip())
    if said.startswith("Locator."):
        # Of its call log only what an action waited for, and why in vain.
        wanted = re.search(r"waiting for ((?:get_by_|locator\().*)", log)
        hindered = re.findall(r"- (element is .*|.* intercepts pointer events)", log)
        said = ", ".join(
            [said.rstrip("."), *([f"waiting for {wanted[1]}"] if wanted else []), *hindered[-1:]]
        )
    return said[:_LONGEST]


def _actual(unmet: re.Match[str]) -> str:
    """What there is in the place of what an expectation is for."""
    if several := re.search(r"resolved to (\d+) elements", unmet["error"] or ""):
        return f"{several[1]} elements fit"
    if unmet["error"] or unmet["actual"] == "None":  # of a page that goes on, without an error
        return "it is not there"
    if unmet["expected"]:
        return f"found {unmet['actual']}, not {unmet['expected']}"
    return "it is still there" if unmet["actual"] == "visible" else f"it is {unmet['actual']}"
