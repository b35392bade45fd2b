"""What can be wrong beyond the pages: the deployment, its environment, its vendors, its evidence.

Each has the verdict that a careful person would give, and by which checks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import httpx

from fixtures.target import Writes
from reports.verdict import Result
from smoke.options import Options
from tests.smoke import odd_builds
from tests.smoke.ground import Ground

Breaks = Callable[[Ground], None]
PASS, FAIL, INCONCLUSIVE = Result.PASS, Result.FAIL, Result.INCONCLUSIVE
MUTATIONS: list[Mutation] = []
_OLD_S = 2 * 24 * 3600.0
_CLOSED = "http://127.0.0.1:9"


@dataclass(frozen=True)
class Mutation:
    """``red`` are the checks without a pass; the first one's message says ``said``.

    ``users`` are on the site meanwhile; ``in_suite``: the suite judges it, not only the proof.
    """

    name: str
    what: str
    breaks: Breaks
    verdict: Result
    red: tuple[str, ...]
    said: str
    users: int
    in_suite: bool


def mutation(
    verdict: Result, *red: str, said: str = "", users: int = 24, in_suite: bool = False
) -> Callable[[Breaks], Breaks]:
    """Note a function that breaks something, with what is to come of it; its docstring says what it is."""

    def noted(breaks: Breaks) -> Breaks:
        name, what = breaks.__name__.strip("_").replace("_", "-"), (breaks.__doc__ or "").rstrip(".")
        MUTATIONS.append(Mutation(name, what, breaks, verdict, red, said, users, in_suite))
        return breaks

    return noted


@mutation(PASS, in_suite=True)
def healthy(_: Ground) -> None:
    """Nothing is wrong."""


@mutation(FAIL, "log-errors", said="ETIMEDOUT")
def log_errors(ground: Ground) -> None:
    """Errors in the logs behind a fine front."""
    ground.deploy(odd_builds.Complains)


@mutation(FAIL, "quiz", "dashboard", said="the quiz ends in a post")
def hanging_api(ground: Ground) -> None:
    """The quiz's API hangs."""
    ground.deploy(odd_builds.Hangs)


@mutation(FAIL, "landing", said="Timeout")
def slow_page(ground: Ground) -> None:
    """A page that comes later than patience lasts."""
    ground.deploy(odd_builds.Slow)


@mutation(PASS)
def leisurely_page(ground: Ground) -> None:
    """A slow page within patience."""
    ground.deploy(odd_builds.Leisurely)


@mutation(FAIL, "log-errors", said="502", in_suite=True)
def one_502(ground: Ground) -> None:
    """The deployment's own function answers 502 once, then all is well: flaky, and an error in its logs."""
    ground.deploy(odd_builds.Stumbles)


@mutation(PASS)
def foreign_image(ground: Ground) -> None:
    """An image of a third party is down."""
    ground.deploy(odd_builds.ForeignNoise)


@mutation(FAIL, "error-rate", said="1.20%", users=0)
def high_rate(ground: Ground) -> None:
    """An error rate of 1.2 %, of an issue that is known."""
    _errors(ground, 12, 1000)


@mutation(PASS, users=0)
def low_rate(ground: Ground) -> None:
    """An error rate of 0.8 %, of an issue that is known."""
    _errors(ground, 8, 1000)


@mutation(PASS, users=0)
def sampled_rate(ground: Ground) -> None:
    """An error rate of 0.8 % where a tenth of the requests is traced."""
    _errors(ground, 80, 1000)
    ground.configure("sentry", traces_sample_rate=0.1)


@mutation(INCONCLUSIVE, "error-rate", said="fewer than the 50", users=0)
def few_events(ground: Ground) -> None:
    """No error in twelve requests."""
    _errors(ground, 0, 12)


@mutation(FAIL, "new-issues", said="boom", users=0)
def new_issue(ground: Ground) -> None:
    """An issue that nobody knew, at a low rate."""
    ground.requests(1000)
    ground.errors(1)


@mutation(INCONCLUSIVE, "identity", said="another deployment", in_suite=True)
def alias_moved(ground: Ground) -> None:
    """Another deployment goes live while the journeys run."""
    said = ground.on_line

    def on_line(line: str) -> None:
        said(line)
        if "landing" in line:
            ground.deploy(commit="0dd0a1a")

    ground.on_line = on_line


@mutation(FAIL, "reachable", said="fea7u2e5")
def stale_deployment(ground: Ground) -> None:
    """Not the commit is live that was to be."""
    ground.options = Options(expect_commit="fea7u2e5")
    ground.change(budgets=ground.target.budgets.model_copy(update={"ready_s": 1.0}))


@mutation(INCONCLUSIVE, "identity", said="Vercel")
def unproven_deployment(ground: Ground) -> None:
    """A commit is expected, and Vercel does not say which one is live; a wish for advice does not help."""
    ground.options = Options(expect_commit=ground.commit)
    waived = dict.fromkeys(("identity", "log-errors", "error-rate", "new-issues"), "advise")
    ground.change(vercel=None, checks=waived)


@mutation(PASS)
def expected_deployment(ground: Ground) -> None:
    """The commit is live that was to be."""
    ground.options = Options(expect_commit=ground.commit)


@mutation(INCONCLUSIVE, "identity", "log-errors", said="Vercel")
def vercel_silent(ground: Ground) -> None:
    """Vercel's API does not answer."""
    ground.configure("vercel", api=_CLOSED)


@mutation(INCONCLUSIVE, "error-rate", "new-issues", said="401")
def sentry_refuses(ground: Ground) -> None:
    """Sentry refuses the token."""
    ground.env["FIREDRILL_SENTRY_TOKEN"] = "revoked"


@mutation(INCONCLUSIVE, "error-rate", "new-issues", said="not configured")
def sentry_missing(ground: Ground) -> None:
    """Sentry is not configured."""
    ground.change(sentry=None)


@mutation(PASS, "error-rate", "new-issues", said="not configured")
def sentry_waived(ground: Ground) -> None:
    """Sentry is not configured, and its checks only advise."""
    ground.change(sentry=None, checks={"error-rate": "advise", "new-issues": "advise"})


@mutation(PASS, "vendor-status", said="Database unavailable")
def vendor_outage(ground: Ground) -> None:
    """Supabase's status page tells of an outage, and the site is well."""
    ground.world.supabase_status.open_incident("Database unavailable", "We are looking into it.")


@mutation(FAIL, "dashboard", "log-errors", said="500")
def database_down(ground: Ground) -> None:
    """The database cannot be reached."""
    ground.world.call(ground.world.proxy.down())


@mutation(FAIL, "dashboard", said="429")
def rate_limited(ground: Ground) -> None:
    """The rate limit of one a minute is used up."""
    ground.deploy(RATE_LIMIT_PERSIST_LOGIN="1")
    name, _, value = ground.env["FIREDRILL_CLIENT_HEADER"].partition(": ")
    httpx.post(f"{ground.world.url}/persist-on-login", headers={name: value}, json={}, trust_env=False)


@mutation(FAIL, "landing", "quiz", "login", "dashboard", said="503")
def maintenance(ground: Ground) -> None:
    """Maintenance mode is on."""
    ground.deploy(MAINTENANCE_MODE="true")


@mutation(FAIL, "login", "session", said="shows its heading")
def wrong_password(ground: Ground) -> None:
    """The smoke user's password is refused."""
    ground.env["SMOKE_PASSWORD"] = "not-the-one"


@mutation(INCONCLUSIVE, "login", "dashboard", "session", said="SMOKE_PASSWORD")
def no_password(ground: Ground) -> None:
    """The smoke user's password is not configured."""
    del ground.env["SMOKE_PASSWORD"]


@mutation(FAIL, "session", said="still accepted", in_suite=True)
def session_stays(ground: Ground) -> None:
    """A session that was ended is still accepted."""
    ground.world.supabase.sessions.revoke = lambda *_: None  # type: ignore[method-assign]


@mutation(PASS)
def own_address(ground: Ground) -> None:
    """The gate comes from one address, under the site's default rate limit."""
    ground.change(client_header_env=None)


@mutation(PASS, "dashboard", said="read-only", in_suite=True)
def read_only(ground: Ground) -> None:
    """Production, where the gate may not write."""
    ground.change(writes=Writes(allowed=False))


def _errors(ground: Ground, errors: int, requests: int) -> None:
    """So many errors in so many requests, of an issue from before the deployment."""
    ground.errors(1, ago_s=_OLD_S)
    ground.requests(requests)
    ground.errors(errors)
