"""``vercel logs | grep 500``, or a grep in an exported log: finds the requests of which it is true.

What is true stands in the platform's own books. Only standard output counts, since that is all that a pipe
passes on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from drills.runbook_check.intents import vercel_words
from drills.runbook_check.intents.intent import Intent, Judgement, Typed, Witnessed, ending, judged
from drills.runbook_check.intents.log_pattern import GREPS, Pattern, found, instead, quotes, tells
from drills.runbook_check.shell import Call
from drills.runbook_check.stage import Stage
from fixtures.vendors.vercel.logs import LogRow
from reports.verdict import Outcome

_COUNTING = {"uniq", "awk"}


def recognise(typed: Typed, stage: Stage) -> Intent | None:  # noqa: ARG001
    """A pipeline that begins with ``vercel logs`` or reads a file, and greps."""
    calls = typed.line.only
    greps = [call for call in calls if call.program in GREPS]
    words = vercel_words.read(typed)
    from_vercel = words is not None and words.command == "logs"
    if not greps or not (from_vercel or calls[0] is greps[0]):
        return None
    patterns = [Pattern.of(call) for call in greps]
    return Intent(
        f"finds the requests in the log with {' and '.join(map(str, patterns))}",
        lambda witnessed: _judge(witnessed, patterns, calls),
        prepare=lambda stage: stage.wait_for_the_second(),
        instead=instead(patterns, _rest(typed.text, calls)),
    )


def _judge(witnessed: Witnessed, patterns: Sequence[Pattern], calls: Sequence[Call]) -> Judgement:
    ended = witnessed.ended
    logged = [row for row in witnessed.stage.world.vercel.logs.find() if row.path]
    truth = [row for row in logged if all(each.fits(row) for each in patterns)]
    lines = [line for line in ended.out.splitlines() if line.strip()]
    if not truth:
        return Judgement(
            Outcome.INCONCLUSIVE, _count(len(lines), "line"), "the log holds no such request to find"
        )
    count = found(truth, lines, counted=any(call.program in _COUNTING for call in calls))
    seen = f"{count} of {_count(len(truth), 'such request')}, in {_count(len(lines), 'line')}"
    if not lines:
        finding = (
            f"finds nothing, though the log holds {_count(len(truth), 'such request')}; it {ending(ended)}"
        )
        return judged(False, seen, finding + _why(ended.err, calls))
    if count < len(truth):
        return judged(False, seen, f"misses {len(truth) - count} of {_count(len(truth), 'such request')}")
    others = [row for row in logged if row not in truth]
    strays = [line for line in lines if is_of(line, others, truth)]
    if strays:
        return judged(False, seen, f"shows {_count(len(strays), 'line')} of other requests, too")
    return judged(True, seen)


def is_of(line: str, these: Sequence[LogRow], those: Sequence[LogRow]) -> bool:
    """Whether a line is of one of these requests, not of those; the same path may be theirs, too."""
    if any(quotes(line, row) for row in those):
        return False
    if any(quotes(line, row) for row in these):
        return True
    return any(tells(line, row) for row in these) and not any(tells(line, row) for row in those)


def _count(number: int, of: str) -> str:
    return f"{number} {of}{'' if number == 1 else 's'}"


def _why(errors: str, calls: Sequence[Call]) -> str:
    if missing := re.search(r"(\S+): No such file or directory", errors):
        return f": {missing[1]} is not there, and nothing in this command writes it"
    if calls[0].program == "vercel" and re.search(r"λ ", errors):
        return ": this version prints the log's text to standard error, which a pipe does not pass on"
    return ""


def _rest(text: str, calls: Sequence[Call]) -> str:
    """What stands behind the last grep, as it is written."""
    last = max(number for number, call in enumerate(calls) if call.program in GREPS)
    parts = re.split(r"\s*\|\s*", text)
    return "".join(f" | {part}" for part in parts[last + 1 :]) if len(parts) == len(calls) else ""
