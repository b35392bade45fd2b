"""What a careful person would say of each build of Scribely."""

from __future__ import annotations

from dataclasses import dataclass

from reports.verdict import Result
from tests.smoke.other_site import builds
from tests.smoke.other_site.site import OtherSite

PASS, FAIL, INCONCLUSIVE = Result.PASS, Result.FAIL, Result.INCONCLUSIVE


@dataclass(frozen=True)
class Variant:
    """``red`` are the checks of the site that do not pass; the first one's message says ``said``.

    ``may_be_red`` says of others that either is right, ``flaky`` of which that they pass on their second
    attempt. Evidence, of which this site has none, is left out.
    """

    build: type[OtherSite]
    verdict: Result
    red: tuple[str, ...] = ()
    said: str = ""
    flaky: tuple[str, ...] = ()
    may_be_red: tuple[str, ...] = ()
    in_suite: bool = False

    @property
    def name(self) -> str:
        """The build's."""
        return self.build.__name__


JOURNEYS = ("landing", "quiz", "login", "anonymous", "dashboard")
# Where nobody could be seen to log in there is no session to tidy up with, or to end.
_NO_SESSION = ("dashboard", "cleanup", "session")
# Neither a draft that cannot be seen nor the session of a journey that broke off can be called tidied up.
_UNTIDY = ("cleanup", "session")
VARIANTS = (
    Variant(OtherSite, PASS),
    # Signing out leads to the landing page, so what is wrong there is met again.
    Variant(builds.LandingBroken, FAIL, ("landing", "login", "dashboard"), "GET /welcome answered 500"),
    Variant(builds.LandingBlank, FAIL, ("landing",), "shows its heading"),
    Variant(builds.StartDead, FAIL, ("landing",), "does nothing"),
    Variant(builds.StylesMissing, FAIL, JOURNEYS, "GET /site.css answered 404"),
    Variant(
        builds.ScriptFails,
        FAIL,
        ("landing",),
        "uncaught in the page",
        may_be_red=("login", "dashboard"),
    ),
    Variant(builds.DraftHangs, FAIL, ("quiz", "dashboard"), "the quiz ends in a post"),
    Variant(builds.DraftLeisurely, PASS),
    Variant(builds.DraftSame, FAIL, ("quiz",), "the same post whatever the answers", in_suite=True),
    Variant(builds.SignInLoops, FAIL, ("login", *_NO_SESSION), "the dashboard shows its heading"),
    Variant(
        builds.AnybodyEnters,
        FAIL,
        ("login",),
        "refuses a wrong password",
        may_be_red=("session",),
    ),
    Variant(builds.RefusesInCode, FAIL, ("login",), "refuses a wrong password"),
    Variant(
        builds.OthersDrafts,
        FAIL,
        ("dashboard",),
        "the pending post is on the dashboard",
        may_be_red=_UNTIDY,
        in_suite=True,
    ),
    Variant(builds.WrongOwner, FAIL, ("login", *_NO_SESSION), "the dashboard is the one of"),
    Variant(
        builds.DraftLost, FAIL, ("dashboard",), "the pending post is on the dashboard", may_be_red=_UNTIDY
    ),
    Variant(
        builds.DraftCut, FAIL, ("dashboard",), "the pending post is on the dashboard", may_be_red=_UNTIDY
    ),
    Variant(builds.StoreLimited, FAIL, ("dashboard",), "POST /drafts answered 429", may_be_red=_UNTIDY),
    Variant(builds.DeleteDead, PASS, ("cleanup",), "1 posts with the gate's mark stay", in_suite=True),
    Variant(builds.SignOutDead, FAIL, ("login", "session"), "the login page shows its button"),
    Variant(builds.SignsOutEverywhere, PASS, in_suite=True),
    Variant(builds.RevokedSessionLoops, FAIL, ("login",), "with a session that has been ended elsewhere"),
    Variant(builds.DraftRefuses, FAIL, ("quiz", "dashboard"), "of at least 20 letters, but it has"),
    Variant(builds.Slow, FAIL, ("quiz", "landing", "dashboard"), "Timeout 4000ms exceeded"),
    Variant(builds.OneBlip, PASS, flaky=("landing",), in_suite=True),
    Variant(builds.FirstBlip, PASS, flaky=("landing",)),
    Variant(builds.StaysUnavailable, FAIL, ("landing", "quiz", "dashboard"), "answered 503"),
    Variant(builds.ThirdPartyDown, PASS),
    Variant(builds.PictureDown, PASS),
    Variant(builds.FactsDown, PASS),
    Variant(
        builds.LeadsToForeignDoor,
        INCONCLUSIVE,
        ("reachable", *JOURNEYS, "session"),
        "leads to localhost",
    ),
    Variant(builds.BehindForeignDoor, PASS),
    Variant(
        builds.SecretChanged,
        INCONCLUSIVE,
        ("reachable", *JOURNEYS, "session"),
        "did not take the secret",
        in_suite=True,
    ),
)
