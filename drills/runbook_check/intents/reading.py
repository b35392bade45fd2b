"""Commands that list and show: they print something, and change nothing."""

from __future__ import annotations

from drills.runbook_check.intents import vercel_words
from drills.runbook_check.intents.intent import Intent, Judgement, Typed, Witnessed, ending, judged
from drills.runbook_check.intents.statement import last_line
from drills.runbook_check.stage import Stage

ORDER = 1
_VERCEL = {
    "ls",
    "list",
    "inspect",
    "whoami",
    "env ls",
    "env list",
    "alias ls",
    "alias list",
    "teams ls",
    "logs",
}
_VERCEL |= {"project ls", "domains ls", "rollback", "promote"}  # the last two with ``status``, or they act
_SENTRY = {
    ("issues", "list"),
    ("info",),
    ("releases", "list"),
    ("projects", "list"),
    ("organizations", "list"),
}


def recognise(typed: Typed, stage: Stage) -> Intent | None:  # noqa: ARG001
    """By their sub-command; a command in several pipelines is none of these."""
    if not typed.line.only:
        return None
    words = vercel_words.read(typed)
    sentry = typed.call("sentry-cli")
    if words is not None:
        known = words.command in _VERCEL or bool({"--version", "--help"} & words.options.keys())
    else:
        said = tuple(word for word in (sentry.words[1:] if sentry else ()) if not word.startswith("-"))
        known = any(said[: len(each)] == each for each in _SENTRY)
    return Intent("shows what there is, and changes nothing", _judge) if known else None


def _judge(witnessed: Witnessed) -> Judgement:
    ended, changes = witnessed.ended, witnessed.changes
    if changes != "nothing changed":
        return judged(False, changes, "was to show something only")
    if ended.rc != 0:
        return judged(False, changes, f"it {ending(ended)}: {last_line(ended.err)}")
    lines = len([line for line in ended.said.splitlines() if line.strip()])
    return judged(lines > 0, f"{lines} lines; nothing changed", "" if lines else "says nothing")
