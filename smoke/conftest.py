"""What a journey is given: the target, a page of its own, the smoke user, and a watch over the browser."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from playwright.sync_api import BrowserContext, Error, Page, expect

from fixtures.config import ConfigError
from fixtures.errors import SetupError
from fixtures.target import MissingSecretError, Target, secret
from smoke.credentials import Credentials
from smoke.failures import SeenErrorsError
from smoke.isolation import parse_header, send_to_origin
from smoke.notes import ARTIFACTS, FAILED, WATCH, EarlierPosts
from smoke.order import Order, received
from smoke.watch import Watch

INCONCLUSIVE_STATUS = 3


@pytest.fixture(scope="session")
def order(pytestconfig: pytest.Config) -> Order:
    """The parent's order, or one made from ``--base-url`` and firedrill.toml."""
    given = received()
    if given is not None:
        return given
    from smoke.browser import find
    from smoke.targets import choose_target

    try:
        target, browser = choose_target(pytestconfig.getoption("--base-url")), find()
    except (SetupError, ConfigError) as error:
        raise pytest.UsageError(str(error)) from error
    return Order(
        run_id="by-hand",
        target=target,
        browser=browser.path,
        browser_args=browser.args,
        folder=Path(pytestconfig.getoption("--output")).resolve(),
    )


@pytest.fixture(scope="session")
def target(order: Order) -> Target:
    """What is judged."""
    return order.target


@pytest.fixture(scope="session")
def base_url(order: Order) -> str:
    """In place of pytest-playwright's own, so that both agree."""
    return order.target.url


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], order: Order) -> dict[str, Any]:
    """The browser that was found, in place of the one that Playwright would download."""
    found = {"executable_path": order.browser} if order.browser else {}
    return {**browser_type_launch_args, **found, "args": list(order.browser_args)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], order: Order) -> dict[str, Any]:
    """The gate says who it is, and reads the language of its target."""
    return {
        **browser_context_args,
        "user_agent": f"firedrill-gate/{order.run_id}",
        "locale": order.target.locale,
    }


@pytest.fixture
def new_visitor(
    new_context: Callable[[], BrowserContext], order: Order, request: pytest.FixtureRequest, output_path: str
) -> Iterator[Callable[[], Page]]:
    """Each call is somebody new: a page in a context of its own, watched."""
    node, pages = request.node, []
    patience_ms = order.target.budgets.patience_s * 1000
    expect.set_options(timeout=patience_ms)
    seen = node.stash.setdefault(WATCH, Watch(order.target.url))
    traced = request.config.getoption("--tracing") == "off"

    def visit() -> Page:
        context = new_context()
        context.set_default_timeout(patience_ms)
        context.set_default_navigation_timeout(2 * patience_ms)
        if traced:
            # Without pictures: the film strip costs more than all else together.
            context.tracing.start(snapshots=True)
        seen.over(context)
        page = context.new_page()
        header = os.environ.get(order.target.client_header_env or "", "")
        send_to_origin(page, order.target.url, parse_header(header))
        pages.append(page)
        return page

    yield visit
    seen.stop()
    if node.stash.get(FAILED, False):
        node.stash[ARTIFACTS] = _keep(pages, Path(output_path), traced)


@pytest.fixture
def page(new_visitor: Callable[[], Page]) -> Page:
    """A first visitor."""
    return new_visitor()


@pytest.fixture
def watch(page: Page, request: pytest.FixtureRequest) -> Watch:  # noqa: ARG001 - the page comes first
    """What the browser sees go wrong during this journey."""
    kept: Watch = request.node.stash[WATCH]
    return kept


@pytest.fixture
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
def earlier_posts() -> EarlierPosts:
    """So that the dashboard is looked at before the dashboard's own journey, and only once."""
    return EarlierPosts()


def inconclusive(message: str) -> NoReturn:
    """End this journey without a result; see `pytest_sessionfinish`."""
    pytest.skip(message)


def pytest_collection_modifyitems(config: pytest.Config) -> None:
    """Without a site there is nothing to judge."""
    if received() is None and not config.getoption("--base-url") and not config.option.collectonly:
        raise pytest.UsageError("pytest smoke needs --base-url URL, the site to judge")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """A journey that came to its end fails all the same if the browser saw errors on the way."""
    result = yield
    watch = item.stash.get(WATCH, None)
    if watch is not None:
        watch.catch_up()
        if watch.seen:
            raise SeenErrorsError("; ".join(dict.fromkeys(one.message for one in watch.seen)))
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


def _keep(pages: list[Page], folder: Path, traced: bool) -> list[Path]:
    """A picture of each page and the trace of each context, as far as the browser still gives them."""
    kept = []
    folder.mkdir(parents=True, exist_ok=True)
    for number, page in enumerate(pages, start=1):
        picture, trace = folder / f"page-{number}.png", folder / f"trace-{number}.zip"
        try:
            page.screenshot(path=picture, timeout=5000)
            kept.append(picture)
            if traced:
                page.context.tracing.stop(path=trace)
                kept.append(trace)
        except Error:
            continue  # the page is gone; its failure is told all the same
    return kept
