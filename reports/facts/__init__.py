"""The catalogue of facts: everything that a journal may hold, with who sees it and how it is told."""

from __future__ import annotations

from reports.facts import database, fault, messages, production, responder, run, samples

__all__ = ["database", "fault", "messages", "production", "responder", "run", "samples"]
