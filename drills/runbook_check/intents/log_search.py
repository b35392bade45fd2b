"""``vercel logs | grep 500``, or a grep in an exported log: finds the requests of which it is true.

What is true stands in the platform's own books: a pattern of three digits is meant as a status, any other as a
part of a path or of a message. Only standard output counts, since that is all that a pipe passes on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from drills.runbook_check.intents import vercel_words
from drills.runbook_check.intents.intent import Intent, Judgement, Typed, Witnessed, ending, judged
from drills.runbook_check.shell import Call
from drills.runbook_check.stage import Stage
from fixtures.vendors.vercel.logs import LogRow
from reports.verdict import Outcome

_GREPS = {"grep", "egrep", "fgrep"}
_STATUS = re.compile(r"[1-5]\d\d")
# A word of a message that no other text is likely to hold.
_TELLING = 7
_TAKING = {"-m", "-A", "-B", "-C", "--max-count", "--context"}


def recognise(typed: Typed, stage: Stage) -> Intent | None:  # noqa: ARG001
    """A pipeline that begins with ``vercel logs`` or reads a file, and greps."""
    calls = typed.line.only
    greps = [call for call in calls if call.program in _GREPS]
    words = vercel_words.read(typed)
    from_vercel = words is not None and words.command == "logs" and "--help" not in words.options
    if not calls or not greps or not (from_vercel or calls[0] is greps[0]):
        return None
    patterns = [_pattern(call) for call in greps]
    name = " and ".join(("not " if negated else "") + repr(text) for text, negated, _ in patterns)
    return Intent(
        f"finds the requests in the log with {name}",
        lambda witnessed: _judge(witnessed, patterns, calls),
        instead=list(_instead(patterns, calls)),
    )


Pattern = tuple[str, bool, bool]


def _pattern(call: Call) -> Pattern:
    """What a grep looks for, whether it leaves that out, and whether case counts not."""
    words, options, arguments = list(call.words[1:]), "", []
    while words:
        word = words.pop(0)
        if word in {"-e", "--regexp"} and words:
            arguments.insert(0, words.pop(0))
        elif word.startswith("-") and word != "-":
            options += word
            if word in _TAKING and words:
                words.pop(0)
        else:
            arguments.append(word)
    short = "".join(re.findall(r"(?<!-)-(\w+)", options))
    return (arguments[0] if arguments else "", "v" in short or "--invert" in options, "i" in short)


def _fits(pattern: Pattern) -> Callable[[LogRow], bool]:
    text, negated, any_case = pattern

    def fits(row: LogRow) -> bool:
        if _STATUS.fullmatch(text):
            return (str(row.status) == text) is not negated
        messages = " ".join(message for _, message in row.lines)
        try:
            found = re.search(text, f"{row.path} {messages}", re.IGNORECASE if any_case else 0)
        except re.error:  # a dialect of grep's own
            found = re.search(re.escape(text), f"{row.path} {messages}")
        return bool(found) is not negated

    return fits


def _judge(witnessed: Witnessed, patterns: Sequence[Pattern], calls: Sequence[Call]) -> Judgement:
    truth = [
        row
        for row in witnessed.stage.world.vercel.logs.find()
        if row.path and all(_fits(each)(row) for each in patterns)
    ]
    ended = witnessed.ended
    lines = [line for line in ended.out.splitlines() if line.strip()]
    if not truth:
        return Judgement(Outcome.INCONCLUSIVE, f"{len(lines)} lines", "the log holds no such request to find")
    found = [row for row in truth if any(_tells(line, row) for line in lines)]
    seen = f"{len(found)} of {len(truth)} such requests, in {len(lines)} lines"
    if len(found) == len(truth):
        return judged(True, seen)
    if not lines:
        finding = f"finds nothing, though the log holds {len(truth)} such requests; it {ending(ended)}"
        return judged(False, seen, finding + _why(ended.err, calls))
    return judged(False, seen, f"misses {len(truth) - len(found)} of {len(truth)} such requests")


def _tells(line: str, row: LogRow) -> bool:
    """Whether a line of output is of this request: names its path, or what was logged during it."""
    words = {word for _, message in row.lines for word in message.split() if len(word) >= _TELLING}
    return (len(row.path) > 1 and row.path in line) or any(word in line for word in words)


def _why(errors: str, calls: Sequence[Call]) -> str:
    if missing := re.search(r"(\S+): No such file or directory", errors):
        return f": {missing[1]} is not there, and nothing in this command writes it"
    if calls[0].program == "vercel" and re.search(r"λ |LEVEL", errors):
        return ": this version prints the log's text to standard error, which a pipe does not pass on"
    return ""


def _instead(patterns: Sequence[Pattern], calls: Sequence[Call]) -> list[str]:
    """For each generation of the CLI its own way to ask; the first that finds everything is told."""
    wanted = [text for text, negated, _ in patterns if not negated]
    statuses = [text for text in wanted if _STATUS.fullmatch(text)]
    texts = [text for text in wanted if not _STATUS.fullmatch(text)]
    after = [call for call in calls if call.program not in _GREPS and call.program != "vercel"]
    rest = "".join(f" | {_written(call)}" for call in after)
    greps = "".join(f" | grep {_quoted(text)}" for text in texts)
    filtered = f" --status-code {statuses[0]}" if statuses else ""
    message = " | jq -r .message" if rest else ""
    asked = [f"httpStatus:{each}" for each in statuses]
    asked += [f"requestPath:{each if each.startswith('/') else '/' + each}" for each in texts]
    new = [f"vercel logs requests --since 1h --query {_quoted(' AND '.join(asked))}"] if not rest else []
    plain = "vercel logs --since 1h --limit 1000"
    return [
        f"{plain}{filtered} --json{message}{greps}{rest}",
        *new,
        f"{plain}{greps}{rest}",
        f"{plain} --json | jq -r '.. | .message? // empty'{greps}{rest}",
    ]


def _written(call: Call) -> str:
    return " ".join(_quoted(word) if re.search(r"[^\w./=-]", word) else word for word in call.words)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
