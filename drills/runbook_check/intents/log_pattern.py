"""What greps look for in a log: a pattern of three digits is meant as a status, any other as text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from drills.runbook_check.shell import Call
from fixtures.vendors.vercel.logs import LogRow

GREPS = {"grep", "egrep", "fgrep"}
_STATUS = re.compile(r"[1-5]\d\d")
_TAKING = {"-m", "-A", "-B", "-C", "--max-count", "--context"}
# A word of a message that no other text is likely to hold.
_TELLING = 7


class Pattern(NamedTuple):
    """``text`` as grep gets it; ``negated`` leaves it out, ``any_case`` takes it in capitals, too."""

    text: str
    negated: bool = False
    any_case: bool = False

    @classmethod
    def of(cls, call: Call) -> Pattern:
        """Of one grep's words."""
        words, options = list(call.words[1:]), ""
        arguments: list[str] = []
        while words:
            word = words.pop(0)
            if word in {"-e", "--regexp"} and words:
                arguments.insert(0, words.pop(0))
            elif word.startswith("-") and word != "-":
                options += f" {word}"
                if word in _TAKING and words:
                    words.pop(0)
            else:
                arguments.append(word)
        short = "".join(re.findall(r" -(\w+)", options))
        # The basic dialect's "or".
        text = arguments[0].replace("\\|", "|") if arguments else ""
        return cls(text, "v" in short or "--invert" in options, "i" in short)

    @property
    def is_status(self) -> bool:
        """Whether a person means an HTTP status by it."""
        return bool(_STATUS.fullmatch(self.text))

    def fits(self, row: LogRow) -> bool:
        """Whether it is true of a request."""
        if self.is_status:
            return (str(row.status) == self.text) is not self.negated
        said = " ".join([row.path, *(message for _, message in row.lines)])
        flags = re.IGNORECASE if self.any_case else 0
        try:
            found = re.search(self.text, said, flags)
        except re.error:  # a dialect of grep's own
            found = re.search(re.escape(self.text), said, flags)
        return bool(found) is not self.negated

    def __str__(self) -> str:
        return f"{'not ' if self.negated else ''}{self.text!r}"


def tells(line: str, row: LogRow) -> bool:
    """Whether a line of output is of this request: names its path, or what was logged during it."""
    return _names(line, row) or quotes(line, row)


def quotes(line: str, row: LogRow) -> bool:
    """Whether it holds words of what was logged during this request."""
    return any(word in line for word in _words(row))


def found(rows: Sequence[LogRow], lines: Sequence[str], *, counted: bool) -> int:
    """How many of the requests the lines tell of; a line without a path tells of one request only.

    Where lines are ``counted``, as by uniq, one may stand for many.
    """
    if counted:
        return sum(any(tells(line, row) for line in lines) for row in rows)
    named = [row for row in rows if any(_names(line, row) for line in lines)]
    unnamed = Counter(_words(row) for row in rows if row not in named)
    nameless = [line for line in lines if not any(_names(line, row) for row in rows)]
    told = (
        min(count, sum(any(word in line for word in words) for line in nameless))
        for words, count in unnamed.items()
    )
    return len(named) + sum(told)


def _names(line: str, row: LogRow) -> bool:
    return bool(re.search(rf"{re.escape(row.path)}(?=[\s\"'?]|$)", line))


def _words(row: LogRow) -> frozenset[str]:
    words = (word for _, message in row.lines for word in message.split())
    # A path in a message is no message's own: other requests have it, too.
    return frozenset(word for word in words if len(word) >= _TELLING and not word.startswith("/"))


def instead(patterns: Sequence[Pattern], rest: str) -> list[str]:
    """Wordings for each generation of the CLI; ``rest`` is what stands behind the last grep."""
    statuses = [each.text for each in patterns if each.is_status and not each.negated]
    texts = [each.text for each in patterns if not each.is_status and not each.negated]
    greps = "".join(f" | grep {_quoted(text)}" for text in texts)
    asked = [f"httpStatus:{each}" for each in statuses]
    asked += [f"requestPath:/{each.lstrip('/')}" for each in texts]
    plain = "vercel logs --since 1h --limit 1000"
    wordings = (
        [f"{plain} --status-code {statuses[0]} --json{greps}"] if statuses else [f"{plain} --json{greps}"]
    )
    if rest:  # it reads words of a message, not JSON
        wordings = [f"{plain} --json | jq -r .message{greps}{rest}"]
        wordings.append(f"{plain} --json | jq -r '.. | .message? // empty'{greps}{rest}")
    else:
        wordings.append(f"vercel logs requests --since 1h --query {_quoted(' AND '.join(asked))}")
    if any(text.startswith("/") for text in texts):
        wordings.reverse()  # where a version can ask by path, its answer is plainer than a search in JSON
    return [*wordings, f"{plain}{greps}{rest}"]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
