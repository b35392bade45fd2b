"""Who answers the incident, and the programs and gates that they run."""

from __future__ import annotations

from typing import ClassVar, Literal

from reports.facts.fact import Escape, Fact

Said = Literal["ack", "triage", "mitigated", "validated", "resolved", "postmortem", "note", "escalate"]
EndReason = Literal["finished", "out-of-time", "interrupted", "crashed"]
_SAID = {
    "ack": "alerte prise en charge",
    "triage": "triage effectué",
    "mitigated": "mitigation effectuée",
    "validated": "validation effectuée",
    "resolved": "incident résolu",
    "postmortem": "post-mortem rédigé",
    "note": "note",
    "escalate": "escalade",
}
_ENDS = {
    "finished": "a terminé",
    "out-of-time": "n'a plus de temps",
    "interrupted": "a été interrompu",
    "crashed": "s'est arrêté sur une erreur",
}


class ResponderStarted(Fact):
    """The responder was handed the brief."""

    seen_by_all: ClassVar[bool] = True
    notable: ClassVar[bool] = True
    kind: Literal["responder.started"] = "responder.started"
    responder: str
    command: list[str] = []

    def english(self) -> str:
        """As the page tells it."""
        return f"the brief is handed to the responder ({self.responder})"

    def french(self, escape: Escape) -> str:
        """As the post-mortem tells it."""
        return f"alerte remise au responder {escape(self.responder)}"


class ResponderSaid(Fact):
    """What the responder declares, as against what was observed.

    ``what``: ack, triage, mitigated, validated, resolved, postmortem, note, escalate.
    """

    seen_by_all: ClassVar[bool] = True
    declarable: ClassVar[bool] = True
    notable: ClassVar[bool] = True
    kind: Literal["responder.said"] = "responder.said"
    what: Said
    text: str = ""

    def english(self) -> str:
        """As the page tells it."""
        return f"declared {self.what}" + (f": {self.text}" if self.text.strip() else "")

    def french(self, escape: Escape) -> str:
        """As the post-mortem tells it."""
        text = f" : {escape(self.text)}" if self.text.strip() else ""
        return f"déclaré par le responder, {_SAID[self.what]}{text}"


class ResponderEnded(Fact):
    """The responder stopped. ``returncode`` is None where there was no process."""

    seen_by_all: ClassVar[bool] = True
    notable: ClassVar[bool] = True
    kind: Literal["responder.ended"] = "responder.ended"
    reason: EndReason
    returncode: int | None = None
    detail: str = ""

    def english(self) -> str:
        """As the page tells it."""
        code = "" if self.returncode in (None, 0) else f", exit code {self.returncode}"
        return f"the responder ended: {self.reason}{code}" + (f": {self.detail}" if self.detail else "")

    def french(self, escape: Escape) -> str:
        """As the post-mortem tells it."""
        detail = f" : {escape(self.detail)}" if self.detail else ""
        return f"le responder {_ENDS[self.reason]}{detail}"


class ClientStarted(Fact):
    """The responder starts a real client, a program of its own; from here to ``client.ended`` time is charged
    unscaled, since a program does not run faster at a faster pace.
    """

    seen_by_all: ClassVar[bool] = True
    declarable: ClassVar[bool] = True
    kind: Literal["client.started"] = "client.started"
    client_run: str
    name: str


class ClientEnded(Fact):
    """The client is back."""

    seen_by_all: ClassVar[bool] = True
    declarable: ClassVar[bool] = True
    kind: Literal["client.ended"] = "client.ended"
    client_run: str


class GateStarted(Fact):
    """The gate began; from here to ``gate.ended`` time is charged unscaled."""

    seen_by_all: ClassVar[bool] = True
    declarable: ClassVar[bool] = True
    kind: Literal["gate.started"] = "gate.started"
    gate_run: str
    actor: str = "responder"


class GateEnded(Fact):
    """The gate gave its verdict (PASS, FAIL or INCONCLUSIVE) and the codes of its reasons."""

    seen_by_all: ClassVar[bool] = True
    declarable: ClassVar[bool] = True
    kind: Literal["gate.ended"] = "gate.ended"
    gate_run: str
    actor: str = "responder"
    verdict: str
    reasons: list[str] = []
    folder: str = ""
