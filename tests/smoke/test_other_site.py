"""The gate on a site of another make, by configuration alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixtures.config import load
from fixtures.target import Target
from reports.verdict import Outcome, Result, Verdict
from smoke import marks
from tests.smoke.judging import check, judge, outcomes
from tests.smoke.mutants import JOURNEYS
from tests.smoke.other_site.site import OtherSite
from tests.smoke.other_site.variants import VARIANTS, Variant

RUN = "20261123T090601Z-abc123"
KILLED = "20260101T000000Z-dead00"


def target_of(site: OtherSite, folder: Path) -> Target:
    """What its firedrill.toml says."""
    path = folder / "firedrill.toml"
    path.write_text(site.toml, encoding="utf-8")
    return load(path).target["scribely"]


def test_it_passes_and_nothing_of_the_gate_stays(tmp_path: Path) -> None:
    """Other words, paths, roles, language, login, protection; with what a killed run had left."""
    with OtherSite() as site:
        site.drafts = {101: "by hand", 102: f"killed {marks.marker(KILLED)}"}
        verdict = judge(target_of(site, tmp_path), tmp_path / RUN, env=site.env)

        assert outcomes(verdict) == dict.fromkeys(JOURNEYS, "pass"), verdict.checks
        assert verdict.verdict is Result.PASS, verdict.reasons
        assert check(verdict, "session").outcome is Outcome.PASS, check(verdict, "session")
        assert check(verdict, "cleanup").message == "2 posts removed"
        assert site.drafts == {101: "by hand"}
        assert site.sessions == set()


def test_the_post_carried_the_run_and_the_user_logged_in_seldom(tmp_path: Path) -> None:
    """The one session of all journeys, the login journey's, and that of the post that waited for it."""
    stored: list[str] = []

    class Noting(OtherSite):
        def knows(self, email: str, passphrase: str) -> bool:
            known = super().knows(email, passphrase)
            stored.append("in" if known else "refused")
            return known

    with Noting() as site:
        judge(target_of(site, tmp_path), tmp_path / RUN, env=site.env)

        posted = [headers for method, path, headers in site.seen if (method, path) == ("POST", "/drafts")]
    assert stored.count("in") == 3
    assert stored.count("refused") == 1
    assert len(posted) == 1
    assert posted[0]["user-agent"].endswith(f"firedrill-gate/{RUN}")


def test_the_secret_is_seen_once_and_nothing_of_ours_elsewhere(tmp_path: Path) -> None:
    """By the site itself, before the browser comes; the third party sees an ordinary visitor."""
    with OtherSite() as site:
        judge(target_of(site, tmp_path), tmp_path / RUN, env=site.env)

        with_secret = [path for _, path, headers in site.seen if site.bypass in " ".join(headers.values())]
        assert with_secret == ["/welcome"]
        assert {path for path, _ in site.cdn.seen} == {"/pixel.gif", "/facts.json"}
        for path, headers in site.cdn.seen:
            told = " ".join([*headers, *headers.values()])
            for ours in ("firedrill", "traceparent", "sentry-trace", site.bypass, site.entry):
                assert ours not in told, (path, ours)


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


def disagreement(variant: Variant, verdict: Verdict) -> str:
    """What the verdict has otherwise than it should be; nothing where it is right."""
    if verdict.verdict is not variant.verdict:
        return f"{verdict.verdict} instead of {variant.verdict}: {verdict.reasons}"
    for name in variant.red:
        if check(verdict, name).outcome in {Outcome.PASS, Outcome.FLAKY}:
            return f"{name} is {check(verdict, name).outcome}"
    for name in variant.flaky:
        if check(verdict, name).outcome is not Outcome.FLAKY:
            return f"{name} is {check(verdict, name).outcome}, not flaky"
    if variant.red and variant.said not in check(verdict, variant.red[0]).message:
        return f"{variant.red[0]} says: {check(verdict, variant.red[0]).message}"
    return ""
