"""The judge of load, on simulated queues whose truth is known: what it says of each, 200 runs a cell."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Any

from load.finding import Finding
from tests.load.queue_model import QueueModel, judge_fix, reproduce

TITLE = "the judge of a full pool errs in at most 1 % of the runs, whatever the rhythm"
RUNS = 200
RHYTHMS = {
    "constant": ("constant", "constant"),
    "exponential-hold": ("constant", "exponential"),
    "poisson": ("poisson", "constant"),
    "poisson-exponential": ("poisson", "exponential"),
}
TIMEOUTS_S = (1.0, 5.0)
# Connections, and the answers that would be wrong. 15 is the old pool: before a fix, and as one.
STATES = {
    "before-15": {"NOT REPRODUCED"},
    "after-15": {"FIXED"},
    "after-16": {"FIXED"},
    "after-18": {"FIXED"},
    "after-30": {"NOT FIXED", "PARTIAL"},
}
# The rhythm of verdicts also tells a fix that helps a little from none; at random that would take minutes.
STRICT = {"after-15": {"PARTIAL"}, "after-16": {"NOT FIXED"}, "after-18": {"NOT FIXED"}}


def cases() -> list[str]:
    """Each rhythm, time-out and true state."""
    return [f"{r}-{t:g}s-{s}" for r, t, s in itertools.product(RHYTHMS, TIMEOUTS_S, STATES)]


def what(case: str) -> str:
    """In words."""
    rhythm, timeout_s, state = _parts(case)
    arrivals, hold = RHYTHMS[rhythm]
    role, servers = state.split("-")
    asked = "does it reproduce" if role == "before" else "is it fixed"
    return f"{servers} connections, {asked}; {arrivals} arrivals, {hold} hold, time-out {timeout_s:g} s"


def run(case: str) -> tuple[bool, str]:
    """Two hundred runs of one cell."""
    rhythm, timeout_s, state = _parts(case)
    arrivals, hold = RHYTHMS[rhythm]
    role, servers = state.split("-")
    answers: Counter[str] = Counter()
    lengths_s: list[float] = []
    for seed in range(RUNS):
        made: dict[str, Any] = {"hold": hold, "timeout_s": timeout_s, "seed": seed}
        told: dict[str, Any] = {"arrivals": arrivals, "seed": seed}
        model = QueueModel(int(servers), **made)
        if role == "before":
            answers[reproduce(model, **told).answer] += 1
        else:
            # What a right first arm found, give or take what it may be off by.
            off = 1 + (seed % 5 - 2) / 100
            before = Finding(answer="REPRODUCED", because="", capacity_per_s=60 * off, share=0.1525)
            answers[judge_fix(model, before, **told).answer] += 1
        lengths_s.append(sum(step.at_s for step in model.steps))
    wrong_ones = STATES[state] | (STRICT.get(state, set()) if rhythm == "constant" else set())
    wrong = sum(answers[answer] for answer in wrong_ones)
    counted = ", ".join(f"{answer} {count}" for answer, count in answers.most_common())
    median = sorted(lengths_s)[RUNS // 2]
    return wrong <= RUNS // 100, f"{counted}; {median:.1f} s of load (median), at most {max(lengths_s):.0f} s"


def _parts(case: str) -> tuple[str, float, str]:
    rhythm, timeout, role, servers = case.rsplit("-", 3)
    return rhythm, float(timeout.removesuffix("s")), f"{role}-{servers}"
