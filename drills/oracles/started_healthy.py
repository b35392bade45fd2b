"""Was the site healthy before anything was broken?"""

from __future__ import annotations

from drills.case import Seen
from drills.oracle import Evidence, Finding, Problem
from drills.sightings import passed
from fixtures.probes.journeys import PROBES
from reports.facts.fault import FaultArmed
from reports.facts.responder import GateEnded
from reports.facts.samples import ProbeSampled
from reports.journal import facts

TITLE = "The site was healthy before the fault"
REF = ""
PHASE = "run"
NEEDED_BY_ALL = True


def judge(evidence: Evidence) -> Finding:
    """A gate of the harness passed, and every probe's last sample was good."""
    case = evidence.case
    gates = [(event, fact) for event, fact in facts(case.events, GateEnded) if fact.actor == "harness"]
    if not gates:
        return Finding.unclear(Problem("health-unknown", "no gate was run before the fault was injected"))
    event, gate = gates[-1]
    if not passed(gate):
        why = f" ({', '.join(gate.reasons)})" if gate.reasons else ""
        message = f"before the fault the gate said {gate.verdict}{why}, expected PASS (#{event.seq})"
        return Finding.unclear(Problem("not-healthy-at-start", message, (event.seq,)))
    armed = case.first(FaultArmed)
    if case.injected is None or armed is None:
        return Finding.unclear(Problem("no-fault-injected", "no fault was injected"))
    last = {
        sample.probe: (seen, sample)
        for seen, sample in facts(case.events, ProbeSampled)
        # One that was still running then may have seen the fault already.
        if sample.usable and seen.mono_s + sample.duration_ms / 1000 < armed.mono_s
    }
    problems = [problem for probe in PROBES if (problem := _problem(probe, last.get(probe)))]
    if problems:
        return Finding.unclear(*problems)
    return Finding.holds(f"the gate passed (#{event.seq}) and every probe was good before the fault")


def _problem(probe: str, last: Seen[ProbeSampled] | None) -> Problem | None:
    if last is None:
        return Problem("health-unknown", f"probe {probe} had no usable sample before the fault")
    event, sample = last
    if sample.ok:
        return None
    message = f"probe {probe} failed before the fault: {sample.error} (#{event.seq})"
    return Problem("not-healthy-at-start", message, (event.seq,))
