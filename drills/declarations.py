"""What a responder can declare, as against what was observed (`reports.facts.responder`)."""

from __future__ import annotations

from typing import Literal, get_args

What = Literal["ack", "triage", "mitigated", "validated", "resolved", "postmortem", "note", "escalate"]
WHATS: tuple[str, ...] = get_args(What)
