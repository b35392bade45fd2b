"""The brief: all that the responder is handed. The alert, the runbook, the wire; never the scenario."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from fixtures.errors import SetupError

VARIABLE = "FIREDRILL_BRIEF"
# The journal's name for the loading of a program, for the one that says when it has loaded.
LOADING = "FIREDRILL_LOADING"


class Alert(BaseModel):
    """The alert as it stood in the mailbox."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    subject: str
    text: str
    received_at: datetime


class Brief(BaseModel):
    """``pace`` is drill seconds a second, ``limit_s`` how many drill seconds there are.

    ``environment`` names the variables that point the real tools at the world; the values, secrets among
    them, are in the responder's environment only. ``declare`` is how to say what one is doing.
    ``local_time`` is the time of day when it was handed over.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    alert: Alert
    local_time: time
    runbook: Path
    pace: float
    limit_s: float
    environment: list[str]
    declare: str = (
        'POST $FIREDRILL_CONTROL_URL/events with "authorization: Bearer $FIREDRILL_CONTROL_TOKEN" and '
        '{"kind": "responder.said", '
        '"what": "ack|triage|mitigated|validated|resolved|postmortem|note|escalate", '
        '"text": ""}; or: firedrill drill say WHAT [TEXT]'
    )

    @property
    def minute(self) -> timedelta:
        """A minute of drill time, in real time."""
        return timedelta(minutes=1) / self.pace

    @classmethod
    def read(cls, path: Path) -> Brief:
        """A stored brief. Raises `SetupError`."""
        try:
            return cls.model_validate_json(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise SetupError(f"{path}: cannot read the brief: {error.strerror}") from error
        except ValidationError as error:
            raise SetupError(f"{path}: is no brief: {error.errors()[0]['msg']}") from error
