"""Postry writes its posts without Gemini (1.1: mode dégradé)."""

from __future__ import annotations

from collections.abc import Iterator

from drills.case import Case
from drills.ways.way import built
from reports.journal import Event

_KNOB = "GEMINI_FALLBACK"


def taken(case: Case) -> Iterator[Event]:
    """Each build with the fallback that what was before it had not."""
    return (
        event
        for event, fact in built(case)
        if _KNOB in fact.changed and fact.knobs.get(_KNOB, "").lower() == "true"
    )
