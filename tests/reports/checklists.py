"""A drill whose checklist has a line of each state."""

from __future__ import annotations

from reports.checklist_record import ChecklistLine
from reports.verdict import Verdict
from tests.reports.drills import passing_drill

LINES = [
    ChecklistLine(
        id="classified",
        when="during",
        title="Classification effectuée",
        state="done",
        why="POS-1 says P0",
        events=[12],
    ),
    ChecklistLine(
        id="users-informed", when="during", title="Utilisateurs informés", state="open", why="nothing posted"
    ),
    ChecklistLine(
        id="postmortem-filed",
        when="after",
        title="Post-mortem rédigé",
        state="not-needed",
        why="not asked for after a P2",
    ),
    ChecklistLine(
        id="team-told", when="after", title="Équipe informée", state="not-observed", why="nobody *says* so"
    ),
]
DRILL, EVENTS = passing_drill()


def with_checklist() -> Verdict:
    """A drill's verdict with one line of each state."""
    assert DRILL.drill is not None
    return DRILL.model_copy(update={"drill": DRILL.drill.model_copy(update={"checklist": LINES})})
