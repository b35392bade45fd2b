"""The files of a run folder that belong to a drill, beside what is rendered from its journal."""

from __future__ import annotations

from reports.run import JOURNAL, RunFolder
from reports.verdict import Artifact

BRIEF = "brief.json"
OUTPUT = "responder.log"
TITLES = {BRIEF: "Brief", OUTPUT: "Responder's output", JOURNAL: "Journal"}


def artifacts(folder: RunFolder) -> list[Artifact]:
    """Those that there are."""
    return [
        folder.artifact(name, title=title) for name, title in TITLES.items() if (folder.path / name).is_file()
    ]
