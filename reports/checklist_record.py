"""What a drill's verdict says of the runbook's checklist."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict


class ChecklistLine(BaseModel):
    """One line of the runbook's checklist: ticked (``done``), or why it is not.

    ``open`` would have been seen, ``not-observed`` could not be. ``title`` is the runbook's own, in French.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_serialization_defaults_required=True)

    id: str
    when: Literal["during", "after"]
    title: str
    state: Literal["done", "open", "not-needed", "not-observed"]
    why: str
    events: list[int] = []
