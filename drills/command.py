"""``firedrill drill``: rehearse an incident, judge a run again, speak to one that runs.

What is heavy is imported where it is used, so that the other commands do not pay for it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from drills import listing
from drills.declarations import WHATS
from drills.listing import Scenarios
from drills.rehearsal.command import rehearse
from fixtures.clock import parse_pace
from fixtures.errors import SetupError
from reports.telling import answer, tell
from reports.verdict import EXIT_CODES_HELP, ExitCode, Verdict

if TYPE_CHECKING:
    from drills.drill import Outcome
    from drills.responders.responder import Responder

app = typer.Typer(help="Rehearse an incident of the runbook.", no_args_is_help=True)
app.command("list")(listing.list_scenarios)
app.command("show")(listing.show)
app.command("rehearse")(rehearse)

RESPONDERS = "human, runbook, idle or cmd:PROGRAM"
AsJson = Annotated[bool, typer.Option("--json", help="Print verdict.json instead of a summary.")]


def run(
    scenario_id: Annotated[
        str | None, typer.Argument(metavar="ID", help="Which incident; see `drill list`.")
    ] = None,
    responder: Annotated[str, typer.Option(help=f"Who acts: {RESPONDERS}.")] = "human",
    pace: Annotated[str, typer.Option(help="real (1), fast (60) or drill seconds a second.")] = "real",
    seed: Annotated[
        int | None, typer.Option(help="Fixes noise, timing and the users' rhythm, and what --surprise draws.")
    ] = None,
    surprise: Annotated[
        bool, typer.Option("--surprise", help="Draw the incident; which it was is told at the end.")
    ] = False,
    severity: Annotated[
        Literal["P0", "P1", "P2"] | None, typer.Option(help="Draw among the incidents of this one only.")
    ] = None,
    scenarios: Scenarios = None,
    journeys: Annotated[
        Literal["browser", "http"], typer.Option(help="How the gate walks: a real browser, or plain HTTP.")
    ] = "browser",
    time_limit: Annotated[
        float | None, typer.Option(min=1, help="Drill minutes for the responder; by the severity.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Break a healthy world, alert the responder, and measure what happens against the runbook."""
    from drills import catalogue, runbook
    from drills.surprise import NAME, Draw, draw

    if surprise and scenario_id is not None:
        raise typer.BadParameter(f"{scenario_id!r} is no surprise: leave one of them out", param_hint="ID")
    if not surprise and scenario_id is None:
        raise typer.BadParameter("expected one (see `drill list`), or --surprise", param_hint="ID")
    if not surprise and severity is not None:
        raise typer.BadParameter("goes with --surprise only", param_hint="--severity")
    try:
        drill_pace = parse_pace(pace)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--pace") from error
    drawn: Draw | None = None
    if scenario_id is None:
        drawn = draw(catalogue.everything(scenarios).values(), runbook.load(), drill_pace, severity, seed)
        scenario = drawn.scenario
    else:
        scenario = catalogue.find(scenario_id, scenarios)
    acting = choose_responder(responder)

    from drills.drill import Drill
    from drills.recover import recover
    from drills.settings import Settings
    from reports.run import RunFolder, RunFolderError

    limit_s = time_limit * 60 if time_limit is not None else drawn.limit_s if drawn else None
    settings = Settings(
        scenario,
        acting,
        drill_pace,
        drawn.seed if drawn else seed or 0,
        journeys,
        limit_s=limit_s,
        surprise=surprise,
    )
    if journeys == "browser":
        from smoke import browser

        browser.find()  # better told before a world is started than after
    for sentence in recover():
        tell(f"recovered {sentence}")
    try:
        folder = RunFolder.create("drill", NAME if surprise else scenario.id)
    except RunFolderError as error:
        raise SetupError(str(error)) from error
    outcome = Drill(settings, folder, tell).run()
    if drawn:
        tell(f"it was {scenario.id}; --seed {drawn.seed}, with the rest as it was, draws it again")
    _show(outcome.verdict, folder.path, as_json=as_json)
    raise typer.Exit(_code(outcome))


run.__doc__ = f"{run.__doc__}\n\n{EXIT_CODES_HELP}"
app.command("run")(run)


@app.command("judge")
def judge_again(
    run_folder: Annotated[Path, typer.Argument(metavar="RUN", help="A run folder, or its journal.")],
    as_json: AsJson = False,
) -> None:
    """Judge a stored run again, from its journal alone, and write its reports anew."""
    from drills.judge import judge
    from drills.keepsakes import artifacts
    from reports.journal import JournalError, read
    from reports.run import JOURNAL, RunFolder, RunFolderError, render_all

    try:
        folder = RunFolder.find(run_folder)
    except RunFolderError as error:
        raise JournalError(f"{run_folder}: no journal here: {error}") from error
    events = read(folder.path / JOURNAL)
    verdict = judge(events, artifacts(folder))
    render_all(folder.path, verdict, events)
    _show(verdict, folder.path, as_json=as_json)
    raise typer.Exit(verdict.exit_code)


@app.command()
def say(
    what: Annotated[str, typer.Argument(help=f"One of: {', '.join(WHATS)}.")],
    text: Annotated[str, typer.Argument(help="What the post-mortem's reader should know.")] = "",
) -> None:
    """Declare, from a second terminal, what you are doing in the drill that runs."""
    from drills import control_file

    if what not in WHATS:
        raise SetupError(f"say {what!r}: expected one of {', '.join(WHATS)}")
    control_file.declare(what, text, os.environ)


@app.command("env")
def print_env(
    as_json: Annotated[bool, typer.Option("--json", help="Print what is set as a JSON object.")] = False,
) -> None:
    """Print what points vercel, psql, sentry-cli and curl at the drill that runs.

    For `eval "$(firedrill drill env)"`. The shell that evaluates it gets a home of its own and forgets its
    variables for these tools: what you have set for them is neither read nor touched. What is printed holds
    secrets of the drill's world, which end with it.

    Exit codes: 0 printed · 2 no drill is running.
    """
    import json

    from drills import control_file
    from fixtures import responder_shell

    env = control_file.shell_env()
    typer.echo(json.dumps(env, indent=2) if as_json else responder_shell.script(env), nl=as_json)


@app.command("recover")
def recover_runs() -> None:
    """Finish what killed runs left: processes, folders, drills without a verdict.

    Every command removes such folders when it starts. What has the name of one and is not yours is told, and
    left alone.
    """
    from drills.recover import recover
    from fixtures.owned_folder import not_ours

    sentences = recover()
    for sentence in sentences:
        answer(sentence)
    if not sentences:
        answer("no drill was left without a verdict")
    for path in not_ours():
        answer(f"{path} is not ours and was left alone")


def choose_responder(name: str) -> Responder:
    """The responder of that name. Raises `SetupError` that lists the known ones."""
    from drills.responders.human import Human
    from drills.responders.idle import Idle
    from drills.responders.program import Program

    if name.startswith("cmd:"):
        return Program.parse(name)
    if name == "runbook":
        return Program.runbook()
    if name == "idle":
        return Idle()
    if name == "human":
        return Human()
    raise SetupError(f"unknown responder {name!r}; expected {RESPONDERS}")


def _code(outcome: Outcome) -> ExitCode:
    if outcome.interrupted:
        return ExitCode.INTERRUPTED
    if outcome.broke is not None:
        # The verdict is written; what broke is the caller's to tell, by its own exit code.
        raise outcome.broke
    return outcome.verdict.exit_code


def _show(verdict: Verdict, folder: Path, *, as_json: bool) -> None:
    if as_json:
        from reports.run import VERDICT

        typer.echo((folder / VERDICT).read_text(encoding="utf-8"), nl=False)
        return
    from reports.console import Console
    from reports.terminal import print_verdict

    print_verdict(Console(), verdict, folder)
