"""``firedrill smoke``: run the gate and say how it went.

What is heavy is imported where it is used, so that the other commands do not pay for it.
"""

from __future__ import annotations

import os
import re
import threading
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fixtures.errors import SetupError
from reports.telling import tell
from reports.verdict import EXIT_CODES_HELP, ExitCode, Result, Verdict
from smoke.options import Options
from smoke.selection import chosen

if TYPE_CHECKING:
    from fixtures.target import Target

_WORLD = "world"


class Flaky(StrEnum):
    """What a check counts as that passed on its second attempt."""

    PASS = "pass"
    INCONCLUSIVE = "inconclusive"
    FAIL = "fail"


def smoke(
    url: Annotated[
        str | None, typer.Option(help="The site to judge; without it and --target, the embedded world.")
    ] = None,
    target: Annotated[str | None, typer.Option(help="A [target.NAME] of firedrill.toml.")] = None,
    config: Annotated[
        Path | None, typer.Option(help="firedrill.toml; otherwise the nearest one from here upward.")
    ] = None,
    expect_commit: Annotated[
        str, typer.Option(metavar="SHA", help="Fail where another commit is live.")
    ] = "",
    only: Annotated[str, typer.Option(metavar="CHECK,…", help="Run these checks only, by their ids.")] = "",
    keyword: Annotated[
        str, typer.Option("-k", metavar="EXPR", help="Choose among journeys, as pytest.")
    ] = "",
    marker: Annotated[str, typer.Option("-m", metavar="EXPR", help="Choose among journeys, as pytest.")] = "",
    device: Annotated[str, typer.Option(help="Walk as on this device, as in 'iPhone 13'.")] = "",
    flaky: Annotated[
        Flaky | None, typer.Option(help="What a check counts as that passed on its second attempt.")
    ] = None,
    har: Annotated[
        bool, typer.Option("--har", help="Keep what a failed journey sent and got, scrubbed, as HAR.")
    ] = False,
    since: Annotated[
        str,
        typer.Option(
            metavar="TIME",
            help="Evidence from this moment on (2026-01-31T12:08:00Z), as of a fix without a build.",
        ),
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print verdict.json instead of a summary.")] = False,
) -> None:
    """Is this site healthy, yes or no, with evidence."""
    options = Options(
        expect_commit=_commit(expect_commit),
        only=chosen(only),
        keyword=keyword,
        marker=marker,
        device=device,
        flaky=Result(flaky.value.upper()) if flaky else None,
        har=har,
        since=moment_of(since),
    )
    with _judged(url, target, config) as (judged, env):
        code = _run(judged, env, options, as_json=as_json)
    raise typer.Exit(code)


smoke.__doc__ = f"{smoke.__doc__}\n\n{EXIT_CODES_HELP}"


def _run(target: Target, env: Mapping[str, str], options: Options, *, as_json: bool) -> ExitCode:
    from fixtures.interruption import INTERRUPTED
    from reports import files
    from reports.github import publish
    from reports.run import VERDICT, RunFolder, RunFolderError, render_all
    from smoke.artifacts import scrubber_for
    from smoke.assignment import HARNESS_BROKE, JOB
    from smoke.conclusion import broken, unfinished
    from smoke.gate import run_gate

    try:
        folder = RunFolder.create(JOB)
    except RunFolderError as error:
        raise SetupError(str(error)) from error
    # What the end needs is loaded while the browser works.
    threading.Thread(target=_load_renderers, name="renderers", daemon=True).start()
    files.write_json(folder.path / VERDICT, unfinished(target, folder.path))
    tell(f"judging {target.url}")
    try:
        verdict = run_gate(
            target,
            folder.path,
            # A drill that rehearses without a browser says so in its responder's environment.
            journeys="http" if env.get("FIREDRILL_JOURNEYS") == "http" else "browser",
            env=env,
            tell=tell,
            options=options,
        )
    except SetupError as error:
        files.write_json(folder.path / VERDICT, unfinished(target, folder.path, str(error)))
        raise
    except Exception as error:  # noqa: BLE001 - a verdict is written whatever breaks
        scrubber = scrubber_for(target, env, {})
        folder.write_text("crash.txt", scrubber.scrub_text(traceback.format_exc()))
        verdict = broken(target, folder.path, scrubber.scrub_text(f"{type(error).__name__}: {error}"))
    render_all(folder.path, verdict, [])
    _show(verdict, folder.path, as_json=as_json)
    codes = {reason.code for reason in verdict.reasons}
    code = ExitCode.BROKEN if HARNESS_BROKE in codes else verdict.exit_code
    code = ExitCode.INTERRUPTED if INTERRUPTED in codes else code
    # Workflow commands are read from either stream; the verdict's JSON is alone on its own.
    commands = partial(typer.echo, err=True)
    if problem := publish(verdict, folder.path, env, commands, exit_code=code):
        tell(problem)
    return code


def _commit(text: str) -> str:
    if text and not re.fullmatch(r"[0-9a-fA-F]{7,64}", text):
        raise SetupError(f"--expect-commit {text!r}: expected a commit's SHA, at least its first 7 digits")
    return text


def moment_of(text: str) -> datetime | None:
    """What ``--since`` says; None where it says nothing. Raises `SetupError` for what is no moment."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise SetupError(f"--since {text!r}: expected a moment as in 2026-01-31T12:08:00Z") from None
    if moment.tzinfo is None:
        raise SetupError(f"--since {text!r}: has no time zone; expected one as in 2026-01-31T12:08:00Z")
    return moment


def _load_renderers() -> None:
    import reports.allure
    import reports.junit
    import reports.page
    import reports.terminal  # noqa: F401


def _show(verdict: Verdict, folder: Path, *, as_json: bool) -> None:
    if as_json:
        from reports.run import VERDICT

        typer.echo((folder / VERDICT).read_text(encoding="utf-8"), nl=False)
        return
    from reports.console import Console
    from reports.terminal import print_verdict

    print_verdict(Console(), verdict, folder)


@contextmanager
def _judged(
    url: str | None, name: str | None, config: Path | None
) -> Iterator[tuple[Target, Mapping[str, str]]]:
    """The target and the environment with its secrets; the embedded world lives as long as this."""
    from smoke.assignment import CONTROL_URL
    from smoke.targets import choose_target

    if url is None and name is None and config is None:
        if not os.environ.get(CONTROL_URL):
            with _embedded_world() as of_world:
                yield of_world
            return
        name = _WORLD  # in the shell of a world that is up already: that one
    yield choose_target(url, name, config), dict(os.environ)


@contextmanager
def _embedded_world() -> Iterator[tuple[Target, Mapping[str, str]]]:
    from fixtures.config import load
    from fixtures.world import World
    from smoke import browser

    browser.find()  # better told before a world is started than after
    world = World()
    try:
        world.start()
        env = world.env()
        yield load(Path(env["FIREDRILL_CONFIG"])).target[_WORLD], {**os.environ, **env}
    finally:
        world.stop()
