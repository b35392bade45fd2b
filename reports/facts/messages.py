"""What people and vendors said: alerts, mails, tickets, the status page."""

from __future__ import annotations

from typing import ClassVar, Literal

from reports.facts.fact import Escape, Fact

AlertSource = Literal["sentry", "uptime", "support"]
RuleChange = Literal["created", "changed", "removed"]
TicketChange = Literal["created", "updated"]
_FROM = {
    "responder": "du responder",
    "harness": "de l'exercice",
    "gate": "de la gate",
    "colleague": "d'un collègue",
}
_SOURCES = {
    "sentry": "alerte Sentry",
    "uptime": "alerte de disponibilité",
    "support": "message d'un utilisateur",
}
_STATUS = {
    "investigating": "analyse en cours",
    "identified": "cause identifiée",
    "monitoring": "sous surveillance",
    "resolved": "résolu",
}


class AlertFired(Fact):
    """A rule of Postry's own monitoring fired; the mail that carries it is delivered at once."""

    seen_by_all: ClassVar[bool] = True
    kind: Literal["alert.fired"] = "alert.fired"
    rule: str
    source: AlertSource
    title: str
    message_id: str

    def english(self) -> str:
        """As the page tells it."""
        return f"alert from {self.source}: {self.title}"

    def french(self, escape: Escape) -> str:
        """As the post-mortem tells it."""
        return f"incident détecté ({_SOURCES[self.source]}) : {escape(self.title)}"


class RuleChanged(Fact):
    """Somebody made, changed or removed an alert rule in Sentry.

    ``watching`` names the rules that from now on would speak of an error.
    """

    notable: ClassVar[bool] = True
    kind: Literal["rule.changed"] = "rule.changed"
    actor: str
    change: RuleChange
    rule: str
    watching: list[str]

    def english(self) -> str:
        """As the page tells it."""
        watching = ", ".join(self.watching) or "no rule"
        return f"alert rule {self.rule!r} {self.change}; errors are told by {watching}"

    def french(self, escape: Escape) -> str:
        """As the post-mortem tells it."""
        watching = ", ".join(map(escape, self.watching)) or "aucune règle"
        done = {"created": "créée", "changed": "modifiée", "removed": "supprimée"}[self.change]
        return f"règle d'alerte « {escape(self.rule)} » {done} ; les erreurs sont signalées par : {watching}"


class MailSent(Fact):
    """A mail reached the mailbox."""

    seen_by_all: ClassVar[bool] = True
    kind: Literal["mail.sent"] = "mail.sent"
    actor: str
    message_id: str
    sender: str
    to: list[str]
    subject: str
    text: str

    def english(self) -> str:
        """As the page tells it."""
        return f"mail to {', '.join(self.to)}: {self.subject}"

    def french(self, escape: Escape) -> str:
        """As the post-mortem tells it."""
        who = _FROM.get(self.actor, f"de {escape(self.actor)}")
        return f"mail {who} à {escape(', '.join(self.to))} : {escape(self.subject)}"


class AdviceGiven(Fact):
    """A colleague's mail told a caller whose source to deploy. ``by`` is the colleague's address."""

    kind: Literal["advice.given"] = "advice.given"
    by: str
    message_id: str
    commit: str


class TicketChanged(Fact):
    """A Linear issue was created or updated; all fields are those after the change.

    ``priority``: 0 none, 1 urgent, 2 high, 3 medium, 4 low. ``state_type``: triage, backlog,
    unstarted, started, completed, canceled (Linear's own). ``assignee`` is a name, ``cycle`` that of the
    sprint; empty where there is none.
    """

    seen_by_all: ClassVar[bool] = True
    notable: ClassVar[bool] = True
    kind: Literal["ticket.changed"] = "ticket.changed"
    actor: str
    change: TicketChange
    ticket_id: str
    identifier: str
    title: str
    description: str
    priority: int
    labels: list[str]
    state: str
    state_type: str
    assignee: str = ""
    cycle: str = ""

    def english(self) -> str:
        """As the page tells it."""
        state = ", ".join([*self.labels, self.state])
        return f"ticket {self.identifier} {self.change} ({state}): {self.title}"

    def french(self, escape: Escape) -> str:
        """As the post-mortem tells it."""
        change = "ouvert" if self.change == "created" else "mis à jour"
        labels = ", ".join([*self.labels, self.state])
        return f"ticket {escape(self.identifier)} {change} ({escape(labels)}) : {escape(self.title)}"


class TicketCommented(Fact):
    """Somebody commented on a Linear issue."""

    seen_by_all: ClassVar[bool] = True
    notable: ClassVar[bool] = True
    kind: Literal["ticket.commented"] = "ticket.commented"
    actor: str
    ticket_id: str
    identifier: str
    body: str

    def english(self) -> str:
        """As the page tells it."""
        return f"comment on ticket {self.identifier}: {self.body}"

    def french(self, escape: Escape) -> str:
        """As the post-mortem tells it."""
        return f"commentaire sur le ticket {escape(self.identifier)}"


class StatusPosted(Fact):
    """An incident on Postry's own status page was opened or updated.

    ``status``: investigating, identified, monitoring, resolved (Statuspage's own).
    """

    seen_by_all: ClassVar[bool] = True
    notable: ClassVar[bool] = True
    kind: Literal["status.posted"] = "status.posted"
    actor: str
    incident_id: str
    name: str
    status: str
    body: str

    def english(self) -> str:
        """As the page tells it."""
        return f"status page, {self.status}: {self.body or self.name}"

    def french(self, escape: Escape) -> str:
        """As the post-mortem tells it."""
        status = _STATUS.get(self.status, escape(self.status))
        return f"users informés sur la status page ({status}) : {escape(self.body or self.name)}"
