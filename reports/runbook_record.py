"""What the verdict of a checked runbook says beside its checks: one row for each command in it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_serialization_defaults_required=True)


class Row(_Record):
    """One command of the runbook, or a passage that is none; ``check`` is the id of its check.

    ``rc`` is None where the command was not run, or did not end by itself.
    """

    check: str
    command: str = Field(description="As it is written.")
    lines: list[int] = Field(description="Where it is written.")
    section: str = Field(default="", description="The heading above it.")
    typed: str = Field(default="", description="What was run, where that is not what is written.")
    tool: str = Field(default="", description="Each tool with its version, as in 'vercel 63.1.2'.")
    rc: int | None = None
    ended: Literal["by itself", "by us", "at its time limit", "not run"] = "not run"
    intended: str = ""
    seen: str = ""
    finding: str = ""
    suggestion: str = Field(default="", description="What to write instead.")
    rehearsed: bool = Field(default=False, description="Whether the suggestion was run, and did it.")
    said: str = Field(default="", description="The last lines that it printed.")


class RunbookCheck(_Record):
    """A runbook and what its commands did. ``egress`` says how they were kept in the world."""

    file: str
    egress_enforced: bool
    egress: str
    command: str = Field(description="How the same is run again.")
    rows: list[Row] = []
