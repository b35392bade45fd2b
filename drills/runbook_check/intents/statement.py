"""SQL: a statement that destroys or changes may hit corrupted rows only; one that reads shows rows.

A destructive statement is judged by what it destroys, whatever its conditions look like.
"""

from __future__ import annotations

import re

import sqlparse

from drills.runbook_check.intents.intent import Intent, Judgement, Typed, Witnessed, ending, judged
from drills.runbook_check.sight import Rows, counted
from drills.runbook_check.stage import Stage
from reports.verdict import Outcome

_WRITING = {"DELETE", "UPDATE", "TRUNCATE", "DROP", "MERGE"}
_READING = {"SELECT", "TABLE", "SHOW", "EXPLAIN", "VALUES", "WITH"}
REPAIR = "DELETE FROM posts WHERE equalizer_settings IS NULL;"


def recognise(typed: Typed, stage: Stage) -> Intent | None:  # noqa: ARG001
    """Of a block of SQL, of ``psql -c`` and of what psql reads."""
    sql = typed.text if typed.language == "sql" else _given(typed)
    if sql is None:
        return None
    bare = sqlparse.format(sql, strip_comments=True).upper().replace("FOR UPDATE", "")
    words = set(re.findall(r"[A-Z_]+", re.sub(r"'[^']*'|\"[^\"]*\"", "", bare)))
    if words & _WRITING:
        # Only a delete has a suggestion that is sure to be right; what an update should set, we cannot know.
        instead = [_like(typed, REPAIR)] if words & _WRITING <= {"DELETE", "TRUNCATE"} else []
        return Intent("changes or destroys corrupted rows, and no others", _destroys, instead=instead)
    if bare.split()[0].strip("(;") in _READING:
        return Intent("shows rows, and changes nothing", _reads)
    return None


def _given(typed: Typed) -> str | None:
    call = typed.call("psql")
    if call is None:
        return None
    for option, value in zip(call.words, call.words[1:], strict=False):
        if option in {"-c", "--command"}:
            return value
    fed = [
        calls[0].words[-1]
        for calls in typed.line.pipelines
        if len(calls) == 2 and calls[0].program in {"echo", "printf"} and calls[1].program == "psql"
    ]
    return call.given or (fed[0] if fed else None)


def _like(typed: Typed, sql: str) -> str:
    return sql if typed.language == "sql" else f'psql -c "{sql.rstrip(";")}"'


def _destroys(witnessed: Witnessed) -> Judgement:
    rows = Rows.between(witnessed.before, witnessed.after, witnessed.stage.rows)
    hit = rows.destroyed + rows.changed
    wrong = hit.copy()
    del wrong["corrupted"]
    seen, told = witnessed.changes, ending(witnessed.ended)
    left = sum(
        kind == "corrupted" for row, kind in witnessed.stage.rows.items() if row in witnessed.after.rows
    )
    if wrong:
        verb = "destroys" if rows.destroyed - rows.changed else "changes"
        also = f", and leaves all {left} corrupted ones" if not hit["corrupted"] else ""
        return judged(False, seen, f"{verb} {counted(wrong)} that were not corrupted{also}")
    if not hit:
        return judged(
            False, seen, f"it {told}, and no row is different: {left} corrupted ones are still there"
        )
    if witnessed.ended.rc:
        return judged(False, seen, f"it {told}, though it did something")
    return judged(True, seen)


def _reads(witnessed: Witnessed) -> Judgement:
    ended, changes = witnessed.ended, witnessed.changes
    if changes != "nothing changed":
        return judged(False, changes, "was to read only")
    if ended.rc != 0:
        return judged(False, changes, f"it {ending(ended)}: {last_line(ended.err)}")
    shown = [kind for row, kind in witnessed.stage.rows.items() if row in ended.out]
    lines = [line for line in ended.out.splitlines() if line.strip()]
    if not lines or "(0 rows)" in ended.out:
        return Judgement(Outcome.INCONCLUSIVE, "no row", "the world holds no row of that kind to show")
    kinds = ", ".join(f"{shown.count(kind)} {kind}" for kind in dict.fromkeys(shown))
    return judged(True, f"shows {kinds} posts" if shown else f"shows {len(lines)} lines")


def last_line(text: str) -> str:
    """The last thing that was said."""
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "without a word")
