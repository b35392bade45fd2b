"""Loads: a fix that ends the incident, one that only helps, one of a burst, and some that prove nothing."""

from __future__ import annotations

from typing import Any

from reports.load_record import Arm, Bucket, Load, Quantiles
from reports.verdict import Artifact, Check, Outcome, Reason, Result, Target, Timing, Verdict
from tests.reports.story import NOON

SHA = "0f" * 32
POOL = "Persist-on-login fails: the connection pool is full"
_OUTCOMES = {
    "REPRODUCED": Outcome.PASS,
    "FIXED": Outcome.PASS,
    "PARTIAL": Outcome.FAIL,
    "NOT FIXED": Outcome.FAIL,
    "NOT REPRODUCED": Outcome.INCONCLUSIVE,
    "INCONCLUSIVE": Outcome.INCONCLUSIVE,
}


def broken_pool(**changes: Any) -> Arm:
    """Before the fix: 15.3 % fail, after two seconds in which the queue was filled."""
    filling = [bucket(at_s / 2, 294, 117, 0, 400 + 80 * at_s) for at_s in range(4)]
    full = [bucket(2 + at_s / 2, 138, 117, 21, 1000) for at_s in range(12)]
    fields: dict[str, Any] = {
        "name": "before",
        "settings": {"DB_POOL_SIZE": "15"},
        "answer": "REPRODUCED",
        "because": "15.3% of 1004 failed (95 %: 12.9% to 17.9%); the incident's band is 10% to 20%",
        "rate_per_s": 138.06,
        "capacity_per_s": 117.0,
        "sample": 1004,
        "failures": 154,
        "share": 0.1534,
        "low": 0.129,
        "high": 0.179,
        "dispersion": 1.21,
        "deficit": 0.152,
        "latency_ms": Quantiles(p50=998, p95=1010, p99=1066.4),
        "service_ms": Quantiles(p50=997, p95=1009, p99=1065),
        "lag_ms": Quantiles(p50=0.4, p95=2.1, p99=8.25),
        "late": 0.001,
        "judged_s": 8.0,
        "filling_s": 2.0,
        "bucket_s": 0.5,
        "buckets": [*filling, *full],
    }
    return Arm(**(fields | changes))


def larger_pool(**changes: Any) -> Arm:
    """After the fix: nobody fails, and everybody is fast."""
    fields: dict[str, Any] = {
        "name": "after",
        "settings": {"DB_POOL_SIZE": "30"},
        "answer": "FIXED",
        "because": "0.0% of 412 failed (95 %: 0.0% to 0.9%), and the queue does not grow",
        "rate_per_s": 165.0,
        "sample": 412,
        "failures": 0,
        "share": 0.0,
        "low": 0.0,
        "high": 0.009,
        "latency_ms": Quantiles(p50=128, p95=140, p99=151),
        "service_ms": Quantiles(p50=127, p95=139, p99=150),
        "lag_ms": Quantiles(p50=0.4, p95=1.9, p99=5.5),
        "judged_s": 2.5,
        "bucket_s": 0.5,
        "buckets": [bucket(at_s / 2, 165, 164, 0, 128) for at_s in range(5)],
    }
    return Arm(**(fields | changes))


def bucket(at_s: float, sent: float, served: float, failed: float, p50: float | None) -> Bucket:
    """Half a second of an arm, its latency in milliseconds."""
    found = None if p50 is None else Quantiles(p50=p50, p95=p50 * 1.1, p99=p50 * 1.2)
    return Bucket(at_s=at_s, sent_per_s=sent, served_per_s=served, failed_per_s=failed, latency_ms=found)


def load_verdict(result: Result, arms: list[Arm], **changes: Any) -> Verdict:
    """A verdict on the pool over these arms; those of a proof unless told otherwise."""
    load: dict[str, Any] = {
        "incident": "pool-exhaustion",
        "title": POOL,
        "request": "POST /persist-on-login",
        "band": (0.1, 0.2),
        "asked": {"before": {"DB_POOL_SIZE": "15"}, "after": {"DB_POOL_SIZE": "30"}},
        "command": "firedrill load verify pool-exhaustion --before DB_POOL_SIZE=15 --after DB_POOL_SIZE=30",
    } | {name: changes.pop(name) for name in Load.model_fields if name in changes}
    checks = [
        Check(
            id=arm.name,
            kind="load",
            title={"before": "Before: reproduced", "after": "After: fixed"}.get(arm.name, "Reproduced"),
            outcome=_OUTCOMES[arm.answer],
            message=f"{arm.answer}: {arm.because}",
            runbook_ref="2.2",
            observed=arm.share,
            threshold="0.1 to 0.2",
            sample_size=arm.sample,
            artifacts=[Artifact(path=f"{arm.name}/locust.html", sha256=SHA, title="Locust's report")],
        )
        for arm in arms
    ]
    checks += [
        Check(id=name, kind="load", title="After: fixed", outcome=Outcome.NOT_RUN, message="not run")
        for name in load["asked"]
        if name not in {arm.name for arm in arms}
    ]
    fields: dict[str, Any] = {
        "run_id": "20261123T120000Z-pool-exhaustion",
        "job": "load",
        "started_at": NOON,
        "verdict": result,
        "target": Target(url="http://127.0.0.1:40001", env="world", commit="c27e5f0"),
        "timing": Timing(used_s=11.6),
        "checks": checks,
        "expected_checks": list(load["asked"]),
        "executed_checks": [arm.name for arm in arms],
        "reasons": [
            Reason(
                code=arm.answer.lower().replace(" ", "-"),
                check=arm.name,
                message=f"{arm.name}: {arm.answer}: {arm.because}",
                runbook_ref="2.2",
            )
            for arm in arms
            if _OUTCOMES[arm.answer] is not Outcome.PASS
        ],
        "load": Load(**load, arms=arms),
        "tool_versions": {"locust": "2.44.0", "firedrill": "0.1.0"},
    }
    return Verdict(**(fields | changes))


def load_of(verdict: Verdict) -> Load:
    """What a verdict says of its load."""
    assert verdict.load
    return verdict.load


def proven_fix() -> Verdict:
    """Reproduced before, fixed after."""
    return load_verdict(Result.PASS, [broken_pool(), larger_pool()], suggested_action="deploy-fix")


def partial_fix() -> Verdict:
    """One connection more than before, and the figures that go with it."""
    because = "at the incident's rate 9.6% (± 1.2%) would still fail, after 15.3% before"
    after = larger_pool(
        settings={"DB_POOL_SIZE": "16"},
        answer="PARTIAL",
        because=because,
        failures=60,
        share=0.1456,
        low=0.11,
        high=0.18,
        capacity_per_s=124.8,
        deficit=0.24,
        remaining=0.0958,
        buckets=[bucket(at_s / 2, 165, 125, 40 * (at_s > 1), None if at_s < 1 else 995) for at_s in range(5)],
    )
    asked = {"before": {"DB_POOL_SIZE": "15"}, "after": {"DB_POOL_SIZE": "16"}}
    command = "firedrill load verify pool-exhaustion --before DB_POOL_SIZE=15 --after DB_POOL_SIZE=16"
    arms = [broken_pool(), after]
    return load_verdict(Result.FAIL, arms, asked=asked, command=command, suggested_action="extend-fix")


def higher_limit() -> Verdict:
    """A burst of fifteen behind one address: all are sent at once, and one bucket holds them all."""
    before = {"RATE_LIMIT_PERSIST_LOGIN": "10", "WHITELIST_IPS": ""}
    after = {"RATE_LIMIT_PERSIST_LOGIN": "20", "WHITELIST_IPS": ""}
    bare: dict[str, Any] = {"rate_per_s": None, "capacity_per_s": None, "deficit": None, "filling_s": 0.0}
    arms = [
        broken_pool(
            **bare,
            settings=before,
            because="5 of 15 users behind one address were refused (33.3%)",
            sample=15,
            failures=5,
            share=1 / 3,
            bucket_s=0.1,
            buckets=[bucket(0, 150, 100, 50, 30)],
        ),
        larger_pool(
            **bare,
            settings=after,
            because="0 of 15 users behind one address were refused (0.0%), and 20 of 60 requests "
            "of an abuser were let through",
            sample=15,
            bucket_s=0.1,
            buckets=[bucket(0, 150, 150, 0, 30)],
        ),
    ]
    return load_verdict(
        Result.PASS,
        arms,
        incident="rate-limit",
        title="Legitimate users get 429: the rate limit is too aggressive",
        band=(0.1, 1.0),
        asked={"before": before, "after": after},
        command="firedrill load verify rate-limit",
        prediction="steady state, predicted: a limit of 20 still refuses 4.6% of 15 users a minute behind "
        "one address (--full measures it)",
        suggested_action="deploy-fix",
    )


def faster_dashboard() -> Verdict:
    """What is counted is slowness: nothing fails in either arm."""
    slow = "38.3% of 120 took over 1 s (95 %: 30.1% to 47.3%); the incident's band is 5% or more"
    return load_verdict(
        Result.PASS,
        [
            broken_pool(because=slow, sample=120, failures=46, share=46 / 120, capacity_per_s=None),
            larger_pool(because="0.0% of 400 took over 1 s (95 %: 0.0% to 1.0%)", sample=400),
        ],
        incident="slow-ux",
        title="The dashboard is slow (p95 below 5 s)",
        request="GET /dashboard",
        band=(0.05, 1.0),
        fixed_below=0.05,
        slower_than_s=1.0,
        asked={"before": {"BUILD": "slow-dashboard"}, "after": {"BUILD": "stable"}},
        command="firedrill load verify slow-ux",
        suggested_action="deploy-fix",
    )


def unreproduced() -> Verdict:
    """The pool is large already, so the fix was never loaded."""
    before = broken_pool(
        answer="NOT REPRODUCED", because="0.0% of 400 failed, and the queue does not grow", share=0.0
    )
    return load_verdict(Result.INCONCLUSIVE, [before], suggested_action="reproduce-first")


def never_begun() -> Verdict:
    """Ctrl-C came before the first request."""
    return load_verdict(
        Result.INCONCLUSIVE,
        [],
        reasons=[Reason(code="interrupted", message="interrupted before it was done")],
        suggested_action="load-again",
    )


LOADS = {
    "load-pass": proven_fix(),
    "load-fail": partial_fix(),
    "load-burst": higher_limit(),
    "load-slow": faster_dashboard(),
    "load-open": unreproduced(),
    "load-none": never_begun(),
}
