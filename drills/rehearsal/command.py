"""``firedrill drill rehearse``: every scenario, by the runbook, in one table."""

from __future__ import annotations

import contextlib
import os
import shlex
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from drills.listing import Scenarios
from fixtures.clock import parse_pace
from fixtures.errors import SetupError
from reports.telling import tell
from reports.verdict import EXIT_CODES_HELP, ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.rehearsal_record import Rehearsed
    from reports.verdict import Verdict


def rehearse(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID", help="Which incidents; all without one.")
    ] = None,
    scenarios: Scenarios = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, max=64, help="How many at a time; as many as there are CPUs.")
    ] = None,
    pace: Annotated[
        str, typer.Option(help="real (1), fast (60) or drill seconds a second; a scenario may ask for less.")
    ] = "fast",
    seed: Annotated[int, typer.Option(help="Fixes noise, timing and the users' rhythm.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print verdict.json instead of a summary.")] = False,
) -> None:
    """Drill every incident with the scripted responder: whether the runbook can be carried out."""
    from drills import catalogue
    from drills.recover import recover
    from drills.rehearsal.crew import Crew
    from drills.rehearsal.order import Order
    from drills.rehearsal.report import JOB, conclude, row_of
    from fixtures.interruption import undisturbed
    from fixtures.leftovers import sweep
    from reports.rehearsal_record import Rehearsal
    from reports.run import VERDICT, RunFolder, RunFolderError, render_all

    try:
        drill_pace = parse_pace(pace)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--pace") from error
    there = catalogue.everything(scenarios)
    chosen = {name: catalogue.find(name, scenarios) for name in ids} if ids else there
    own = scenarios.absolute() if scenarios else None
    orders = [Order.of(scenario, own, drill_pace, seed) for scenario in chosen.values()]
    at_a_time = jobs or os.cpu_count() or 1
    for sentence in recover():
        tell(f"recovered {sentence}")
    try:
        folder = RunFolder.create(JOB)
    except RunFolderError as error:
        raise SetupError(str(error)) from error

    rows: dict[str, Rehearsed] = {}
    started_at, begun_mono_s = datetime.now(UTC), time.monotonic()

    def so_far() -> Verdict:
        rehearsal = Rehearsal(
            responder="runbook",
            pace=drill_pace,
            seed=seed,
            jobs=at_a_time,
            command=_typed(ids or [], scenarios, pace, seed),
            rows=[rows[name] for name in chosen if name in rows],
        )
        return conclude(folder.run_id, started_at, time.monotonic() - begun_mono_s, list(chosen), rehearsal)

    interrupted = True
    try:
        # Also when we are killed, this says that there is more.
        folder.write_json(VERDICT, so_far())
        with contextlib.closing(Crew(at_a_time).run(orders)) as drills:
            for done in drills:
                row = row_of(chosen[done.order.scenario], done)
                rows[row.scenario] = row
                folder.write_json(VERDICT, so_far())
                tell(f"{row.scenario}: {row.verdict} ({len(rows)} of {len(orders)})")
        interrupted = False
    except KeyboardInterrupt:
        pass
    with undisturbed():
        verdict = so_far()
        render_all(folder.path, verdict, [])
        for sentence in [*sweep(), *recover()]:  # of a drill that was killed
            tell(f"recovered {sentence}")
    _show(verdict, folder.path, as_json=as_json)
    raise typer.Exit(ExitCode.INTERRUPTED if interrupted else verdict.exit_code)


rehearse.__doc__ = f"{rehearse.__doc__}\n\n{EXIT_CODES_HELP}"


def _typed(ids: Sequence[str], own: Path | None, pace: str, seed: int) -> str:
    """How the same is run again."""
    options = ["--scenarios", str(own)] if own else []
    return shlex.join(["firedrill", "drill", "rehearse", *ids, *options, "--pace", pace, "--seed", str(seed)])


def _show(verdict: Verdict, folder: Path, *, as_json: bool) -> None:
    if as_json:
        from reports.run import VERDICT

        typer.echo((folder / VERDICT).read_text(encoding="utf-8"), nl=False)
        return
    from reports.console import Console
    from reports.terminal import print_verdict

    print_verdict(Console(), verdict, folder)
