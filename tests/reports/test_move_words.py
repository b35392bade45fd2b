"""A move that failed, and what a colleague answered, stand in the timeline, in both languages."""

from __future__ import annotations

from reports import page_words, postmortem_words
from reports.notable import moments
from tests.drills.journals import journal, mailed

FAILED = (1.0, "move.failed", {"move": "rollback", "deployment_id": "dpl_1", "commit": "abc"})


def test_what_failed_is_told() -> None:
    """Which move it was, and to what."""
    (moment,) = moments(journal([FAILED]))

    assert page_words.sentence(moment) == "the rollback to dpl_1 (commit abc) failed"
    assert page_words.who(moment) == "world"
    assert postmortem_words.sentence(moment, str) == "échec : rollback vers dpl_1 (commit abc)"


def test_a_colleagues_mail_is_a_colleagues() -> None:
    """Neither the drill's, nor the responder's."""
    (moment,) = moments(journal([mailed(1.0, "astreinte@postry.ai", actor="colleague")]))

    assert page_words.who(moment) == "world"
    assert postmortem_words.sentence(moment, str).startswith("mail d'un collègue à astreinte@postry.ai")
