"""From rehearsals to the one verdict that every report is made of."""

from __future__ import annotations

import shlex
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version

from drills.runbook_check.passage import Passage
from drills.runbook_check.rehearsal import Rehearsed
from drills.runbook_check.seal import Seal
from fixtures import interruption
from reports.run import RunFolder
from reports.runbook_record import Row, RunbookCheck
from reports.scrub import Scrubber
from reports.text import one_line, printable
from reports.verdict import Artifact, Check, Outcome, Reason, Result, Target, Timing, Verdict, merge

JOB = "runbook"
WORLD = "world"
_SAID_LINES = 8
_SAID_CHARACTERS = 1200


class Report:
    """Of one run: ``file`` as the user named it, its ``passages``, and what is known of them so far."""

    def __init__(
        self,
        folder: RunFolder,
        file: str,
        passages: Sequence[Passage],
        seal: Seal,
        options: Sequence[str] = (),
    ) -> None:
        self._folder = folder
        self._file = file
        self._ids = _ids(passages)
        self._seal = seal
        self._command = shlex.join(["firedrill", "runbook", "check", file, *options])
        self._started_at, self._began_s = datetime.now(UTC), time.monotonic()
        self._rows: list[Row] = []
        self._checks: list[Check] = []
        self._redactions = 0

    def add(self, rehearsed: Rehearsed) -> Row:
        """One more is known: what it printed is kept, without secrets."""
        scrubber = Scrubber(rehearsed.secrets)
        check_id = self._ids[len(self._rows)]
        row = _row(check_id, rehearsed, scrubber)
        artifacts = [self._keep(row, rehearsed, scrubber)] if rehearsed.ended else []
        self._rows.append(row)
        self._checks.append(_check(row, rehearsed, artifacts))
        self._redactions += scrubber.count
        return row

    @property
    def outcome(self) -> Outcome:
        """Of the last one."""
        return self._checks[-1].outcome

    def verdict(self, *, interrupted: bool = False) -> Verdict:
        """As it stands. Without anything judged it is INCONCLUSIVE, never PASS."""
        checks = [*self._checks, *(_open(each) for each in self._ids[len(self._checks) :])]
        merged = Result.INCONCLUSIVE if interrupted else merge(checks)
        return Verdict(
            run_id=self._folder.run_id,
            job=JOB,
            started_at=self._started_at,
            verdict=merged,
            reasons=list(self._reasons(merged, interrupted=interrupted)),
            target=Target(url=self._file, env=WORLD),
            timing=Timing(used_s=round(time.monotonic() - self._began_s, 1)),
            checks=checks,
            expected_checks=self._ids,
            executed_checks=[row.check for row in self._rows if row.ended != "not run"],
            runbook=RunbookCheck(
                file=self._file,
                egress_enforced=self._seal.enforced,
                egress=self._seal.told,
                command=self._command,
                rows=self._rows,
            ),
            redactions=self._redactions,
            suggested_action="correct-runbook" if merged is Result.FAIL else None,
            tool_versions={**_tools(self._rows), "firedrill": version("firedrill")},
        )

    def _reasons(self, merged: Result, *, interrupted: bool) -> list[Reason]:
        if interrupted:
            left = len(self._ids) - len(self._rows)
            return [
                Reason(
                    code=interruption.code(),
                    message=f"{interruption.told()}: {left} of {len(self._ids)} were not looked at",
                )
            ]
        reasons = [
            Reason(
                code="no-such-effect" if check.outcome is Outcome.FAIL else "not-judged",
                check=check.id,
                message=f"{one_line(row.command, 90)}: {row.finding}",
                runbook_ref=row.section or None,
            )
            for row, check in zip(self._rows, self._checks, strict=True)
            if check.blocking and check.outcome is not Outcome.PASS
        ]
        if merged is Result.INCONCLUSIVE and not reasons:
            reasons = [Reason(code="nothing-judged", message="it holds no command that could be judged here")]
        return reasons

    def _keep(self, row: Row, rehearsed: Rehearsed, scrubber: Scrubber) -> Artifact:
        ended = rehearsed.ended
        assert ended is not None
        text = (
            f"$ {row.typed or row.command}\n\n--- standard output\n{ended.out}\n"
            f"--- standard error\n{ended.err}\n--- ended {ended.how}, rc {ended.rc}\n"
        )
        name = f"output/{row.check}.txt"
        self._folder.write_text(name, scrubber.scrub_text(printable(text)))
        return self._folder.artifact(name, title="what it printed", scrubbed=True)


def _ids(passages: Sequence[Passage]) -> list[str]:
    """By their first line; two of one line are numbered."""
    seen: Counter[int] = Counter()
    ids = []
    for each in passages:
        line = each.lines[0]
        seen[line] += 1
        ids.append(f"line-{line}" if seen[line] == 1 else f"line-{line}-{seen[line]}")
    return ids


def _row(check_id: str, rehearsed: Rehearsed, scrubber: Scrubber) -> Row:
    passage, ended, judgement = rehearsed.passage, rehearsed.ended, rehearsed.judgement
    said = ended.said.strip() if ended else ""
    clean = scrubber.scrub_text
    return Row(
        check=check_id,
        command=passage.text,
        lines=list(passage.lines),
        section=one_line(passage.section),
        typed=clean(rehearsed.typed),
        tool=", ".join(rehearsed.tools),
        rc=ended.rc if ended else None,
        ended=ended.how if ended else "not run",
        intended=clean(rehearsed.intended),
        seen=clean(judgement.seen),
        finding=clean(judgement.finding),
        suggestion=rehearsed.suggestion,
        rehearsed=rehearsed.proven,
        said=clean(printable("\n".join(said.splitlines()[-_SAID_LINES:])))[-_SAID_CHARACTERS:],
    )


def _check(row: Row, rehearsed: Rehearsed, artifacts: list[Artifact]) -> Check:
    outcome = rehearsed.judgement.outcome
    # Without a known purpose there is nothing to hold it to, but that it does not end in an error.
    judged = bool(row.intended) or outcome is Outcome.FAIL
    blocking = rehearsed.refusal.open if rehearsed.refusal else judged
    return Check(
        id=row.check,
        kind="command",
        title=one_line(row.command, 100),
        blocking=blocking,
        outcome=outcome,
        message=row.finding or row.seen,
        runbook_ref=row.section or None,
        observed=row.seen or None,
        threshold=row.intended or None,
        artifacts=artifacts,
    )


def _open(check_id: str) -> Check:
    return Check(id=check_id, kind="command", outcome=Outcome.NOT_RUN, message="not looked at")


def _tools(rows: Sequence[Row]) -> dict[str, str]:
    named = (tool.partition(" ") for row in rows for tool in row.tool.split(", ") if tool)
    return {name: told or "unknown" for name, _, told in named}
