"""From findings to the one verdict that every report is made of."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from fixtures import interruption
from load.finding import Answer, Finding
from load.incident import Incident
from load.knobs import LIMIT, WHITELIST
from load.limiter_model import refused
from load.plan import CAMPAIGN, Plan
from load.series import draw
from load.subjects import WORLD
from reports.load_record import Arm, Load
from reports.run import RunFolder
from reports.verdict import Check, Outcome, Reason, Result, Target, Timing, Verdict, merge

JOB = "load"
_OUTCOMES: Mapping[Answer, Outcome] = {
    "REPRODUCED": Outcome.PASS,
    "NOT REPRODUCED": Outcome.FAIL,
    "FIXED": Outcome.PASS,
    "PARTIAL": Outcome.FAIL,
    "NOT FIXED": Outcome.FAIL,
    "INCONCLUSIVE": Outcome.INCONCLUSIVE,
}
_TITLES = {"run": "{} is reproduced", "before": "Before: {} is reproduced", "after": "After: {} is fixed"}
_ACTIONS: Mapping[Answer, str] = {
    "REPRODUCED": "verify-fix",
    "NOT REPRODUCED": "look-elsewhere",
    "FIXED": "deploy-fix",
    "PARTIAL": "extend-fix",
    "NOT FIXED": "discard-fix",
}
# Locust's own reports; one that was ended at once leaves only some of them.
_KEPT = {
    "locust.html": "report",
    "locust_stats.csv": "statistics",
    "locust_stats_history.csv": "statistics over time",
    "locust_failures.csv": "failures",
    "locust_exceptions.csv": "exceptions",
    "locust.log": "log",
}


@dataclass(frozen=True)
class Judged:
    """One arm: what was planned, where it is stored, and what it found."""

    plan: Plan
    folder: Path
    finding: Finding


def verdict(
    incident: Incident,
    target: Target,
    run_folder: Path,
    arms: Sequence[Judged],
    *,
    asked: Mapping[str, Mapping[str, str]],
    started_at: datetime,
    used_s: float,
    interrupted: bool = False,
) -> Verdict:
    """``asked`` are the arms that there should be, with their settings; of ``arms``, no file may still grow.

    Without ``before`` reproduced, nothing is proven.
    """
    kept = RunFolder(run_folder)
    checks = [_check(incident, arm, kept, alone="run" in asked) for arm in arms]
    reasons = [
        Reason(
            code=arm.finding.answer.lower().replace(" ", "-"),
            check=arm.plan.arm,
            message=_reason(arm),
            runbook_ref=incident.runbook_ref,
        )
        for arm, check in zip(arms, checks, strict=True)
        if check.outcome is not Outcome.PASS
    ]
    missing = [name for name in asked if name not in {arm.plan.arm for arm in arms}]
    checks += [
        Check(
            id=name,
            kind="load",
            title=_TITLES[name].format(incident.id),
            outcome=Outcome.NOT_RUN,
            message="not run",
        )
        for name in missing
    ]
    if interrupted:
        why = interruption.told("interrupted before it was done")
        reasons.insert(0, Reason(code=interruption.code(), message=why))
    merged = Result.INCONCLUSIVE if missing or interrupted else merge(checks)
    return Verdict(
        run_id=run_folder.name,
        job=JOB,
        started_at=started_at,
        verdict=merged,
        reasons=reasons,
        target=target,
        timing=Timing(used_s=used_s),
        checks=checks,
        expected_checks=list(asked),
        executed_checks=[arm.plan.arm for arm in arms],
        load=Load(
            incident=incident.id,
            title=incident.title,
            request=incident.request,
            band=incident.band,
            fixed_below=incident.fixed_below,
            slower_than_s=incident.symptom.slower_than_s,
            asked={name: dict(settings) for name, settings in asked.items()},
            command=command(incident, target, asked, run_folder.name, arms[-1].plan if arms else None),
            arms=[_arm(incident, arm) for arm in arms],
            prediction=_prediction(incident, arms[-1].plan) if arms else "",
        ),
        suggested_action=_action(merged, arms),
        tool_versions={"locust": version("locust"), "firedrill": version("firedrill")},
    )


def _reason(arm: Judged) -> str:
    name = {"run": "the incident", "before": "before", "after": "after"}[arm.plan.arm]
    return f"{name}: {arm.finding.answer}: {arm.finding.because}"


def _action(merged: Result, arms: Sequence[Judged]) -> str:
    """What to do next (`reports.next_step`)."""
    answer = arms[-1].finding.answer if arms else "INCONCLUSIVE"
    if merged is Result.INCONCLUSIVE:
        return "reproduce-first" if answer == "NOT REPRODUCED" else "load-again"
    return _ACTIONS[answer]


def _check(incident: Incident, arm: Judged, kept: RunFolder, *, alone: bool) -> Check:
    outcome = _OUTCOMES[arm.finding.answer]
    if outcome is Outcome.FAIL and arm.plan.arm == "before" and not alone:
        outcome = Outcome.INCONCLUSIVE  # a fix of what was not broken proves nothing
    low, high = incident.band
    return Check(
        id=arm.plan.arm,
        kind="load",
        title=_TITLES[arm.plan.arm].format(incident.id),
        outcome=outcome,
        message=f"{arm.finding.answer}: {arm.finding.because}",
        runbook_ref=incident.runbook_ref,
        observed=round(arm.finding.share, 4) if arm.finding.sample else None,
        threshold=f"{low:g} to {high:g}"
        if arm.plan.question == "reproduced"
        else f"below {incident.fixed_below:g}",
        sample_size=arm.finding.sample,
        artifacts=[
            kept.artifact(f"{arm.folder.name}/{name}", title=f"Locust's {title}")
            for name, title in _KEPT.items()
            if (arm.folder / name).is_file()
        ],
    )


def _arm(incident: Incident, arm: Judged) -> Arm:
    told = {name: value for name, value in arm.finding.model_dump().items() if name in Arm.model_fields}
    made = Arm.model_validate({**told, "name": arm.plan.arm, "settings": dict(arm.plan.settings)})
    return made.drawn(*draw(arm.folder, incident))


def command(
    incident: Incident,
    target: Target,
    asked: Mapping[str, Mapping[str, str]],
    run_id: str,
    plan: Plan | None,
) -> str:
    """How the same is run again; without a plan, as long and as even as by default."""
    words = ["firedrill", "load", "run" if "run" in asked else "verify", incident.id]
    if target.env != WORLD:
        words += ["--url", target.url, *(["--against", run_id] if "before" in asked else [])]
    elif "before" in asked:
        before, after = asked["before"], asked.get("after", {})  # a killed run never came to say it
        turned = {name: value for name, value in after.items() if before.get(name) != value} or after
        for option, settings in (("--before", before), ("--after", turned)):
            words += [word for name, value in settings.items() for word in (option, f"{name}={value}")]
    if plan is not None:
        words += ["--full"] if plan.full else []
        words += ["--poisson", "--seed", str(plan.seed)] if plan.arrivals == "poisson" else []
        words += ["--max-s", f"{plan.max_s:g}"] if plan.max_s != incident.max_s else []
    return shlex.join(words)


def _prediction(incident: Incident, plan: Plan) -> str:
    """What the steady state will be, where only a burst was judged."""
    if incident.burst is None or plan.full or LIMIT not in plan.settings:
        return ""
    rate = incident.burst.per_minute
    if CAMPAIGN in plan.settings.get(WHITELIST, "").split(","):
        return f"steady state, predicted: at {rate:g} users a minute the whitelisted address loses nobody"
    share = refused(int(plan.settings[LIMIT]), rate)
    return (
        f"steady state, predicted: a limit of {plan.settings[LIMIT]} still refuses {share:.1%} "
        f"of {rate:g} users a minute behind one address (--full measures it)"
    )


def unfinished(folder: RunFolder, target: Target) -> Verdict:
    """What stands in the run folder until it is done, also if it never is."""
    return Verdict(
        run_id=folder.run_id,
        job=JOB,
        started_at=datetime.now(UTC),
        verdict=Result.INCONCLUSIVE,
        reasons=[Reason(code="not-finished", message="this run did not come to its end")],
        target=target,
        timing=Timing(used_s=0),
    )
