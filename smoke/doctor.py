"""What is configured of a target, what is missing, and what each missing thing costs the verdict.

Nothing is sent anywhere: every check is asked to begin, with no network to go on with, and says what it
lacks.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from fixtures.target import Target
from smoke.access.entry import CLEANUP, SESSION
from smoke.check import Case, EvidenceCheck
from smoke.checks.catalogue import discover
from smoke.evidence.reading import NotConfiguredError


@dataclass(frozen=True)
class Lack:
    """One thing that is missing, and the checks that it costs: those that block, and those that advise."""

    missing: str
    blocking: tuple[str, ...]
    advisory: tuple[str, ...]


class _OfflineError(Exception):
    """A check got as far as asking somebody: nothing is missing for it."""


def lacks(target: Target, env: Mapping[str, str]) -> list[Lack]:
    """What is missing for the checks of the gate; nothing where all can come to a result."""
    found = [*_journeys(target, env), *asyncio.run(_evidence(target, env)), *_housekeeping(target)]
    costs: dict[str, tuple[list[str], list[str]]] = {}
    for check, blocks, missing in found:
        blocking, advisory = costs.setdefault(missing, ([], []))
        (blocking if blocks and target.checks.get(check, "block") == "block" else advisory).append(check)
    return [Lack(missing, tuple(hard), tuple(soft)) for missing, (hard, soft) in costs.items()]


def _journeys(target: Target, env: Mapping[str, str]) -> list[tuple[str, bool, str]]:
    found = []
    if target.protection is not None and not env.get(target.protection.secret_env):
        found.append(("reachable", True, _unset(target.protection.secret_env)))
    unset = target.basic_auth.unset(env) if target.basic_auth else []
    found += [("reachable", True, _unset(name)) for name in unset]
    missing = _of_login(target, env)
    if missing:
        walked = [*target.journeys, *([SESSION] if "dashboard" in target.journeys else [])]
        found += [(check, True, missing) for check in walked if check in ("login", "dashboard", SESSION)]
    elif not target.may_write and target.has_pending_post:
        found.append(("dashboard", False, "read-only: the post that waits for a login is not judged"))
    return found


def _of_login(target: Target, env: Mapping[str, str]) -> str:
    if target.login is None:
        return "no [login] table with email and password_env"
    names = [target.login.password_env, *([target.supabase.anon_key_env] if target.supabase else [])]
    return " and ".join(_unset(name) for name in names if not env.get(name))


def _housekeeping(target: Target) -> list[tuple[str, bool, str]]:
    if (
        not target.may_write
        or not target.has_pending_post
        or target.supabase is not None
        or target.words.dashboard.remove is not None
    ):
        return []
    return [(CLEANUP, False, "neither [supabase] nor words.dashboard.remove: what the gate writes stays")]


async def _evidence(target: Target, env: Mapping[str, str]) -> list[tuple[str, bool, str]]:
    async with httpx.AsyncClient(transport=httpx.MockTransport(_offline)) as client:
        asked = [(check, await _lacking(check, target, client, env)) for check in discover()]
    return [(check.id, check.blocking, missing) for check, missing in asked if missing]


async def _lacking(
    check: EvidenceCheck, target: Target, client: httpx.AsyncClient, env: Mapping[str, str]
) -> str:
    case = Case(target, client, env, time.monotonic())
    case.journeys_done.set()
    try:
        await check.read(case)
    except NotConfiguredError as error:
        return str(error)
    except _OfflineError:
        return ""
    finally:
        await case.close()
    return ""


def _offline(_: httpx.Request) -> httpx.Response:
    raise _OfflineError


def _unset(variable: str) -> str:
    return f"${variable} is not set"
