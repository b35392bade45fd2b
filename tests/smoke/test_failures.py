"""What a failed attempt is called."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error, TimeoutError  # noqa: A004

from reports.verdict import Outcome
from smoke.browsing.failures import BadAnswerError, SeenErrorsError, describe, is_infrastructure
from smoke.browsing.watch import Sighting

UNAVAILABLE = Sighting("http", "POST /api/generate answered 503", 503)
MISSING = Sighting("http", "GET /logo.png answered 404", 404)
CONSOLE = Sighting("console", "console error: boom")
BROKEN = Sighting("http", "POST /api/generate answered 500", 500)
CUT = Sighting("net", "GET /app.js: net::ERR_CONNECTION_RESET")
CLOSED = "Target page, context or browser has been closed"
CRASH = Sighting("crash", "the page / crashed")


@pytest.mark.parametrize(
    ("error", "seen", "error_class", "outcome"),
    [
        (AssertionError("no heading"), [], "assertion", Outcome.FAIL),
        (AssertionError("no heading"), [CONSOLE], "assertion", Outcome.FAIL),
        (AssertionError("no post"), [UNAVAILABLE], "gateway", Outcome.FAIL),
        (AssertionError("no post"), [UNAVAILABLE, BROKEN], "http-5xx", Outcome.FAIL),
        (AssertionError("no script"), [CUT], "net", Outcome.FAIL),
        (BadAnswerError("GET / answered 500", 500), [], "http-5xx", Outcome.FAIL),
        (BadAnswerError("GET / answered 429", 429), [], "http-4xx", Outcome.FAIL),
        (SeenErrorsError("console error: boom"), [CONSOLE], "console", Outcome.FAIL),
        (SeenErrorsError("GET /logo.png answered 404"), [MISSING], "http-4xx", Outcome.FAIL),
        (TimeoutError("Page.goto: Timeout 20000ms exceeded."), [], "navigation-timeout", Outcome.FAIL),
        (TimeoutError("Locator.click: Timeout 10000ms exceeded."), [], "assertion", Outcome.FAIL),
        (Error("Page.goto: net::ERR_CONNECTION_REFUSED at http://x/"), [], "net", Outcome.FAIL),
        (Error("Page.goto: net::ERR_NAME_NOT_RESOLVED at http://x/"), [], "net", Outcome.INCONCLUSIVE),
        (Error("Page.click: Page crashed"), [CRASH], "crash", Outcome.FAIL),
        (
            Error("Page.click: Target page, context or browser has been closed"),
            [],
            "crash",
            Outcome.INCONCLUSIVE,
        ),
        (AssertionError(f"no heading\nCall log:\n  - {CLOSED}"), [], "crash", Outcome.INCONCLUSIVE),
        (AssertionError(f"no heading\nCall log:\n  - {CLOSED}"), [CRASH], "crash", Outcome.FAIL),
        (KeyError("a bug of ours"), [], "broken", Outcome.INCONCLUSIVE),
    ],
)
def test_each_failure_has_its_name(
    error: BaseException, seen: list[Sighting], error_class: str, outcome: Outcome
) -> None:
    """What is not the site's doing is no failure of the site."""
    failure = describe(error, seen)

    assert (failure.error_class, failure.outcome) == (error_class, outcome)


def test_the_message_tells_what_was_seen_besides() -> None:
    """An assertion says what is missing; what the browser saw often says why. Nothing is said twice."""
    failure = describe(AssertionError("the quiz ends in a post"), [UNAVAILABLE, UNAVAILABLE, CONSOLE])

    assert failure.message == "the quiz ends in a post; POST /api/generate answered 503; console error: boom"


def test_an_action_that_waited_in_vain_says_for_what() -> None:
    """A dead button is named, and what is wrong with it."""
    log = """Locator.click: Timeout 300ms exceeded.
Call log:
  - waiting for get_by_role("button", name="Suivant")
    - locator resolved to <button disabled>Suivant</button>
  - attempting click action
    2 × waiting for element to be visible, enabled and stable
      - element is not enabled
    - retrying click action
"""
    failure = describe(TimeoutError(log), [])

    assert failure.message == (
        'Locator.click: Timeout 300ms exceeded, waiting for get_by_role("button", name="Suivant"), '
        "element is not enabled"
    )


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("it shows\nActual value: hidden \n", "expected that it shows, but it is hidden"),
        ("it goes\nActual value: visible \n", "expected that it goes, but it is still there"),
        ("it shows\nActual value: None \n", "expected that it shows, but it is not there"),
        ("one post\nExpected value: '1'\nActual value: 2 \n", "expected that one post, but found 2, not 1"),
        (
            "it shows\nActual value: None\nError: strict mode violation: x resolved to 2 elements:\n  1)\n",
            "expected that it shows, but 2 elements fit",
        ),
        (
            "Locator expected to be visible\nActual value: None\nError: element(s) not found \n",
            "Locator expected to be visible, but it is not there",
        ),
    ],
)
def test_what_was_expected_never_reads_as_what_there_is(head: str, told: str) -> None:
    """However much of it is shown: the sentence of an expectation alone says that all was well."""
    assert describe(AssertionError(f"{head}Call log:\n  - waiting"), []).message == told


def test_a_circle_is_not_tried_again() -> None:
    """A moment later it is the same."""
    failure = describe(Error("Page.goto: net::ERR_TOO_MANY_REDIRECTS at http://x/"), [])

    assert not is_infrastructure(failure)


def test_a_call_log_is_left_out() -> None:
    """Playwright's own log belongs to the trace."""
    error = AssertionError(
        "no heading\nActual value: None\nError: element(s) not found \nCall log:\n  - waiting for heading"
    )

    assert describe(error, []).message == "expected that no heading, but it is not there"
