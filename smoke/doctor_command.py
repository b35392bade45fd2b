"""``firedrill doctor``: is the configuration enough, and what does each missing thing cost."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from fixtures import config as configuration
from fixtures.errors import SetupError
from fixtures.target import Target
from reports.console import Console
from reports.verdict import ExitCode
from smoke import browser
from smoke.doctor import Lack, lacks
from smoke.selection import check_ids

_TABLES = ("login", "protection", "supabase", "vercel", "sentry", "status_pages")


def doctor(
    target: Annotated[str | None, typer.Option(help="One [target.NAME] only.")] = None,
    config: Annotated[
        Path | None, typer.Option(help="firedrill.toml; otherwise the nearest one from here upward.")
    ] = None,
) -> None:
    """Say what is configured, what is missing, and what each missing thing costs the verdict.

    Nothing is sent anywhere. Exit codes: 0 every check can come to a result · 2 the configuration cannot be
    used · 3 a check that blocks cannot.
    """
    path = config or configuration.find()
    if path is None:
        raise SetupError(f"there is no {configuration.FILE_NAME} here or above; see --config")
    targets = configuration.load(path, check_ids()).target
    if target is not None and target not in targets:
        known = ", ".join(sorted(targets)) or "none"
        raise SetupError(f"--target {target}: {path} has no [target.{target}]; configured: {known}")
    chosen = [one for name, one in targets.items() if target in {None, name}]
    if not chosen:
        raise SetupError(f"{path} has no target: write one as [target.NAME] with its url")
    console = Console()
    console.print(Text(f"{path}"), soft_wrap=True)
    enough = [_is_enough(console, one, os.environ) for one in chosen]
    console.print()
    enough.append(_has_browser(console))
    raise typer.Exit(ExitCode.PASS if all(enough) else ExitCode.INCONCLUSIVE)


def _is_enough(console: Console, target: Target, env: Mapping[str, str]) -> bool:
    found = lacks(target, env)
    blocking = [check for lack in found for check in lack.blocking]
    mode = "may write" if target.may_write else "read-only"
    console.print()
    console.print(Text.assemble((target.name, "bold"), f"  {target.url}  ({mode})"), soft_wrap=True)
    configured = [name for name in _TABLES if getattr(target, name) is not None]
    console.print(Padding(_rows(configured, found), (0, 0, 0, 2), expand=False))
    at_best = (
        Text(f"the verdict is at best INCONCLUSIVE: {', '.join(blocking)}", style="yellow")
        if blocking
        else Text("every check that blocks can come to a result", style="green")
    )
    console.print(Padding(at_best, (0, 0, 0, 2), expand=False))
    return not blocking


def _rows(configured: list[str], found: list[Lack]) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_row("configured", Text(", ".join(configured) or "nothing but the address"))
    for lack in found:
        soft = f"{', '.join(lack.advisory)} (advice only)" if lack.advisory else ""
        costs = " and ".join(filter(None, [", ".join(lack.blocking), soft]))
        table.add_row("missing", Text(f"{lack.missing}\ncosts {costs}"))
    return table


def _has_browser(console: Console) -> bool:
    try:
        console.print(Text(f"browser     {browser.find().path}"), soft_wrap=True)
    except browser.NoBrowserError as error:
        console.print(Text(f"browser     missing: {error}", style="yellow"))
        return False
    return True
