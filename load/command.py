"""``firedrill load``: reproduce an incident, prove a fix, judge a stored run again.

What is heavy is imported where it is used, so that the other commands do not pay for it. Locust runs in
processes of its own.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fixtures import child
from fixtures.errors import SetupError
from fixtures.interruption import INTERRUPTED
from reports.telling import answer, tell
from reports.verdict import EXIT_CODES_HELP, ExitCode, Verdict

if TYPE_CHECKING:
    from load.incident import Incident
    from load.locust_run import Workers
    from load.verify import Course, Options, Subject
    from reports.run import RunFolder

app = typer.Typer(help="Reproduce an incident under load; prove that a fix ends it.", no_args_is_help=True)

Id = Annotated[str, typer.Argument(metavar="ID", help="Which incident; see `load list`.")]
Url = Annotated[
    str | None, typer.Option(help="A server of your own, listed as loadable; otherwise the embedded world.")
]
Config = Annotated[
    Path | None, typer.Option(help="firedrill.toml; otherwise the nearest one from here upward.")
]
Full = Annotated[bool, typer.Option("--full", help="The whole length, though the answer is known before.")]
Poisson = Annotated[bool, typer.Option("--poisson", help="Arrivals at random, as people come; takes longer.")]
Seed = Annotated[int, typer.Option(help="Fixes the random arrivals.")]
MaxS = Annotated[float | None, typer.Option(min=5, max=600, help="Seconds that an arm may judge at most.")]
Processes = Annotated[int, typer.Option(min=0, max=64, help="Locust workers here; 0: one process.")]
Remote = Annotated[
    int, typer.Option("--master", metavar="N", min=0, help="Wait for N workers of `load worker`.")
]
Bind = Annotated[str, typer.Option(help="Where the master listens for them.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="On which port; 0: any free one.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print verdict.json instead of a summary.")]


def run(
    incident_id: Id,
    url: Url = None,
    config: Config = None,
    full: Full = False,
    poisson: Poisson = False,
    seed: Seed = 0,
    max_s: MaxS = None,
    processes: Processes = 0,
    master: Remote = 0,
    bind: Bind = "127.0.0.1",
    port: Port = 5557,
    as_json: AsJson = False,
) -> None:
    """Does this load reproduce the incident: REPRODUCED, NOT REPRODUCED or INCONCLUSIVE."""
    from load.incident import find

    incident = find(incident_id)
    options = _options(full, poisson, seed, max_s, _workers(processes, master, bind, port))
    settings = dict(incident.before) if url is None else {}
    with _course(incident, url, config, options) as (course, folder):
        verdict = course.reproduce(settings)
    _conclude(verdict, folder, as_json=as_json)


def verify(
    incident_id: Id,
    before: Annotated[
        list[str] | None, typer.Option(metavar="KEY=VALUE", help="The world's knobs without the fix.")
    ] = None,
    after: Annotated[
        list[str] | None, typer.Option(metavar="KEY=VALUE", help="What the fix turns; the rest as before.")
    ] = None,
    url: Url = None,
    against: Annotated[
        str | None, typer.Option(metavar="RUN", help="With --url: the stored run without the fix, or latest.")
    ] = None,
    config: Config = None,
    full: Full = False,
    poisson: Poisson = False,
    seed: Seed = 0,
    max_s: MaxS = None,
    processes: Processes = 0,
    master: Remote = 0,
    bind: Bind = "127.0.0.1",
    port: Port = 5557,
    as_json: AsJson = False,
) -> None:
    """Does the fix end the incident: PASS only where it is there before and gone after."""
    from load import knobs, store
    from load.incident import find

    incident = find(incident_id)
    options = _options(full, poisson, seed, max_s, _workers(processes, master, bind, port))
    if url is None and against is not None:
        raise SetupError("--against goes with --url; the world runs both arms itself")
    if url is not None and (before or after):
        raise SetupError("--before and --after turn the world's knobs; with --url, turn your server's own")
    if url is not None and against is None:
        raise SetupError("--url needs --against latest or --against RUN: the run without the fix")
    turned = knobs.parse({"--before": before or [], "--after": after or []})
    given = {**incident.before, **turned["--before"]}
    fix = turned["--after"] or dict(incident.after)
    earlier = store.earlier(against, incident.id) if against is not None else None
    with _course(incident, url, config, options) as (course, folder):
        if earlier is None:
            verdict = course.verify(given, {**given, **fix})
        else:
            verdict = course.verify_against(earlier, {})
    _conclude(verdict, folder, as_json=as_json)


for command in (run, verify):
    command.__doc__ = f"{command.__doc__}\n\n{EXIT_CODES_HELP}"
    app.command(command.__name__)(command)


@app.command("judge")
def judge_again(
    run_name: Annotated[str, typer.Argument(metavar="RUN", help="A run's folder or id, or latest.")],
    as_json: AsJson = False,
) -> None:
    """Judge a stored run again, from its outcomes alone, and write its reports anew."""
    from load import store

    folder = store.find(run_name)
    _conclude(store.judge(folder), folder, as_json=as_json)


@app.command()
def worker(
    incident_id: Id,
    url: Annotated[str, typer.Option(help="The server that the master loads, listed as loadable here, too.")],
    host: Annotated[str, typer.Option(help="Where the master listens: its --bind.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Its --port.")] = 5557,
    config: Config = None,
) -> None:
    """Send a share of the load of a `load run` or `load verify` with --master, from this machine."""
    from load import guard
    from load.incident import find
    from load.subjects import OwnServer

    locustfile = str(find(incident_id).locustfile)
    env = OwnServer(guard.find(url, config), config).env
    command = ["-f", locustfile, "--worker", "--master-host", host, "--master-port", str(port)]
    # Locust's own, from here on.
    os.execve(sys.executable, child.python("locust", *command), child.python_env(env))  # noqa: S606


@app.command("list")
def list_incidents() -> None:
    """The incidents that can be reproduced."""
    from load.incident import discover

    for incident in discover().values():
        answer(f"{incident.id:18} {incident.severity}  {incident.title}")


def _options(full: bool, poisson: bool, seed: int, max_s: float | None, workers: Workers) -> Options:
    from load.verify import Options

    return Options(full, "poisson" if poisson else "constant", seed, workers, max_s)


def _workers(processes: int, remote: int, bind: str, port: int) -> Workers:
    from load.locust_run import Workers

    if processes and remote:
        raise SetupError("--processes starts workers here, --master waits for others; choose one")
    return Workers(processes, remote, bind, port if remote else 0)


@contextmanager
def _course(
    incident: Incident, url: str | None, config: Path | None, options: Options
) -> Iterator[tuple[Course, RunFolder]]:
    from load.report import JOB, unfinished
    from load.verify import Course
    from reports.run import VERDICT, RunFolder, RunFolderError

    with _subject(incident, url, config) as subject:
        try:
            folder = RunFolder.create(JOB, incident.id)
        except RunFolderError as error:
            raise SetupError(str(error)) from error
        folder.write_json(VERDICT, unfinished(folder, subject.target))
        yield Course(incident, subject, folder.path, options, tell), folder


@contextmanager
def _subject(incident: Incident, url: str | None, config: Path | None) -> Iterator[Subject]:
    from load import guard
    from load.subjects import OwnServer, stand_in

    if url is not None:
        yield OwnServer(guard.find(url, config), config)
        return
    tell("starting the world")
    with stand_in(incident) as world:
        yield world


def _conclude(verdict: Verdict, folder: RunFolder, *, as_json: bool) -> None:
    from reports.console import Console
    from reports.run import VERDICT, render_all
    from reports.terminal import print_verdict

    render_all(folder.path, verdict, [])
    if as_json:
        typer.echo((folder.path / VERDICT).read_text(encoding="utf-8"), nl=False)
    else:
        print_verdict(Console(), verdict, folder.path)
    interrupted = any(reason.code == INTERRUPTED for reason in verdict.reasons)
    raise typer.Exit(ExitCode.INTERRUPTED if interrupted else verdict.exit_code)
