"""The gate on a site of another make, by configuration alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from fixtures.config import load
from fixtures.target import Target
from reports.verdict import Outcome, Result, Verdict
from smoke import journeys, marks
from tests.smoke.judging import check, judge, outcomes
from tests.smoke.other_site.builds import SignsOutEverywhere
from tests.smoke.other_site.people import NEIGHBOUR
from tests.smoke.other_site.site import OtherSite
from tests.smoke.other_site.variants import JOURNEYS, VARIANTS, Variant

RUN = "20261123T090601Z-abc123"
KILLED = "20260101T000000Z-dead00"
# Scribely has neither logs nor Sentry; what the gate says of those is no part of a variant's verdict.
_OF_THE_SITE = ("http", "journey", "housekeeping")


def target_of(site: OtherSite, folder: Path, name: str = "scribely") -> Target:
    """What its firedrill.toml says."""
    path = folder / "firedrill.toml"
    path.write_text(site.toml_of(name), encoding="utf-8")
    return load(path).target[name]


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[OtherSite, Verdict]]:
    """The healthy site after one run of the gate, with what a killed run had left there before."""
    folder = tmp_path_factory.mktemp("judged")
    with OtherSite() as site:
        site.add("by hand")
        site.add(f"killed {marks.marker(KILLED)}")
        yield site, judge(target_of(site, folder), folder / RUN, env=site.env)


def test_it_passes_and_nothing_of_the_gate_stays(judged: tuple[OtherSite, Verdict]) -> None:
    """Other words, paths, roles, language, login, protection; what is not the gate's stays."""
    site, verdict = judged

    assert outcomes(verdict) == dict.fromkeys(JOURNEYS, "pass"), verdict.checks
    assert verdict.verdict is Result.PASS, verdict.reasons
    assert check(verdict, "session").outcome is Outcome.PASS, check(verdict, "session")
    assert check(verdict, "cleanup").message == "2 posts removed"
    assert site.posts() == ["by hand"]
    assert len(site.posts(NEIGHBOUR)) == 1
    assert site.sessions == set()
    assert site.crashes == []


def test_the_user_logged_in_seldom(judged: tuple[OtherSite, Verdict]) -> None:
    """The one session of all journeys, the login journey's, and that of the post that waited for it."""
    site, _ = judged

    given = [parse_qs(asked.body)["passphrase"] for asked in site.seen if str(asked) == "POST /session"]
    assert given.count([site.passphrase]) == 3
    assert len(given) == 4, "and once with a wrong one"


def test_the_post_carried_the_run(judged: tuple[OtherSite, Verdict]) -> None:
    """In the browser's own form, at the end of its text."""
    site, _ = judged

    stored = [parse_qs(asked.body)["text"] for asked in site.seen if str(asked) == "POST /drafts"]
    assert len(stored) == 1
    assert stored[0][0].endswith(f"who don't have all day. {marks.marker(RUN)}")


def test_every_request_is_of_the_run(judged: tuple[OtherSite, Verdict]) -> None:
    """Pages, styles, forms, what scripts ask for and beacons: one agent, one trace."""
    site, _ = judged

    assert {"POST /telemetry", "GET /site.css", "POST /api/draft"} <= {str(asked) for asked in site.seen}
    for asked in site.seen:
        assert asked.headers["user-agent"].endswith(f"firedrill-gate/{RUN}"), asked
        assert asked.headers["traceparent"].startswith(f"00-{marks.trace_id(RUN)}-"), asked
        assert asked.headers["sentry-trace"].startswith(f"{marks.trace_id(RUN)}-"), asked


def test_the_secret_is_seen_once_before_the_browser_comes(judged: tuple[OtherSite, Verdict]) -> None:
    """By the site itself, in one request; from then on the cookie is enough."""
    site, _ = judged

    assert site.told(site.bypass) == [f"GET {site.url}/welcome"]
    with_secret = next(at for at, asked in enumerate(site.seen) if asked.holds(site.bypass))
    of_browser = [at for at, asked in enumerate(site.seen) if "sec-fetch-mode" in asked.headers]
    assert with_secret < of_browser[0]


def test_the_third_party_sees_an_ordinary_visitor(judged: tuple[OtherSite, Verdict]) -> None:
    """Its picture and its fact are asked for, and nothing of ours comes along."""
    site, _ = judged

    assert {asked.path for asked in site.cdn.seen} == {"/pixel.gif", "/facts.json"}
    secrets = (site.bypass, site.entry, site.passphrase.split()[-1])
    for ours in ("firedrill", "traceparent", "sentry-trace", "cookie", *secrets):
        assert [asked for asked in site.cdn.seen if asked.holds(ours)] == []


@pytest.mark.parametrize("order", [JOURNEYS[::-1], ("dashboard", "login", "quiz", "anonymous", "landing")])
def test_the_order_of_journeys_changes_nothing(
    order: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A logout that ends every session of the user ends none that a journey after it relies on."""
    monkeypatch.setattr(journeys, "_ORDER", order)
    with SignsOutEverywhere() as site:
        verdict = judge(target_of(site, tmp_path), tmp_path / RUN, env=site.env)

        assert tuple(outcomes(verdict)) == order
        assert verdict.verdict is Result.PASS, verdict.reasons
        assert check(verdict, "session").outcome is Outcome.PASS, check(verdict, "session")
        assert check(verdict, "cleanup").message == "1 posts removed"
        assert site.sessions == set()


def test_nothing_is_written_where_it_is_production(tmp_path: Path) -> None:
    """But what the short list names; the journey that needs more says so, and the rest is judged."""
    with OtherSite() as site:
        verdict = judge(target_of(site, tmp_path, "production"), tmp_path / RUN, env=site.env)

        written = {str(asked) for asked in site.seen if asked.method != "GET"}
        assert written == {"POST /session", "POST /api/draft"}
        assert site.posts() == []
    assert verdict.verdict is Result.PASS, verdict.reasons
    assert outcomes(verdict) == {**dict.fromkeys(JOURNEYS, "pass"), "dashboard": "inconclusive"}
    assert verdict.mutations_blocked == ["POST /drafts", "POST /telemetry"]


def test_without_the_secret_nothing_is_learnt(tmp_path: Path) -> None:
    """A door that stays closed says nothing about the house."""
    with OtherSite() as site:
        verdict = judge(
            target_of(site, tmp_path), tmp_path / RUN, env={**site.env, "SCRIBELY_BYPASS": "guessed"}
        )

    assert verdict.verdict is Result.INCONCLUSIVE
    assert "did not take the secret of $SCRIBELY_BYPASS" in check(verdict, "reachable").message
    assert outcomes(verdict) == dict.fromkeys(JOURNEYS, "not_run")


@pytest.mark.parametrize(
    "variant", [variant for variant in VARIANTS if variant.in_suite], ids=lambda variant: variant.name
)
def test_the_gate_agrees_with_a_careful_person(variant: Variant, tmp_path: Path) -> None:
    """On a site that is not the stand-in's, too; `tests.proof.other_site` holds the whole table."""
    with variant.build() as site:
        verdict = judge(target_of(site, tmp_path), tmp_path / RUN, env=site.env)

        assert disagreement(variant, verdict) == ""
        assert site.crashes == [], "the site is wrong in the one way that is meant"
        assert site.told(site.bypass) == [f"GET {site.url}/welcome"]


def test_there_are_enough_of_them() -> None:
    """Of each verdict, in the suite too, each told from the others by its name."""
    verdicts = [variant.verdict for variant in VARIANTS]

    assert len({variant.name for variant in VARIANTS}) == len(VARIANTS) >= 25
    assert min(verdicts.count(verdict) for verdict in Result) >= 2
    assert {variant.verdict for variant in VARIANTS if variant.in_suite} == set(Result)
    assert all(variant.said for variant in VARIANTS if variant.red)


def disagreement(variant: Variant, verdict: Verdict) -> str:
    """What the verdict has otherwise than it should be; nothing where it is right."""
    if verdict.verdict is not variant.verdict:
        return f"{verdict.verdict} instead of {variant.verdict}: {verdict.reasons}"
    found = {one.id: one.outcome for one in verdict.checks if one.kind in _OF_THE_SITE}
    flaky = {name for name, outcome in found.items() if outcome is Outcome.FLAKY}
    if flaky != set(variant.flaky):
        return f"{sorted(flaky)} are flaky, not {sorted(variant.flaky)}"
    red = {name for name, outcome in found.items() if outcome not in {Outcome.PASS, Outcome.FLAKY}}
    if red - set(variant.may_be_red) != set(variant.red):
        return f"{sorted(red)} are red, not {sorted(variant.red)}"
    if variant.red and variant.said not in check(verdict, variant.red[0]).message:
        return f"{variant.red[0]} says: {check(verdict, variant.red[0]).message}"
    return ""
