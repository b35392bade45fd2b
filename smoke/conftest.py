"""What a journey is given: the target, pages of its own, the smoke user, and a watch over the browser."""

from __future__ import annotations

import difflib
import warnings
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any, NoReturn, cast

import pytest
from playwright.sync_api import BrowserContext, Error, Page, Playwright, expect

from fixtures.config import ConfigError
from fixtures.errors import SetupError
from fixtures.target import MissingSecretError, Target, secret
from smoke.browsing import attempts, keepsakes
from smoke.browsing.attempts import Attempts
from smoke.browsing.credentials import Credentials
from smoke.browsing.failures import (
    InfrastructureError,
    NeedsWriteError,
    SeenErrorsError,
    describe,
    is_infrastructure,
)
from smoke.browsing.notes import ARTIFACTS, FAILED, TIMES, WATCH, WRITES, EarlierPosts
from smoke.browsing.signed_in import Door, SmokeUser
from smoke.browsing.visitor import new_page
from smoke.browsing.watch import Watch
from smoke.browsing.writes import Writes
from smoke.handed import Handed
from smoke.journeys import check_of
from smoke.order import Order, received
from smoke.page_times import PageTimes
from smoke.pages.by_page import ByPage

INCONCLUSIVE_STATUS = 3
ORDER = pytest.StashKey[Order]()
Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def order(pytestconfig: pytest.Config) -> Order:
    """The parent's order, or one made from ``--base-url`` and firedrill.toml."""
    return pytestconfig.stash[ORDER]


@pytest.fixture(scope="session")
def target(order: Order) -> Target:
    """What is judged."""
    return order.target


@pytest.fixture(scope="session")
def base_url(order: Order) -> str:
    """In place of pytest-playwright's own, so that both agree."""
    return order.target.url


@pytest.fixture(scope="session")
def device(pytestconfig: pytest.Config, playwright: Playwright) -> str | None:
    """In place of pytest-playwright's own, so that an unknown one is told in a sentence."""
    name: str | None = pytestconfig.getoption("--device")
    if name and name not in playwright.devices:
        near = difflib.get_close_matches(name, playwright.devices, n=3)
        hint = f"did you mean {' or '.join(map(repr, near))}?" if near else "Playwright's list has the names"
        pytest.exit(f"--device {name!r}: no such device; {hint}", pytest.ExitCode.USAGE_ERROR)
    return name


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], order: Order) -> dict[str, Any]:
    """The browser that was found, in place of the one that Playwright would download."""
    found = {"executable_path": order.browser} if order.browser else {}
    return {**browser_type_launch_args, **found, "args": list(order.browser_args)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], order: Order) -> dict[str, Any]:
    """The language of the target; no worker of its own that could send requests past the gate's eyes."""
    return {**browser_context_args, "locale": order.target.locale, "service_workers": "block"}


@pytest.fixture(scope="session")
def door(order: Order, pytestconfig: pytest.Config) -> Iterator[Door]:
    """Who opens sessions of the smoke user: the parent, or where there is none, the suite itself."""
    if received() is not None:
        yield cast("Attempts", pytestconfig.pluginmanager.get_plugin(attempts.NAME))
        return
    from smoke.browsing.alone import Alone

    alone = Alone(order)
    yield alone
    for problem in alone.leave():
        warnings.warn(problem, stacklevel=1)


@pytest.fixture(scope="session")
def handed(door: Door) -> Handed:
    """What lets in: cookies of a protected deployment."""
    try:
        return door.come_in()
    except SetupError as error:
        pytest.exit(str(error), pytest.ExitCode.USAGE_ERROR)


@pytest.fixture
def writes(order: Order, request: pytest.FixtureRequest) -> Writes:
    """What this journey may write."""
    kept = Writes.of(order.target)
    request.node.stash[WRITES] = kept
    return kept


@pytest.fixture
def new_visitor(
    new_context: Callable[..., BrowserContext],
    order: Order,
    handed: Handed,
    writes: Writes,
    request: pytest.FixtureRequest,
    output_path: str,
) -> Iterator[Visit]:
    """Each call is somebody new: a page in a context of its own; ``state`` is the session of who is known."""
    node, folder = request.node, Path(output_path)
    pages: list[Page] = []
    expect.set_options(timeout=order.target.budgets.patience_s * 1000)
    seen = node.stash.setdefault(WATCH, Watch.of(order.target))
    times = node.stash.setdefault(TIMES, PageTimes())
    traced = request.config.getoption("--tracing") == "off"

    def visit(state: dict[str, Any] | None = None) -> Page:
        options: dict[str, Any] = {"storage_state": state} if state else {}
        if order.har:
            options["record_har_path"] = keepsakes.har_of(folder, len(pages) + 1)
        context = new_context(**options)
        if traced:
            # Without pictures: the film strip costs more than all else together.
            context.tracing.start(snapshots=True)
        pages.append(new_page(context, order, handed.entry, seen, writes, times))
        return pages[-1]

    yield visit
    seen.stop()
    if node.stash.get(FAILED, False):
        node.stash[ARTIFACTS] = keepsakes.keep(pages, seen, folder, traced=traced)


@pytest.fixture
def page(new_visitor: Visit) -> Page:
    """A first visitor."""
    return new_visitor()


@pytest.fixture
def watch(page: Page, request: pytest.FixtureRequest) -> Watch:  # noqa: ARG001 - the page comes first
    """What the browser sees go wrong during this journey."""
    kept: Watch = request.node.stash[WATCH]
    return kept


@pytest.fixture(scope="session")
def credentials(target: Target) -> Credentials:
    """The smoke user. Without one the journey is inconclusive, by name."""
    if target.login is None:
        table = f"[target.{target.name or 'NAME'}.login]"
        inconclusive(f"no credentials configured: {table} with email and password_env")
    try:
        return Credentials(target.login.email, secret(target.login.password_env))
    except MissingSecretError as error:
        inconclusive(str(error))


@pytest.fixture(scope="session")
def user(
    order: Order, door: Door, handed: Handed, credentials: Credentials, request: pytest.FixtureRequest
) -> Iterator[SmokeUser]:
    """The smoke user's session, for all journeys but that of the login itself."""
    if order.target.supabase is not None:
        yield SmokeUser(door.open_session)
        return
    expect.set_options(timeout=order.target.budgets.patience_s * 1000)
    browser = ByPage(order, handed, credentials, request)
    yield SmokeUser(browser.open_session)
    left = browser.leave()
    if left is not None and isinstance(door, Attempts):
        door.line("left", **left)


@pytest.fixture(scope="session")
def earlier_posts() -> EarlierPosts:
    """So that the dashboard is looked at before the pending post arrives there, and only once."""
    return EarlierPosts()


def inconclusive(message: str) -> NoReturn:
    """End this journey without a result; see `pytest_sessionfinish`."""
    pytest.skip(message)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without a site there is nothing to judge; what the infrastructure broke is tried again, once."""
    if received() is None and config.option.collectonly:
        return
    order = config.stash[ORDER] = received() or _own_order(config)
    left_out = [item for item in items if not _is_walked(item, order)]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)
    for item in items:
        item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=[InfrastructureError]))


def _own_order(config: pytest.Config) -> Order:
    if not config.getoption("--base-url"):
        raise pytest.UsageError("pytest smoke needs --base-url URL, the site to judge")
    from smoke.browsing.alone import order_of

    try:
        return order_of(config)
    except (SetupError, ConfigError) as error:
        raise pytest.UsageError(str(error)) from error


def _is_walked(item: pytest.Item, order: Order) -> bool:
    """Whether the target has what a journey's test is about."""
    is_there = order.target.has_pending_post or item.get_closest_marker("pending") is None
    return is_there and check_of(str(item.path)) in order.journeys


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Nothing of an earlier attempt counts for this one."""
    keys: tuple[pytest.StashKey[Any], ...] = (FAILED, WATCH, WRITES, TIMES, ARTIFACTS)
    for key in keys:
        if key in item.stash:
            del item.stash[key]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """A journey that came to its end fails all the same if the browser saw errors on the way."""
    watch = item.stash.get(WATCH, None)
    result = None
    try:
        try:
            result = yield
        except NeedsWriteError as error:
            if watch is not None:
                watch.catch_up()
            # What the server got wrong by itself, no write would have put right.
            if watch is None or all((one.status or 0) < 500 for one in watch.seen):
                pytest.skip(str(error))
        if watch is not None:
            watch.catch_up()
            if watch.seen:
                raise SeenErrorsError("; ".join(dict.fromkeys(one.message for one in watch.seen)))
    except (AssertionError, Error) as error:
        # Of what was seen at the end of a journey, all has arrived already.
        if watch is not None and not isinstance(error, SeenErrorsError):
            watch.catch_up()
            watch.look()
        failure = describe(error, watch.told() if watch else [])
        if is_infrastructure(failure):
            raise InfrastructureError(failure) from error
        raise
    return result


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tell the fixtures whether their journey failed."""
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Nothing that was left out may read as passed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if exitstatus == pytest.ExitCode.OK and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = INCONCLUSIVE_STATUS
