"""``firedrill drill list`` and ``show``: which incidents there are, and all about one of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from reports.telling import answer

Scenarios = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="A folder with scenarios of your own, beside the built-in ones."),
]


def list_scenarios(
    scenarios: Scenarios = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON array instead.")] = False,
) -> None:
    """The incidents that can be rehearsed.

    Exit codes: 0 listed · 2 a scenario's file has mistakes, all of which are told.
    """
    from drills import catalogue

    there = catalogue.everything(scenarios).values()
    if as_json:
        rows = [{"id": each.id, "severity": each.severity, "title": each.title} for each in there]
        typer.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    width = max((len(each.id) for each in there), default=0)
    for each in there:
        answer(f"{each.id:{width}}  {each.severity}  {each.title}")


def show(
    scenario_id: Annotated[str, typer.Argument(metavar="ID", help="Which incident; see `drill list`.")],
    scenarios: Scenarios = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object instead.")] = False,
) -> None:
    """All about one incident, its cause included: for whoever prepares a drill, not for who is drilled.

    Exit codes: 0 shown · 2 there is none of that id, or a scenario's file has mistakes.
    """
    from drills import catalogue, runbook, showing

    scenario, book = catalogue.find(scenario_id, scenarios), runbook.load()
    if as_json:
        typer.echo(json.dumps(showing.as_json(scenario, book), indent=2, ensure_ascii=False))
        return
    from reports.console import Console

    showing.print_scenario(Console(), scenario, book)
