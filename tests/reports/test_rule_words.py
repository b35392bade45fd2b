"""A change of an alert rule stands in the timeline, in both languages."""

from __future__ import annotations

from reports import page_words, postmortem_words
from reports.notable import moments
from tests.drills.journals import journal
from tests.drills.test_alert_flood import rule


def test_what_is_left_of_the_alerts_is_told() -> None:
    """By the rules that still speak of errors, or that none does."""
    kept, muted = moments(journal([rule(1.0, "changed", "nouvelles erreurs"), rule(2.0, "removed")]))

    assert page_words.sentence(kept) == "alert rule 'tout' changed; errors are told by nouvelles erreurs"
    assert page_words.sentence(muted) == "alert rule 'tout' removed; errors are told by no rule"
    assert "règle d'alerte « tout » modifiée" in postmortem_words.sentence(kept, str)
    assert "supprimée ; les erreurs sont signalées par : aucune règle" in postmortem_words.sentence(
        muted, str
    )
