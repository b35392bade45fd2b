"""A verdict in GitHub Actions: the job's summary, at most ten annotations, and outputs for the next step.

Source: GitHub's workflow commands and environment files.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from reports.grounds import grounds
from reports.next_step import next_step
from reports.text import markdown, number, one_line
from reports.timeline import clock_text
from reports.verdict import Check, Outcome, Result, Verdict

# GitHub shows ten of a step's annotations of each kind, and keeps a mebibyte of its summary, in bytes.
MOST_ANNOTATIONS = 10
_LONGEST_SUMMARY = 900_000
_LONGEST_MESSAGE = 400
_WORD = {Result.PASS: "✅ PASS", Result.FAIL: "❌ FAIL", Result.INCONCLUSIVE: "❔ INCONCLUSIVE"}
_LEVEL = {
    Outcome.FAIL: "error",
    Outcome.INCONCLUSIVE: "warning",
    Outcome.NOT_RUN: "warning",
    Outcome.FLAKY: "warning",
}
_MOST_TELLING = (Outcome.FAIL, Outcome.INCONCLUSIVE, Outcome.NOT_RUN, Outcome.FLAKY)


def publish(
    verdict: Verdict, folder: Path, env: Mapping[str, str], write: Callable[[str], object]
) -> str | None:
    """Summary and outputs to the files that GitHub names in ``env``, annotations through ``write``.

    Does nothing elsewhere. Returns what went wrong in one sentence: a report must not cost the verdict.
    """
    if env.get("GITHUB_ACTIONS") != "true":
        return None
    for line in notices(verdict):
        write(line)
    try:
        _append(env.get("GITHUB_STEP_SUMMARY"), summary(verdict))
        _append(env.get("GITHUB_OUTPUT"), "".join(outputs(verdict, folder)))
    except OSError as error:
        return f"GitHub was not told: {error.filename}: {error.strerror}"
    return None


def summary(verdict: Verdict) -> str:
    """The job's summary, in Markdown: the verdict, why, what to do, every check."""
    lines = [f"## {_WORD[verdict.verdict]} · {markdown(_subject(verdict))}", ""]
    if verdict.selection:
        lines += [f"**A part only:** {markdown(verdict.selection)}", ""]
    for ground in grounds(verdict.reasons):
        section = f" (runbook {markdown(ground.runbook_ref)})" if ground.runbook_ref else ""
        lines.append(f"- **{markdown(', '.join(ground.about))}**{section}: {markdown(ground.message)}")
    if verdict.suggested_action:
        lines += ["", f"**Next:** {markdown(next_step(verdict.suggested_action))}"]
    lines += ["", "| outcome | check | observed | took |", "|---|---|---|---|", *map(_row, verdict.checks)]
    if verdict.mutations_blocked:
        told = ", ".join(markdown(blocked) for blocked in verdict.mutations_blocked)
        lines += ["", f"Kept from the site, which is read-only: {told}"]
    lines += ["", _facts(verdict), ""]
    text = "\n".join(lines).encode()
    if len(text) < _LONGEST_SUMMARY:
        return text.decode()
    return text[:_LONGEST_SUMMARY].decode(errors="ignore") + "\n\n… cut short\n"


def notices(verdict: Verdict) -> list[str]:
    """Workflow commands for what did not simply pass, the most telling first; the tenth counts the rest."""
    telling = sorted(
        (check for check in verdict.checks if check.outcome in _LEVEL and check.blocking),
        key=lambda check: _MOST_TELLING.index(check.outcome),
    )
    told = [_command(_LEVEL[check.outcome], check.title or check.id, _said(check)) for check in telling]
    told += [
        _command("warning", reason.code, reason.message) for reason in verdict.reasons if reason.check is None
    ]
    if len(told) > MOST_ANNOTATIONS:
        rest = len(told) - MOST_ANNOTATIONS + 1
        told[MOST_ANNOTATIONS - 1 :] = [_command("notice", "more", f"{rest} more in the job's summary")]
    return told


def outputs(verdict: Verdict, folder: Path) -> Iterator[str]:
    """What a next step may use: a name and a value each, of which none can be taken for another."""
    values = {
        "verdict": verdict.verdict.value,
        "run-id": verdict.run_id,
        "folder": str(folder),
        "report": str(folder / "report.html"),
        "suggested-action": verdict.suggested_action or "",
    }
    for name, value in values.items():
        fence = f"end-{secrets.token_hex(8)}"
        yield f"{name}<<{fence}\n{one_line(value)}\n{fence}\n"


def _append(path: str | None, text: str) -> None:
    if path:
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(text)


def _subject(verdict: Verdict) -> str:
    return verdict.drill.title if verdict.drill else verdict.target.url


def _row(check: Check) -> str:
    advice = "" if check.blocking else " (advice)"
    outcome = check.outcome.value.replace("_", " ")
    observed = number(check.observed)
    if check.threshold is not None:
        observed += f" / {number(check.threshold)}"
    took = f"{sum(attempt.duration_ms for attempt in check.attempts) / 1000:.1f} s" if check.attempts else ""
    said = "" if check.outcome is Outcome.PASS else f"<br>{markdown(_said(check))}"
    return (
        f"| {outcome}{advice} | {markdown(check.title or check.id)}{said} | {markdown(observed)} | {took} |"
    )


def _said(check: Check) -> str:
    again = f"passed at attempt {len(check.attempts)}; before: " if check.outcome is Outcome.FLAKY else ""
    section = f" (runbook {check.runbook_ref})" if check.runbook_ref else ""
    return one_line(f"{again}{check.message}{section}", _LONGEST_MESSAGE)


def _facts(verdict: Verdict) -> str:
    target = verdict.target
    known: Iterable[str | None] = (
        target.env,
        target.deployment_id,
        target.commit,
        clock_text(verdict.timing.used_s),
        verdict.run_id,
    )
    return " · ".join(markdown(fact) for fact in known if fact)


def _command(level: str, title: str, message: str) -> str:
    head = one_line(title, 100).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    body = one_line(message, _LONGEST_MESSAGE).replace("%", "%25")
    return f"::{level} title={head}::{body}"
