"""What the gate says of Carnet, healthy or with a mistake, in any order of its journeys."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from unittest import mock

from fixtures.world import World
from reports.verdict import Outcome, Result, Verdict
from smoke import journeys
from tests.nextjs import build
from tests.nextjs.builds import Mistake
from tests.nextjs.carnet import Carnet
from tests.smoke.judging import check, judge, outcomes

RUN = "20261130T000000Z-carnet"
_OF_THE_SITE = ("http", "journey", "housekeeping", "timing")


def healthy(world: World, folder: Path, order: Sequence[str] = ()) -> Verdict:
    """The verdict of one gate, with its journeys in this order."""
    build.build()
    with Carnet(world, folder) as carnet, mock.patch.object(journeys, "_ORDER", order or journeys._ORDER):
        return judge(carnet.target, folder / RUN, env=carnet.secrets)


def odd(verdict: Verdict) -> str:
    """What is not as it should be of a healthy one; nothing where all is well."""
    found = {one.id: one for one in verdict.checks if one.kind in _OF_THE_SITE}
    told = [f"{name}: {one.message}" for name, one in found.items() if one.outcome is not Outcome.PASS]
    if verdict.verdict is not Result.PASS:
        told.insert(0, verdict.verdict.value)
    return "; ".join(told)


def mistaken(mistake: Mistake, world: World, folder: Path) -> Verdict:
    """The verdict of one gate on a build with this mistake."""
    build.build(mistake.edits)
    try:
        if mistake.lost:
            build.spoil()
            mistake.lose()
        with Carnet(world, folder, mistake.env) as carnet:
            return judge(carnet.target, folder / RUN, env=carnet.secrets)
    finally:
        if mistake.lost:
            build.spoil()


def disagreement(mistake: Mistake, verdict: Verdict) -> str:
    """What the verdict has otherwise than it should be; nothing where it is right."""
    red = {name for name, outcome in outcomes(verdict).items() if outcome not in {"pass", "flaky"}}
    if verdict.verdict is not Result.FAIL:
        return f"{verdict.verdict} instead of FAIL"
    if red - set(mistake.may_be_red) != set(mistake.red):
        return f"{sorted(red)} are red, not {sorted(mistake.red)}"
    told = check(verdict, mistake.red[0]).message
    return "" if mistake.said in told else f"{mistake.red[0]} says: {told}"
