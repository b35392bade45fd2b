"""The checklist, in the terminal, on the page and in the post-mortem."""

from __future__ import annotations

from reports import page, postmortem
from tests.reports.checklists import DRILL, EVENTS, with_checklist
from tests.reports.test_page import Reader, text_of
from tests.reports.test_terminal import printed, words


def test_the_terminal_shows_what_is_not_ticked_with_why() -> None:
    """What is, in a line."""
    told = words(printed(with_checklist()))

    assert "The runbook's checklist, 1 of 3 ticked" in told
    assert "done Classification effectuée OPEN Utilisateurs informés nothing posted" in told
    assert "not needed Post-mortem rédigé not asked for after a P2" in told
    assert "not seen Équipe informée nobody *says* so" in told
    assert "checklist" not in printed(DRILL)


def test_the_page_shows_all_of_it() -> None:
    """In its halves, with what each line rests on."""
    told = text_of(Reader(page.render(with_checklist(), EVENTS)))

    assert "The runbook's checklist, 1 of 3 ticked" in told
    assert "done Classification effectuée POS-1 says P0 #12" in told
    assert (
        told.index("Utilisateurs informés") < told.index("Après l'incident") < told.index("Équipe informée")
    )
    assert "checklist" not in text_of(Reader(page.render(DRILL, EVENTS)))


def test_the_postmortem_has_it_in_french() -> None:
    """As boxes, with the events; a stranger's text stays text."""
    told = postmortem.render(with_checklist(), EVENTS)

    assert "### Checklist\n\n**Pendant l'incident:**\n\n- [x] Classification effectuée [#12]\n" in told
    assert "- [ ] Utilisateurs informés (non fait ; constat du juge : « nothing posted »)" in told
    assert "- [ ] Post-mortem rédigé (sans objet ;" in told
    assert "- [ ] Équipe informée (non observé ; constat du juge : « nobody \\*says\\* so »)" in told
    assert "### Checklist" not in postmortem.render(DRILL, EVENTS)
