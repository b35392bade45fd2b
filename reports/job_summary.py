"""A verdict as Markdown: the summary of a job in GitHub Actions, for every job.

What it says of checks comes from a site that may be broken or hostile: every word of it passes
`reports.text.markdown`, which leaves no markup, no link, no mention and no HTML in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from reports import runbook_words
from reports.grounds import grounds
from reports.headline import flaky_rule, headline, missing, partial
from reports.history import history, message_of, second_chance
from reports.load_record import Load
from reports.load_words import columns, incident, question, rows
from reports.next_step import next_step
from reports.text import markdown, number, one_line
from reports.timeline import clock_text
from reports.verdict import Check, Outcome, Phase, Result, Verdict

# GitHub refuses a summary of more than a mebibyte.
LARGEST_BYTES = 1_000_000
_LONGEST = 1000
_CUT = "\n… cut short here: verdict.json has it all.\n"
_SIGN = {
    Result.PASS: "✅",
    Result.FAIL: "❌",
    Result.INCONCLUSIVE: "❔",
    Outcome.PASS: "✅",
    Outcome.FLAKY: "⚠️",
    Outcome.FAIL: "❌",
    Outcome.INCONCLUSIVE: "❔",
    Outcome.NOT_RUN: "❔",
}


def summary(verdict: Verdict, folder: Path) -> str:
    """The verdict first, then why, what to do, every check and where the files are in ``folder``."""
    text, size = "", len(_CUT)
    for line in _lines(verdict, folder):
        size += len(line.encode()) + 1
        if size > LARGEST_BYTES:
            return text + _CUT
        text += f"{line}\n"
    return text


def _lines(verdict: Verdict, folder: Path) -> Iterator[str]:
    part = f" ({_said(partial(verdict))})" if verdict.selection else ""
    load = verdict.load
    title = _title(verdict)
    yield f"## {_SIGN[verdict.verdict]} {verdict.verdict}{part} · {_said(title)}"
    yield ""
    yield _said(headline(verdict))
    yield ""
    yield from _why(verdict)
    if verdict.timing.phases:
        yield from _phases(verdict.timing.phases)
    yield from _load(load) if load else _checks(verdict)
    if verdict.mutations_blocked:
        yield from _list("Writes kept from the site, which is read-only here", verdict.mutations_blocked)
    yield " · ".join(f"**{name}** {_said(value)}" for name, value in _facts(verdict) if value)
    yield ""
    kept = [*verdict.artifacts, *(artifact for check in verdict.checks for artifact in check.artifacts)]
    reports = ["report.html", *(["post-mortem.md"] if verdict.drill else []), "verdict.json"]
    paths = [*reports, *dict.fromkeys(artifact.path for artifact in kept)]
    yield from _list(f"Files in {shown(folder)}", paths)


def _title(verdict: Verdict) -> str:
    if verdict.drill:
        return verdict.drill.title
    if verdict.load:
        return question(verdict.load)
    return runbook_words.question(verdict.runbook) if verdict.runbook else verdict.target.url


def _why(verdict: Verdict) -> Iterator[str]:
    for ground in grounds(verdict.reasons):
        section = f" (runbook {_said(ground.runbook_ref)})" if ground.runbook_ref else ""
        yield f"- **{_said(', '.join(ground.about))}**{section}: {_said(ground.message)}"
    if verdict.reasons:
        yield ""
    if verdict.suggested_action:
        yield f"**Next:** {_said(next_step(verdict.suggested_action))}"
        yield ""


def _phases(phases: Iterable[Phase]) -> Iterator[str]:
    yield "| phase, in drill time | observed | budget | declared |"
    yield "|---|--:|--:|--:|"
    for phase in phases:
        observed = "not seen" if phase.observed_s is None else clock_text(phase.observed_s)
        given = ("" if value is None else clock_text(value) for value in (phase.budget_s, phase.declared_s))
        yield _row(f"{_outcome(phase.outcome)}: {_said(phase.title)}", observed, *given)
    yield ""


def _load(load: Load) -> Iterator[str]:
    """The arms side by side, what each found, and what nobody waited for."""
    yield _row(_said(load.request), *map(_said, columns(load)), "")
    yield _row("---", *("--:" for _ in columns(load)), "---")
    for row in rows(load):
        yield _row(row.label, *map(_said, row.cells), row.note)
    yield ""
    for arm in load.arms:
        yield f"- **{_said(arm.name)}**: {_said(arm.because)}"
    if load.prediction:
        yield f"- {_said(load.prediction)}"
    yield ""


def _checks(verdict: Verdict) -> Iterator[str]:
    yield "| outcome | check | took | observed | threshold |"
    yield "|---|---|--:|--:|--:|"
    for check in verdict.checks:
        yield _check(check)
    for name in missing(verdict):
        yield _row(_outcome(Outcome.NOT_RUN), f"{_said(name)}<br>expected, but it never ran", "", "", "")
    if not verdict.checks and not missing(verdict):
        yield _row(_outcome(Outcome.NOT_RUN), "no check ran", "", "", "")
    yield ""
    if rule := flaky_rule(verdict):
        yield f"**{rule}**"
        yield ""


def _check(check: Check) -> str:
    outcome = _outcome(check.outcome) + ("" if check.blocking else "<br>advice only")
    chance = second_chance(check)
    section = (
        f"runbook {check.runbook_ref}" if check.runbook_ref and check.outcome is not Outcome.PASS else ""
    )
    name = f"{check.title} ({check.id})" if check.title else check.id
    said = [name, chance, message_of(check), *(history(check) if chance else []), section]
    took_s = sum(attempt.duration_ms for attempt in check.attempts) / 1000
    observed = number(check.observed)
    if observed and check.sample_size is not None:
        observed += f" of {check.sample_size}"
    return _row(
        outcome,
        "<br>".join(_said(line) for line in said if line),
        clock_text(took_s) if check.attempts else "",
        _said(observed),
        _said(number(check.threshold)),
    )


def _facts(verdict: Verdict) -> Iterable[tuple[str, str | None]]:
    drill, load, target, timing = verdict.drill, verdict.load, verdict.target, verdict.timing
    budget = "" if timing.budget_s is None else f" of {clock_text(timing.budget_s)}"
    if drill:
        yield "Scenario", f"{drill.scenario}, {drill.severity}"
        yield "Responder", f"{drill.responder}, pace {drill.pace:g}"
    if load:
        yield "Incident", f"{load.incident}, {load.title}, {incident(load)}"
    yield "Target", " ".join(filter(None, [target.env, target.url]))
    yield "Deployment", target.deployment_id or "unknown"
    yield "Commit", target.commit or "unknown"
    yield "Took", f"{clock_text(timing.used_s)}{budget}{' of drill time' if drill else ''}"
    yield "Run", verdict.run_id


def _list(title: str, items: Iterable[str]) -> Iterator[str]:
    yield f"{_said(title)}:"
    yield ""
    for item in items:
        yield f"- {_said(item)}"
    yield ""


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _outcome(outcome: Outcome) -> str:
    return f"{_SIGN[outcome]} {outcome.value.replace('_', ' ')}"


def _said(text: str) -> str:
    return markdown(one_line(text, _LONGEST))


def shown(path: Path) -> str:
    """A path as the job's steps name it: from the working directory, where it is in there."""
    absolute, here = path.absolute(), Path.cwd()
    return str(absolute.relative_to(here) if absolute.is_relative_to(here) else absolute)
