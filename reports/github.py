"""A verdict in GitHub Actions: the job's summary, at most ten annotations, and outputs for later steps.

Source: GitHub's workflow commands and environment files; actions/runner, ActionCommand.cs.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from reports.headline import headline, missing
from reports.history import history, message_of, second_chance
from reports.job_summary import shown, summary
from reports.next_step import next_step
from reports.text import one_line
from reports.verdict import Check, Outcome, Result, Verdict

# GitHub shows ten of a step's annotations of each kind; more than ten in all nobody reads.
MOST_ANNOTATIONS = 10
_LONGEST_TITLE = 100
_LONGEST_LINE = 500
_WORST_FIRST = ("error", "warning")
_LEVEL_OF = {Result.FAIL: "error", Result.INCONCLUSIVE: "warning", Result.PASS: "warning"}


@dataclass(frozen=True)
class _Note:
    """One thing to tell: ``level`` is ``error`` or ``warning``, ``lines`` are what is said of ``about``."""

    level: str
    about: tuple[str, ...]
    lines: tuple[str, ...]

    def and_also(self, line: str) -> _Note:
        """The same with one more line."""
        return _Note(self.level, self.about, (*self.lines, line))

    @property
    def command(self) -> str:
        """As the runner reads it: on one line, whatever the texts hold."""
        title = escape_property(one_line(", ".join(self.about), _LONGEST_TITLE))
        message = "\n".join(one_line(line, _LONGEST_LINE) for line in self.lines)
        return f"::{self.level} title={title}::{escape_data(message)}"


def publish(
    verdict: Verdict,
    folder: Path,
    env: Mapping[str, str],
    write: Callable[[str], object],
    *,
    exit_code: int | None = None,
) -> str | None:
    """Summary and outputs to the files that GitHub names in ``env``, annotations through ``write``.

    Does nothing elsewhere. ``exit_code`` is the command's, where it is not simply the verdict's. Returns what
    went wrong in one sentence: a report must not cost the verdict.
    """
    if env.get("GITHUB_ACTIONS") != "true":
        return None
    for line in notices(verdict):
        write(line)
    code = int(verdict.exit_code) if exit_code is None else exit_code
    problems = [
        _append(env.get("GITHUB_STEP_SUMMARY"), summary(verdict, folder)),
        _append(env.get("GITHUB_OUTPUT"), "".join(outputs(verdict, folder, code))),
    ]
    told = "; ".join(filter(None, problems))
    return f"GitHub was not told everything: {told}" if told else None


def notices(verdict: Verdict) -> list[str]:
    """Workflow commands for what did not simply pass, the most telling first; the tenth counts the rest."""
    notes = _merged(_notes(verdict))
    if not notes and verdict.verdict is not Result.PASS:
        notes = [_Note(_LEVEL_OF[verdict.verdict], ("verdict",), (verdict.verdict, headline(verdict)))]
    notes.sort(key=lambda note: _WORST_FIRST.index(note.level))
    if notes and verdict.suggested_action:
        notes[0] = notes[0].and_also(f"Next: {next_step(verdict.suggested_action)}")
    rest = notes[MOST_ANNOTATIONS - 1 :]
    if len(rest) > 1:
        notes[MOST_ANNOTATIONS - 1 :] = [
            _Note(rest[0].level, ("firedrill",), (f"{len(rest)} more: see the job's summary",))
        ]
    return [note.command for note in notes]


def outputs(verdict: Verdict, folder: Path, exit_code: int) -> Iterator[str]:
    """What a later step may use: a name and a value each, of which none can be taken for another."""
    values = {
        "verdict": verdict.verdict.value,
        "exit_code": str(exit_code),
        "suggested_action": verdict.suggested_action or "",
        "run_id": verdict.run_id,
        "folder": shown(folder),
        "report": shown(folder / "report.html"),
    }
    for name, value in values.items():
        # A value that holds the end of its own block would add outputs of its making.
        end = f"end-{secrets.token_hex(16)}"
        yield f"{name}<<{end}\n{one_line(value)}\n{end}\n"


def _append(path: str | None, text: str) -> str:
    """What went wrong, if anything did; nothing is asked for where there is no path."""
    if not path:
        return ""
    try:
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        return f"{path}: {error.strerror or error}"
    return ""


def escape_data(text: str) -> str:
    """A message of a workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escape_property(text: str) -> str:
    """A property of a workflow command, where colons and commas end it too."""
    return escape_data(text).replace(":", "%3A").replace(",", "%2C")


def _notes(verdict: Verdict) -> Iterator[_Note]:
    """The failed checks, the run as a whole, the checks without a result, the flaky ones."""
    blocking = [check for check in verdict.checks if check.blocking]
    failed = [check for check in blocking if check.outcome is Outcome.FAIL]
    for check in failed:
        yield _Note("error", (_name(check),), (_said(verdict, check),))
    for reason in verdict.reasons:
        if reason.check is None:
            level = "warning" if failed else _LEVEL_OF[verdict.verdict]
            yield _Note(level, (reason.code,), (_with_section(reason.message, reason.runbook_ref),))
    for check in blocking:
        if check.outcome in (Outcome.INCONCLUSIVE, Outcome.NOT_RUN):
            yield _Note("warning", (_name(check),), (_said(verdict, check),))
    for name in missing(verdict):
        yield _Note("warning", (name,), ("expected, but it never ran",))
    rule = verdict.flaky_counts_as
    for check in blocking:
        if check.outcome is Outcome.FLAKY:
            chance = f"flaky: {second_chance(check)}" + (
                f", counts as {rule}" if rule is not Result.PASS else ""
            )
            yield _Note(_LEVEL_OF[rule], (_name(check),), (chance, message_of(check), *history(check)))


def _merged(notes: Iterable[_Note]) -> list[_Note]:
    """Those that say the same of several things, as one."""
    together: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for note in notes:
        together.setdefault((note.level, tuple(filter(None, note.lines))), []).extend(note.about)
    return [_Note(level, tuple(dict.fromkeys(about)), lines) for (level, lines), about in together.items()]


def _said(verdict: Verdict, check: Check) -> str:
    """A check's message, or what is said of it among the reasons, with the runbook's section."""
    reasons = "; ".join(reason.message for reason in verdict.reasons if reason.check == check.id)
    said = message_of(check) or reasons or check.outcome.value.replace("_", " ")
    return _with_section(said, check.runbook_ref)


def _with_section(said: str, runbook_ref: str | None) -> str:
    return f"{one_line(said, _LONGEST_LINE - 40)} (runbook {runbook_ref})" if runbook_ref else said


def _name(check: Check) -> str:
    return check.title or check.id
