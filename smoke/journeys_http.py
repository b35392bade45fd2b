"""The journeys by plain HTTP, without a browser: for drills that test themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fixtures.probes.journeys import PROBES, Finding, Site, Visitor, new_client, run_probe
from fixtures.target import Target
from reports.verdict import Attempt, Check, Outcome
from smoke import journeys

_NEEDS_USER = frozenset({"login", "dashboard"})


async def run(
    target: Target, password: str | None, headers: Mapping[str, str], tell: Callable[[Check], None]
) -> list[Check]:
    """Every journey once, one after the other; those that need a user are inconclusive without one."""
    email = target.login.email if target.login else ""
    site = Site(
        url=target.url,
        email=email,
        password=password or "",
        headers=dict(headers),
        words=target.words,
    )
    checks = []
    async with new_client(site) as client:
        visitor = Visitor(site, client)
        for name in PROBES:
            if name in _NEEDS_USER and not password:
                checks.append(_check(name, Outcome.INCONCLUSIVE, "no credentials configured", None, 0.0))
            else:
                checks.append(_of(await run_probe(name, visitor)))
            tell(checks[-1])
    return checks


def not_run(why: str) -> list[Check]:
    """Every journey, without a result."""
    return [
        Check(
            id=name,
            kind="journey",
            title=journeys.titles().get(name, name),
            outcome=Outcome.NOT_RUN,
            message=why,
        )
        for name in PROBES
    ]


def _of(finding: Finding) -> Check:
    outcome = Outcome.PASS if finding.ok else Outcome.FAIL
    error_class = None if finding.ok else ("http-5xx" if (finding.status or 0) >= 500 else "assertion")
    return _check(finding.probe, outcome, finding.error, error_class, finding.duration_ms)


def _check(name: str, outcome: Outcome, message: str, error_class: str | None, duration_ms: float) -> Check:
    attempt = Attempt(
        outcome=outcome, error_class=error_class, message=message, duration_ms=round(duration_ms, 1)
    )
    return Check(
        id=name,
        kind="journey",
        title=journeys.titles().get(name, name),
        outcome=outcome,
        message=message,
        attempts=[attempt],
    )
