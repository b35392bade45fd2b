"""What was tried in turn: each once, with what it cost, in the verdict and on the timeline."""

from __future__ import annotations

from typing import Any

import pytest

from drills.judge import judge
from reports import page, postmortem
from reports.verdict import Outcome, Verdict
from tests.drills.journals import (
    ENDED,
    INJECTED,
    PACE,
    SCENARIO,
    Row,
    asked,
    changed,
    evidence,
    good_run,
    journal,
    production,
    resampled,
    without,
)

# When the runbook's options are asked for, in real seconds, and the last is in effect: 3, 7 and 5 minutes.
A, B, C, OVER = 9.3, 12.3, 19.3, 24.3
# How long before the next one is asked for the last is seen in effect, and not to help.
SEEN_S = 0.05
LATER = OVER - 11.8


def shifted(rows: list[Row]) -> list[Row]:
    """The same run, with all that came after the mitigation so much later."""
    return [
        (at + LATER if at > 11.8 else at, kind, fields)
        for at, kind, fields in rows
        if kind != "probe.sampled"
    ]


def in_turn(**scenario: Any) -> list[Row]:
    """Options A, B and C one after the other, each tried as soon as the last was seen not to help."""
    run = without(good_run(), "production.changed", cause="rollback")
    run = without(run, "vendor.requested", method="POST")
    run = resampled([*shifted(run), sampled()], lambda t: not INJECTED <= t < OVER, ENDED + LATER)
    stated = {**SCENARIO.model_dump(mode="json"), "wrong": [], **scenario}
    closed = production(OVER, "d4", "bad", "redeploy", maintenance=True)
    return [
        *changed(run, "scenario.stated", scenario=stated),
        asked(A, "vercel", "POST", "/v9/projects/p/rollback/d0", status=201),
        production(B - SEEN_S, "d0", "older", "rollback"),
        asked(B, "vercel", "POST", "/v13/deployments"),
        production(C - SEEN_S, "d3", "bad", "redeploy"),
        asked(C, "vercel", "POST", "/v10/projects/p/env", status=201),
        asked(C + 0.1, "vercel", "POST", "/v13/deployments"),
        (closed[0], closed[1], {**closed[2], "changed": ["MAINTENANCE_MODE"]}),
    ]


def sampled() -> Row:
    """A sample, to be replaced by those of another run."""
    fields = {
        "probe": "landing",
        "ok": True,
        "usable": True,
        "due_mono_s": 1.0,
        "late_ms": 0,
        "duration_ms": 9,
    }
    return (1.0, "probe.sampled", {**fields, "error": ""})


def message_of(verdict: Verdict, check: str) -> str:
    """What one check says."""
    return next(each.message for each in verdict.checks if each.id == check)


def test_options_in_turn_cost_what_the_runbook_says() -> None:
    """What begins the next one ends the last; a second request for the same begins nothing."""
    tries = evidence(in_turn()).tries

    assert [each.name for each in tries] == ["rollback", "redeploy", "maintenance"]
    assert [each.cost_s for each in tries] == pytest.approx([180, 420, 300], abs=0.2)


def test_the_verdict_says_how_late_it_was_and_what_each_cost() -> None:
    """Fifteen minutes of options against a budget of ten."""
    verdict = judge(journal(in_turn(accepted=["maintenance"])))

    (late,) = [reason for reason in verdict.reasons if reason.code == "mitigate-late"]
    mitigate = next(phase for phase in verdict.timing.phases if phase.id == "mitigate")
    clean = mitigate.note.rpartition("#")[2]
    assert mitigate.observed_s == pytest.approx(15 * 60 + (A - 9.0) * PACE, abs=0.5 * PACE)
    assert "budget 10m00s, 5m" in late.message
    assert f"late by #{clean};" in late.message
    assert late.events == [int(clean)]
    for name, cost in (("rollback", "3m00s"), ("redeploy", "7m00s"), ("maintenance", "5m00s")):
        assert late.message.count(f"{name} in effect at ") == 1
        assert f" at a cost of {cost}" in late.message.partition(f"{name} in effect")[2].partition(",")[0]


@pytest.mark.parametrize("accepted", [["maintenance"], ["hotfix"]])
def test_each_detour_is_named_once_with_its_cost(accepted: list[str]) -> None:
    """Whether the last one was right or not."""
    message = message_of(judge(journal(in_turn(accepted=accepted))), "mitigated")

    detours = message.partition("(after ")[2].partition("s)")[0]
    assert [detour.partition(" ")[0] for detour in detours.split("; ")] == ["rollback", "redeploy"]
    assert "which cost 3m00s; redeploy at " in detours
    assert detours.endswith("which cost 7m00")


def test_each_is_told_with_its_cost_where_none_helped() -> None:
    """The wrong ones by their own reasons, the others together."""
    wrong = [{"way": "redeploy", "reason": "same-bug-again", "because": "the bug is in the commit"}]
    rows = resampled(in_turn(wrong=wrong), lambda t: t < INJECTED, ENDED + LATER)

    reasons = {each.code: each for each in judge(journal(rows)).reasons if each.check == "mitigated"}

    assert reasons.keys() == {"same-bug-again", "not-mitigated"}
    assert "which cost 7m00s: the bug is in the commit" in reasons["same-bug-again"].message
    assert "went on after rollback at " in reasons["not-mitigated"].message
    assert "which cost 3m00s; maintenance at " in reasons["not-mitigated"].message
    assert len(reasons["not-mitigated"].events) == 2


def test_what_one_deployment_does_is_one_try() -> None:
    """A fix that came with another setting as well: both names, one cost."""
    run = without(in_turn(), "production.changed", deployment_id="d3")
    at, kind, fields = production(C - SEEN_S, "d3", "fixed", "deploy")
    both = {**fields, "changed": ["GEMINI_FALLBACK"], "knobs": {"GEMINI_FALLBACK": "true"}}

    tries = evidence([*run, (at, kind, both)]).tries

    assert [each.ways for each in tries] == [("rollback",), ("degraded-mode", "hotfix"), ("maintenance",)]
    assert [each.cost_s for each in tries] == pytest.approx([180, 420, 300], abs=0.2)


def test_a_request_that_is_answered_after_its_effect_begins_no_other() -> None:
    """An alias is set while it is asked for; what it cost goes on until the next request."""
    run = without(good_run(), "vendor.requested", method="POST")
    at, kind, fields = asked(9.85, "vercel", "POST", "/v2/deployments/d3/aliases")
    alias = [production(9.8, "d3", "bad", "alias"), (at, kind, {**fields, "duration_ms": 60.0})]
    rollback = asked(10.8, "vercel", "POST", "/v9/projects/p/rollback/d1", status=201)

    tries = evidence([*run, *alias, rollback]).tries

    assert [each.name for each in tries] == ["alias", "rollback"]
    assert [each.cost_s for each in tries] == pytest.approx([60, 60], abs=4)


def test_the_timeline_has_each_with_its_cost() -> None:
    """On the page and in the post-mortem, beside the event by which it took effect."""
    events = journal(in_turn(accepted=["maintenance"]))
    verdict = judge(events)
    assert verdict.drill is not None
    tried = {each.event: each for each in verdict.drill.tried}
    assert [each.ways for each in tried.values()] == [["rollback"], ["redeploy"], ["maintenance"]]

    report, written = page.render(verdict, events), postmortem.render(verdict, events)

    for seq, cost in zip(tried, ("3m00s", "7m00s", "5m00s"), strict=True):
        (line,) = [line for line in written.splitlines() if line.endswith(f"[#{seq}]") and "coût" in line]
        assert f"(coût : {cost})" in line
        (row,) = [row for row in report.split("<tr") if f'id="e{seq}"' in row]
        assert f"at a cost of {cost}" in row


def test_in_time_is_not_late() -> None:
    """Option A alone, which helps."""
    verdict = judge(journal(good_run()))

    assert "late" not in message_of(verdict, "budgets")
    assert next(each for each in verdict.checks if each.id == "budgets").outcome is Outcome.PASS
