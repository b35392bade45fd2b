"""``curl`` of a page of the site: tells a healthy site from a broken one.

It is run twice, on a site that is well and on one where every page fails; a check that says the same of both
is none, however good its exit code looks.
"""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import urlsplit

from drills.runbook_check.filling import netloc_of
from drills.runbook_check.intents.intent import Intent, Judgement, Typed, Witnessed, ending, judged
from drills.runbook_check.stage import Stage

_SENDING = {"-d", "--data", "--json", "-F", "--form", "-T", "--upload-file", "--data-raw", "--data-binary"}
# What differs from one answer to the next of any site.
_PASSING = re.compile(
    r"\d+|\b[\da-f]{8,}\b|^(date|x-vercel-id|age|etag|set-cookie):.*$", re.IGNORECASE | re.MULTILINE
)


def recognise(typed: Typed, stage: Stage) -> Intent | None:
    """A request that reads, and goes to the site itself."""
    call = typed.call("curl")
    if (
        call is None
        or _SENDING & {word.partition("=")[0] for word in call.words}
        or _other_method(call.words)
    ):
        return None
    site = urlsplit(stage.world.url).netloc
    addresses = [word for word in call.words if netloc_of(word) == site or word.startswith("$POSTRY_URL")]
    if not addresses:
        return None
    path = urlsplit(addresses[0].removeprefix("$POSTRY_URL")).path or "/"
    return Intent(
        f"tells whether {path} is well",
        _is_well,
        contrast=_tells_apart,
        instead=[f'curl -fsS -o /dev/null "$POSTRY_URL{path}"'],
    )


def _other_method(words: tuple[str, ...]) -> bool:
    pairs = pairwise(words)
    return any(
        first in {"-X", "--request"} and second.upper() not in {"GET", "HEAD"} for first, second in pairs
    )


def _is_well(witnessed: Witnessed) -> Judgement:
    ended = witnessed.ended
    return judged(
        ended.rc == 0, f"on a healthy site it {ending(ended)}", "" if ended.rc == 0 else _complaint(ended.err)
    )


def _complaint(errors: str) -> str:
    said = [line for line in errors.splitlines() if line.startswith("curl:")]
    return said[-1] if said else "fails on a healthy site"


def _tells_apart(well: Witnessed, broken: Witnessed) -> Judgement:
    seen = f"on a healthy site it {ending(well.ended)}, on a broken one it {ending(broken.ended)}"
    codes = [set(re.findall(r"\b[1-5]\d\d\b", each.ended.out)) for each in (well, broken)]
    if broken.ended.rc != well.ended.rc or codes[0] != codes[1]:
        return judged(True, seen)
    outputs = {_PASSING.sub("", each.ended.out) for each in (well, broken)}
    if len(outputs) == 1:
        return judged(False, seen, "says the same of a healthy site and of one where every page fails")
    return judged(
        True, seen, "only a reader of its output notices: its exit code is the same (-f changes that)"
    )
