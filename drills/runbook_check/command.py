"""``firedrill runbook``: does what stands in a runbook do what it says.

What is heavy is imported where it is used, so that the other commands do not pay for it.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from fixtures.errors import SetupError
from fixtures.interruption import INTERRUPTED
from reports.telling import tell
from reports.verdict import EXIT_CODES_HELP, ExitCode, Verdict

if TYPE_CHECKING:
    from drills.runbook_check.passage import Passage
    from drills.runbook_check.rehearsal import Rehearsal
    from drills.runbook_check.report import Report
    from reports.run import RunFolder

app = typer.Typer(help="Check the runbook itself.", no_args_is_help=True)


@app.callback()
def _runbook() -> None:
    """Keeps ``check`` a sub-command while it is the only one."""


def check(
    file: Annotated[Path, typer.Argument(metavar="FILE.md", help="The runbook, in Markdown.")],
    tool: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=PATH", help="Take this program, as in vercel=./v63/vercel; PATH's by default."
        ),
    ] = None,
    allow: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Run commands with this program, too: what it does, it does here."),
    ] = None,
    limit: Annotated[float, typer.Option(min=1, help="Seconds that one command may take.")] = 60.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print verdict.json instead of a summary.")] = False,
) -> None:
    """Rehearse every command of a runbook with the real tools, and tell which do not do what they are for.

    Each shell command and SQL statement is typed in a world of its own, shortly after an incident, and judged
    by what others see of its effect, whatever its exit code says. Nothing leaves the world: it has a network
    without a way out where this machine allows one, and the report says so where not. What is for a person to
    do is listed, not run.

    0 every command that was judged does what it is for · 1 one does not · 2 no runbook, or no command in it ·
    3 nothing could be judged.
    """
    from drills.runbook_check import markdown, seal
    from drills.runbook_check.rehearsal import Rehearsal
    from drills.runbook_check.report import JOB, Report
    from drills.runbook_check.toolbox import Toolbox
    from reports.run import RunFolder, RunFolderError

    toolbox = Toolbox.parse(tool or [], allow or [])
    passages = markdown.read(file)
    network = seal.enter(sys.argv[1:])
    wall = toolbox.wall()
    network = network._replace(told=f"{network.told}; {wall.told}")
    tell(f"egress {'enforced' if network.enforced else 'not enforced'}: {network.told}")
    try:
        folder = RunFolder.create(JOB, re.sub(r"[^A-Za-z0-9]+", "-", file.stem).strip("-") or JOB)
    except RunFolderError as error:
        raise SetupError(str(error)) from error
    options = [f"--tool={each}" for each in tool or []] + [f"--allow={each}" for each in allow or []]
    report = Report(folder, str(file), passages, network, options)
    rehearsal = Rehearsal(
        toolbox, os.environ, sealed=network.enforced, wall=wall, limit_s=limit, sites=_sites()
    )
    _conclude(*_rehearse(rehearsal, passages, report, folder), as_json=as_json)


check.__doc__ = f"{check.__doc__}\n    {EXIT_CODES_HELP}"
app.command("check")(check)


def _rehearse(
    rehearsal: Rehearsal, passages: Sequence[Passage], report: Report, folder: RunFolder
) -> tuple[Verdict, RunFolder]:
    """All of them, one after the other; what is known stands in the folder from the first one on."""
    from fixtures.interruption import undisturbed
    from reports.run import VERDICT, render_all
    from reports.runbook_words import progress

    interrupted = True
    try:
        for passage in passages:
            # Also when we are killed, this says that there is more.
            folder.write_json(VERDICT, report.verdict(interrupted=True))
            row = report.add(rehearsal.of(passage))
            tell(progress(row, report.outcome))
        interrupted = False
    except KeyboardInterrupt:
        pass
    with undisturbed():
        verdict = report.verdict(interrupted=interrupted)
        render_all(folder.path, verdict, [])
    return verdict, folder


def _conclude(verdict: Verdict, folder: RunFolder, *, as_json: bool) -> None:
    from reports.console import Console
    from reports.run import VERDICT
    from reports.terminal import print_verdict

    if as_json:
        typer.echo((folder.path / VERDICT).read_text(encoding="utf-8"), nl=False)
    else:
        print_verdict(Console(), verdict, folder.path)
    interrupted = any(reason.code == INTERRUPTED for reason in verdict.reasons)
    raise typer.Exit(ExitCode.INTERRUPTED if interrupted else verdict.exit_code)


def _sites() -> tuple[str, ...]:
    """Names of production: Postry's own, and those of the targets that the configuration lists."""
    from drills.runbook_check.filling import POSTRY
    from fixtures import config

    path = config.find()
    targets = config.load(path).target.values() if path else ()
    return tuple(dict.fromkeys([*POSTRY, *(urlsplit(target.url).netloc for target in targets)]))
