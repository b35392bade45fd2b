"""What others than the command see of a world: users over HTTP, psycopg, the platform's books."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import psycopg

from drills.runbook_check.stage import Kind, Stage
from fixtures.vendors.vercel.project_env import TARGETS

_WORDS: Mapping[Kind, str] = {
    "corrupted": "corrupted",
    "pending": "pending, not corrupted",
    "sound": "sound",
}


@dataclass(frozen=True)
class Sight:
    """``serving`` is the build that answers users, empty while they get ``status`` instead of an answer.

    ``deployments`` are ids with their states, ``env`` what the next deployment of each target is built with,
    ``rows`` the ids of posts with a digest of what stands in them.
    """

    status: int
    serving: str
    commit: str
    production: str
    deployments: Mapping[str, str]
    env: Mapping[str, Mapping[str, str]]
    rows: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def take(cls, stage: Stage) -> Sight:
        """Look now."""
        answer, vercel = stage.get("/api/health"), stage.world.vercel
        build = answer.json() if answer.is_success else {}
        return cls(
            status=stage.get("/").status_code,
            serving=build.get("deployment", ""),
            commit=build.get("commit", ""),
            production=vercel.production.id,
            deployments={each.id: each.state for each in vercel.deployments},
            env={target: vercel.env.built_for(target) for target in TARGETS},
            rows=_rows(stage),
        )


@dataclass(frozen=True)
class Rows:
    """Rows by kind: how many are gone, and of how many something else stands there now."""

    destroyed: Counter[Kind]
    changed: Counter[Kind]
    added: int

    @classmethod
    def between(cls, before: Sight, after: Sight, kinds: Mapping[str, Kind]) -> Rows:
        """What became of the stage's rows."""
        gone = Counter(kinds[each] for each in before.rows if each not in after.rows)
        changed = Counter(
            kinds[each] for each, digest in before.rows.items() if after.rows.get(each, digest) != digest
        )
        return cls(gone, changed, len(set(after.rows) - set(before.rows)))


def differences(before: Sight, after: Sight, kinds: Mapping[str, Kind]) -> list[str]:
    """What is different now, one sentence each; none where nothing is."""
    told = []
    if after.production != before.production:
        told.append(f"{_build(after)} serves production instead of {_build(before)}")
    new = after.deployments.keys() - before.deployments.keys() - {after.production}
    told += [f"a new deployment is {after.deployments[each]}, and does not serve production" for each in new]
    if after.status != before.status:
        told.append(f"users get {after.status} instead of {before.status}")
    told += _variables(before, after)
    rows = Rows.between(before, after, kinds)
    told += [f"{counted(rows.destroyed)} destroyed"] if rows.destroyed else []
    told += [f"{counted(rows.changed)} changed"] if rows.changed else []
    told += [f"{rows.added} row{'s' if rows.added > 1 else ''} added"] if rows.added else []
    return told


def counted(rows: Counter[Kind]) -> str:
    """As in ``3 rows (pending, not corrupted)``."""
    return ", ".join(
        f"{count} row{'s' if count > 1 else ''} ({_WORDS[kind]})" for kind, count in sorted(rows.items())
    )


def _build(sight: Sight) -> str:
    return f"{sight.production[:12]}… ({sight.commit or 'no answer'})"


def _variables(before: Sight, after: Sight) -> list[str]:
    told = []
    for target, variables in after.env.items():
        was = before.env[target]
        told += [f"{name} is set in {target}" for name in variables if name not in was]
        told += [f"{name} is gone from {target}" for name in was if name not in variables]
        told += [
            f"{name} has another value in {target}"
            for name in variables
            if name in was and was[name] != variables[name]
        ]
    return told


def _rows(stage: Stage) -> dict[str, str]:
    with psycopg.connect(stage.world.cluster.url) as connection:
        if connection.execute("SELECT to_regclass('posts')").fetchone() == (None,):
            return {}
        found = connection.execute("SELECT id::text, posts::text FROM posts").fetchall()
    return {row_id: hashlib.sha256(text.encode()).hexdigest() for row_id, text in found}
