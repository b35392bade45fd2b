"""The terminal's summary: the verdict first, readable in one glance at night, in 80 columns.

Outcomes are words, not colours or symbols alone. Where the console is no terminal, Rich leaves the colours
out; nothing here depends on them. Paths and commands are never broken, so that they can be copied. What it
says may be read by a CI system as it is printed: no stranger's text can give that one a command.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console, ConsoleRenderable
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reports.checklist_terminal import checklist
from reports.checklist_words import ticked
from reports.grounds import Ground, grounds, to_tell
from reports.headline import flaky_rule, headline, left_out, missing, partial
from reports.history import history, message_of, second_chance
from reports.load_terminal import body, heading
from reports.next_step import next_step
from reports.rehearsal_terminal import body as scenarios
from reports.runbook_terminal import body as commands
from reports.runbook_words import egress
from reports.text import number, one_line, without_commands
from reports.timeline import clock_text
from reports.verdict import Check, Outcome, Result, Timing, Verdict

_TONE = {Result.PASS: "green", Result.FAIL: "red", Result.INCONCLUSIVE: "yellow"}
_OUTCOME_TONE = {
    Outcome.PASS: "green",
    Outcome.FLAKY: "yellow",
    Outcome.FAIL: "bold red",
    Outcome.INCONCLUSIVE: "bold yellow",
    Outcome.NOT_RUN: "bold yellow",
}
_OUTCOME_WORD = {
    Outcome.PASS: "pass",
    Outcome.FLAKY: "flaky",
    Outcome.FAIL: "FAIL",
    Outcome.INCONCLUSIVE: "inconclusive",
    Outcome.NOT_RUN: "not run",
}


def print_verdict(console: Console, verdict: Verdict, folder: Path) -> None:
    """Print a verdict of any job; ``folder`` is where its reports are."""
    # Only when all lines are broken is it known what stands where one begins.
    with console.capture() as printed:
        _print(console, verdict, folder)
    console.file.write(without_commands(printed.get()))
    console.file.flush()


def _print(console: Console, verdict: Verdict, folder: Path) -> None:
    console.print()
    console.print(_banner(verdict))
    _section(console, "Why", (_ground(ground) for ground in grounds(to_tell(verdict))))
    if verdict.timing.phases:
        exact = f", exact to {clock_text(verdict.drill.resolution_s)}" if verdict.drill else ""
        _section(console, f"Phases, in drill time{exact}", [_phases(verdict.timing)])
    if verdict.load:
        _section(console, heading(verdict.load), body(verdict.load, verdict.reasons))
    elif verdict.runbook:
        _section(console, "Commands", commands(verdict.runbook, verdict.checks))
    elif verdict.rehearsal:
        _section(console, "Scenarios, in drill time", [scenarios(verdict.rehearsal)])
    else:
        _section(console, "Checks", [_checks(verdict), *_lines(flaky_rule(verdict))])
    if verdict.drill and verdict.drill.checklist:
        told = ticked(verdict.drill.checklist)
        _section(console, f"The runbook's checklist, {told}", [checklist(verdict.drill.checklist)])
    _section(console, "Next", _lines(next_step(verdict.suggested_action)))
    _section(console, "Writes kept from the site, read-only here", _lines(*verdict.mutations_blocked))
    console.print()
    for label, path in _places(verdict, folder):
        console.print(Text.assemble((f"{label:<13}", "bold"), str(path)), soft_wrap=True)


def _lines(*said: str) -> list[Text]:
    return [Text(one_line(line)) for line in said if line]


def _section(console: Console, title: str, body: Iterable[ConsoleRenderable]) -> None:
    """A heading and what stands under it; nothing at all where there is nothing."""
    lines = list(body)
    if lines:
        console.print()
        console.print(Text(title, style="bold"))
        for line in lines:
            console.print(Padding(line, (0, 0, 0, 2), expand=False))


def _banner(verdict: Verdict) -> Table:
    word = Text(f" {verdict.verdict} ", style=f"bold reverse {_TONE[verdict.verdict]}")
    drill, load, target = verdict.drill, verdict.load, verdict.target
    if drill:
        title = f"{one_line(drill.scenario)}: {one_line(drill.title)}"
        facts = [drill.severity, f"responder {drill.responder}", f"pace {drill.pace:g}"]
        facts.append(f"{clock_text(verdict.timing.used_s)} of drill time")
    elif load:
        title = f"{one_line(load.incident)}: {one_line(load.title)}"
        facts = [part for part in (f"{target.env} {target.url}", target.commit) if part]
        facts.append(clock_text(verdict.timing.used_s))
    elif verdict.runbook:
        title = f"{verdict.job}: {one_line(verdict.runbook.file)}"
        facts = [egress(verdict.runbook), clock_text(verdict.timing.used_s)]
    elif verdict.rehearsal:
        rehearsal = verdict.rehearsal
        title = "rehearse: every scenario by the runbook"
        facts = [
            f"responder {rehearsal.responder}",
            f"pace {rehearsal.pace:g}",
            f"{rehearsal.jobs} at a time",
        ]
    else:
        title = f"{verdict.job}: {one_line(target.url)}"
        facts = [part for part in (target.env, target.deployment_id, target.commit) if part]
        budget = "" if verdict.timing.budget_s is None else f" of {clock_text(verdict.timing.budget_s)}"
        facts.append(f"{clock_text(verdict.timing.used_s)}{budget}")
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    rows = [Text(title, style="bold"), Text(", ".join(one_line(fact) for fact in facts), style="dim")]
    if load or verdict.runbook or verdict.rehearsal:
        rows.insert(1, Text(headline(verdict)))
    if verdict.left_out:
        rows.append(Text(left_out(verdict), style="dim"))
    if verdict.selection:
        rows.insert(0, Text(partial(verdict), style="bold yellow"))
    for place, row in enumerate(rows):
        table.add_row("" if place else word, row)
    return table


def _ground(ground: Ground) -> Table:
    """One reason: its message, and below it what it concerns and rests on."""
    details = [", ".join(ground.about)]
    if ground.runbook_ref:
        details.append(f"runbook {ground.runbook_ref}")
    if ground.events:
        shown = " ".join(f"#{seq}" for seq in ground.events[:6])
        details.append(f"events {shown}{' ...' if len(ground.events) > 6 else ''}")
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row("-", Text(ground.message))
    table.add_row("", Text("; ".join(details), style="dim"))
    return table


def _phases(timing: Timing) -> Table:
    """Each phase against its budget, by what was observed and by what was declared."""
    table = _grid()
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for title in ("observed", "budget", "declared"):
        table.add_column(Text(title, style="dim"), justify="right", no_wrap=True)
    lateness = [_late(phase.observed_s, phase.budget_s) for phase in timing.phases]
    if any(lateness):
        table.add_column(no_wrap=True)
    for phase, late in zip(timing.phases, lateness, strict=True):
        observed = "not seen" if phase.observed_s is None else clock_text(phase.observed_s)
        row = [
            _word(phase.outcome),
            Text(one_line(phase.title)),
            Text(observed, style=_OUTCOME_TONE[phase.outcome]),
            Text("" if phase.budget_s is None else clock_text(phase.budget_s)),
            Text("" if phase.declared_s is None else clock_text(phase.declared_s)),
        ]
        if late:
            row.append(Text(f"{clock_text(late)} late", style="bold red"))
        table.add_row(*row)
    return table


def _late(observed_s: float | None, budget_s: float | None) -> float:
    return max(0.0, observed_s - budget_s) if observed_s is not None and budget_s is not None else 0.0


def _checks(verdict: Verdict) -> Table:
    table = _grid()
    table.show_header = False
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for check in verdict.checks:
        said = [one_line(reason.message) for reason in verdict.reasons if reason.check == check.id]
        table.add_row(_word(check.outcome), _check(check, said))
    for name in missing(verdict):
        table.add_row(_word(Outcome.NOT_RUN), Text(one_line(name)))
    if not table.row_count:
        table.add_row(_word(Outcome.NOT_RUN), Text("no check ran"))
    return table


def _check(check: Check, said: list[str]) -> Text:
    """A check on a few lines: what it is, what was observed against its threshold, and what came before.

    A message that only repeats what was ``said`` of it among the reasons, just above, is left out; so is that
    of a flaky check, which its attempts tell.
    """
    text = Text(one_line(check.title or check.id))
    if not check.blocking:
        text.append(" (advice only)", style="dim")
    chance, message = second_chance(check), message_of(check)
    repeats = bool(said) and all(reason in message for reason in said)
    details = [message] if message and not repeats else []
    observed = _observed(check)
    if observed and observed not in details:
        details.append(observed)
    if chance:
        details.append(chance)
    if details and check.runbook_ref and check.outcome is not Outcome.PASS:
        details.append(f"runbook {one_line(check.runbook_ref)}")
    if details:
        text.append("\n" + "; ".join(details), style="dim" if check.outcome is Outcome.PASS else "")
    for line in history(check) if chance else []:
        text.append(f"\n{line}", style="dim")
    return text


def _observed(check: Check) -> str:
    if check.observed is None and check.threshold is None:
        return ""
    seen = f"observed {number(check.observed) or 'nothing'}"
    if check.sample_size is not None:
        seen += f" over {check.sample_size}"
    return seen if check.threshold is None else f"{seen}, threshold {number(check.threshold)}"


def _word(outcome: Outcome) -> Text:
    return Text(_OUTCOME_WORD[outcome], style=_OUTCOME_TONE[outcome])


def _grid() -> Table:
    return Table(box=None, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0))


def _places(verdict: Verdict, folder: Path) -> Iterable[tuple[str, Path]]:
    yield "Report", _short(folder / "report.html")
    if verdict.drill:
        yield "Post-mortem", _short(folder / "post-mortem.md")
    yield "Verdict", _short(folder / "verdict.json")


def _short(path: Path) -> Path:
    """The path from here, where that is shorter to type."""
    absolute = path.absolute()
    here = Path.cwd()
    return Path(os.path.relpath(absolute, here)) if absolute.is_relative_to(here) else absolute
