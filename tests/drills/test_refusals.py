"""Who is locked out by the rate limit, until when, and what is left of it."""

from __future__ import annotations

from drills.oracles import mitigated, nothing_weakened, recovered
from drills.refusals import per_minute
from reports.verdict import Outcome
from tests.drills.incidents import abuse, address, built, crowded
from tests.drills.journals import codes, evidence

WHITELISTED = built(11.8, "d3", WHITELIST_IPS="203.0.113.80")
LET_IN = [address(at, 1) for at in (12.5, 14.0, 15.5, 17.0)]


def test_who_is_let_in_for_three_posts_is_let_in() -> None:
    """From the first of them."""
    finding = recovered.judge(evidence(crowded(WHITELISTED, *LET_IN)))

    assert finding.outcome is Outcome.PASS
    assert "let in at 6m12s (#" in finding.message
    assert "only in part" not in finding.message


def test_who_is_refused_until_the_end_is_not() -> None:
    """A deployment alone begins a new minute, and the limit is met again."""
    refused = [address(12.2, 10), *(address(at, 5, 5) for at in (13.0, 14.0, 15.0))]

    assert codes(recovered.judge(evidence(crowded(built(11.8, "d3"), *refused)))) == ["not-recovered"]


def test_a_few_refusals_are_only_a_part() -> None:
    """As with a limit of 20, when 24 come: told, and no outage."""
    raised = built(11.8, "d3", RATE_LIMIT_PERSIST_LOGIN="20")
    people = [address(at, 1) for at in (12.5, 14.0, 15.5)]

    finding = recovered.judge(evidence(crowded(raised, *people, address(17.0, 1))))

    assert finding.outcome is Outcome.PASS
    assert "only in part: about 40 posts a minute come from 203.0.113.80" in finding.message
    assert "the limit of 20 still refuses about 20 of them" in finding.message


def test_who_was_never_refused_was_never_locked_out() -> None:
    """Then it is no such incident."""
    rows = [row for row in crowded(*LET_IN) if row[1] != "address.sampled" or not row[2]["refused"]]

    assert codes(recovered.judge(evidence(rows))) == ["never-broken"]


def test_the_ways_are_told_by_the_addresses_and_the_limit() -> None:
    """Of the crowd, of the abuser; a limit that the abuser meets, and one that he does not."""
    ways = {
        "whitelist": WHITELISTED,
        "whitelist-abuser": built(11.8, "d3", WHITELIST_IPS="198.51.100.66,203.0.113.80"),
        "raise-limit": built(11.8, "d3", RATE_LIMIT_PERSIST_LOGIN="20"),
        "remove-limit": built(11.8, "d3", RATE_LIMIT_PERSIST_LOGIN="1000000"),
        "redeploy": built(11.8, "d3"),
    }
    for way, row in ways.items():
        taken = evidence(crowded(*abuse(), row)).ways
        assert [each.way for each in taken if each.way != "env-not-deployed"] == [way]


def test_an_accepted_way_ended_it() -> None:
    """The first post that passed came after it."""
    finding = mitigated.judge(evidence(crowded(*abuse(), WHITELISTED, *LET_IN)))

    assert finding.message.startswith("whitelist at 5m30s")


def test_the_abuser_must_still_be_refused() -> None:
    """Told with how often."""
    finding = nothing_weakened.judge(evidence(crowded(*abuse(), WHITELISTED, *LET_IN)))

    assert finding.outcome is Outcome.PASS
    assert "abusive requests since the last change 25 were refused" in finding.message


def test_a_limit_that_the_abuser_never_meets_is_none() -> None:
    """Neither is one from which his address is exempt."""
    for row in (
        built(11.8, "d3", RATE_LIMIT_PERSIST_LOGIN="1000000"),
        built(11.8, "d3", WHITELIST_IPS="198.51.100.66"),
    ):
        finding = nothing_weakened.judge(evidence(crowded(*abuse(), row, *LET_IN)))
        assert codes(finding) == ["abuser-no-longer-limited"]


def test_an_abuser_who_was_not_seen_to_be_refused_is_not_judged() -> None:
    """He may just have stopped."""
    finding = nothing_weakened.judge(evidence(crowded(*abuse(end=11.6), WHITELISTED, *LET_IN)))

    assert (finding.outcome, codes(finding)) == (Outcome.INCONCLUSIVE, ["limit-not-seen"])


def test_a_rollback_that_loses_what_was_set_is_told() -> None:
    """It brings back the environment of then."""
    back = (15.0, "production.changed", {**built(0, "d1")[2], "commit": "good", "cause": "rollback"})

    finding = nothing_weakened.judge(evidence(crowded(*abuse(), WHITELISTED, *LET_IN, back)))

    assert codes(finding) == ["mitigation-undone"]
    assert "lost again by a rollback at 6m15s" in finding.message


def test_a_rate_is_of_real_minutes() -> None:
    """Five a second."""
    assert round(per_minute(evidence(crowded(*abuse())).case, legitimate=False)) == 300
