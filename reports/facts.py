"""The catalogue of facts: everything that a journal may hold, each kind a frozen record.

Units: seconds where a name ends in ``_s``, milliseconds where it ends in ``_ms``. ``actor`` tells
who made a request, from the token it carried: ``responder``, ``gate``, ``harness`` or ``anonymous``;
what a colleague answers is a ``colleague``'s
(requests of the application itself are not recorded; they are the noise of normal work).
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, TypeAdapter


class Fact(BaseModel):
    """What one event says. Unknown fields are refused, so a misspelt fact fails where it is made."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


# --- the run -----------------------------------------------------------------------------------


class RunStarted(Fact):
    """The first event of every journal.

    ``resolution_s`` is how fine the journal's clock is, in drill seconds: probe interval times pace. The
    ``seed`` of a surprise is 0 here: its own stands with what it drew.
    """

    kind: Literal["run.started"] = "run.started"
    run_id: str
    job: str
    pace: float = 1.0
    seed: int = 0
    responder: str | None = None
    probe_interval_s: float | None = None
    resolution_s: float | None = None
    background_users: int = 0
    tool_versions: dict[str, str] = {}


class RunEnded(Fact):
    """The last event of a journal. ``reason``: finished, interrupted, crashed, out-of-time."""

    kind: Literal["run.ended"] = "run.ended"
    reason: Literal["finished", "interrupted", "crashed", "out-of-time"]
    detail: str = ""


class ScenarioStated(Fact):
    """The scenario and the runbook as they were on the day, so that a judge needs nothing else.

    ``seed`` is what drew the scenario of a surprise, None where it was chosen.
    """

    kind: Literal["scenario.stated"] = "scenario.stated"
    scenario: dict[str, JsonValue]
    runbook: dict[str, JsonValue]
    seed: int | None = None


class FactSealed(Fact):
    """In the file, the place of a fact that nobody may read there before the run's end."""

    kind: Literal["fact.sealed"] = "fact.sealed"


# --- the world ---------------------------------------------------------------------------------


class WorldStarted(Fact):
    """The world answers. ``urls`` maps each service's name to its address."""

    kind: Literal["world.started"] = "world.started"
    urls: dict[str, str]


class WorldStopped(Fact):
    """The world is gone; ``leftovers`` names what could not be removed (normally nothing)."""

    kind: Literal["world.stopped"] = "world.stopped"
    leftovers: list[str] = []


class DeploymentChanged(Fact):
    """A deployment entered a state (QUEUED, BUILDING, READY, ERROR, CANCELED, DELETED)."""

    kind: Literal["deployment.changed"] = "deployment.changed"
    deployment_id: str
    url: str
    commit: str
    state: str
    target: str | None = None


class ProductionChanged(Fact):
    """The edge serves another deployment as production from now on.

    ``changed`` names the variables whose value is not that of the deployment before; ``knobs`` are the values
    of those that the runbook turns, which hold no secret. ``clean``: built without the build cache.
    """

    kind: Literal["production.changed"] = "production.changed"
    deployment_id: str
    previous_id: str | None
    commit: str
    cause: Literal["seed", "deploy", "rollback", "promote", "redeploy", "alias", "undo"]
    clean: bool = False
    maintenance: bool = False
    changed: list[str] = []
    knobs: dict[str, str] = {}


class MoveFailed(Fact):
    """Vercel did not make this deployment production, though it was asked to; it is what it was."""

    kind: Literal["move.failed"] = "move.failed"
    move: Literal["rollback", "promote", "alias"]
    deployment_id: str
    commit: str


class VendorRequested(Fact):
    """A vendor answered a request by somebody other than the application."""

    kind: Literal["vendor.requested"] = "vendor.requested"
    vendor: str
    actor: str
    method: str
    path: str
    query: str = ""
    status: int
    duration_ms: float


class UserStepped(Fact):
    """A background user did one step of a visit and got, or did not get, what they came for."""

    kind: Literal["user.stepped"] = "user.stepped"
    user: str
    step: str
    ok: bool
    status: int | None = None
    error: str = ""


class AddressSampled(Fact):
    """What became of the posts that people behind one client address saved within a second.

    ``legitimate`` is whether these are people for whom Postry is made, or one who abuses it. ``refused`` is
    how many met the rate limit, ``failed`` how many got no post saved for any other reason. The event is
    dated by the first of them.
    """

    kind: Literal["address.sampled"] = "address.sampled"
    address: str
    legitimate: bool
    sent: int
    refused: int = 0
    failed: int = 0


class ProbeSampled(Fact):
    """One probe's sample. ``due_mono_s`` is when it was due; ``usable`` is false if it started late.

    ``error`` is one line: a status, a missing text or a connection error.
    """

    kind: Literal["probe.sampled"] = "probe.sampled"
    probe: str
    ok: bool
    usable: bool = True
    status: int | None = None
    error: str = ""
    due_mono_s: float
    late_ms: float
    duration_ms: float


class LoadSampled(Fact):
    """What became of the posts that users of the stream sent within one second, recorded when all had ended.

    The event is dated by the second's beginning. ``failed`` had a server error or no answer at all,
    ``refused`` are those with another 4xx, ``unsent`` could not be sent; ``late_ms`` is how long after its
    time the latest was sent.
    """

    kind: Literal["load.sampled"] = "load.sampled"
    sent: int
    failed: int
    refused: int = 0
    unsent: int = 0
    late_ms: float = 0.0


class PoolResized(Fact):
    """Somebody gave Supabase's pool another size, in connections; it is in effect from now on."""

    kind: Literal["pool.resized"] = "pool.resized"
    actor: str
    before: int
    size: int


class DatabaseRestored(Fact):
    """Somebody has the whole database taken back to a moment, UTC; it begins now and takes a while."""

    kind: Literal["database.restored"] = "database.restored"
    actor: str
    to: datetime


class RowsCounted(Fact):
    """The rows of a table, counted by the harness before the fault, at the end of the incident and, whenever
    one of the other figures changes, in between; ``since_mono_s`` is then the last count before the change.

    ``missing`` is how many of users' rows are no longer there, those that came during the incident included,
    and ``missing_pending`` how many of these were pending. Of rows that came without what a row must have,
    ``corrupted`` are still so, ``repaired`` are not, ``removed`` are gone.
    """

    kind: Literal["rows.counted"] = "rows.counted"
    table: str
    moment: Literal["before", "during", "after"]
    since_mono_s: float | None = None
    count: int
    missing: int = 0
    missing_pending: int = 0
    corrupted: int = 0
    repaired: int = 0
    removed: int = 0


# --- the fault ---------------------------------------------------------------------------------


class FaultArmed(Fact):
    """The undo of a fault, written before the fault is injected."""

    kind: Literal["fault.armed"] = "fault.armed"
    fault: str
    undo: dict[str, JsonValue]


class FaultInjected(Fact):
    """The fault is in effect from now on."""

    kind: Literal["fault.injected"] = "fault.injected"
    fault: str


class FaultEnded(Fact):
    """The fault ended by itself, as a vendor's outage does; nobody mended it."""

    kind: Literal["fault.ended"] = "fault.ended"
    fault: str


class FaultHealed(Fact):
    """The fault's undo was carried out by the harness."""

    kind: Literal["fault.healed"] = "fault.healed"
    fault: str


# --- what people and vendors said --------------------------------------------------------------


class AlertFired(Fact):
    """A rule of Postry's own monitoring fired; the mail that carries it is delivered at once."""

    kind: Literal["alert.fired"] = "alert.fired"
    rule: str
    source: Literal["sentry", "uptime", "support"]
    title: str
    message_id: str


class RuleChanged(Fact):
    """Somebody made, changed or removed an alert rule in Sentry.

    ``watching`` names the rules that from now on would speak of an error.
    """

    kind: Literal["rule.changed"] = "rule.changed"
    actor: str
    change: Literal["created", "changed", "removed"]
    rule: str
    watching: list[str]


class MailSent(Fact):
    """A mail reached the mailbox."""

    kind: Literal["mail.sent"] = "mail.sent"
    actor: str
    message_id: str
    sender: str
    to: list[str]
    subject: str
    text: str


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

    kind: Literal["ticket.changed"] = "ticket.changed"
    actor: str
    change: Literal["created", "updated"]
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


class TicketCommented(Fact):
    """Somebody commented on a Linear issue."""

    kind: Literal["ticket.commented"] = "ticket.commented"
    actor: str
    ticket_id: str
    identifier: str
    body: str


class StatusPosted(Fact):
    """An incident on Postry's own status page was opened or updated.

    ``status``: investigating, identified, monitoring, resolved (Statuspage's own).
    """

    kind: Literal["status.posted"] = "status.posted"
    actor: str
    incident_id: str
    name: str
    status: str
    body: str


# --- the responder -----------------------------------------------------------------------------


class ResponderStarted(Fact):
    """The responder was handed the brief."""

    kind: Literal["responder.started"] = "responder.started"
    responder: str
    command: list[str] = []


class ResponderSaid(Fact):
    """What the responder declares, as against what was observed.

    ``what``: ack, triage, mitigated, validated, resolved, postmortem, note, escalate.
    """

    kind: Literal["responder.said"] = "responder.said"
    what: Literal["ack", "triage", "mitigated", "validated", "resolved", "postmortem", "note", "escalate"]
    text: str = ""


class ResponderEnded(Fact):
    """The responder stopped. ``returncode`` is None where there was no process."""

    kind: Literal["responder.ended"] = "responder.ended"
    reason: Literal["finished", "out-of-time", "interrupted", "crashed"]
    returncode: int | None = None
    detail: str = ""


class ClientStarted(Fact):
    """The responder starts a real client, a program of its own; from here to ``client.ended`` time is charged
    unscaled, since a program does not run faster at a faster pace.
    """

    kind: Literal["client.started"] = "client.started"
    client_run: str
    name: str


class ClientEnded(Fact):
    """The client is back."""

    kind: Literal["client.ended"] = "client.ended"
    client_run: str


class GateStarted(Fact):
    """The gate began; from here to ``gate.ended`` time is charged unscaled."""

    kind: Literal["gate.started"] = "gate.started"
    gate_run: str
    actor: str = "responder"


class GateEnded(Fact):
    """The gate gave its verdict (PASS, FAIL or INCONCLUSIVE) and the codes of its reasons."""

    kind: Literal["gate.ended"] = "gate.ended"
    gate_run: str
    actor: str = "responder"
    verdict: str
    reasons: list[str] = []
    folder: str = ""


AnyFact = Annotated[
    RunStarted
    | RunEnded
    | ScenarioStated
    | FactSealed
    | WorldStarted
    | WorldStopped
    | DeploymentChanged
    | ProductionChanged
    | MoveFailed
    | VendorRequested
    | UserStepped
    | AddressSampled
    | ProbeSampled
    | LoadSampled
    | PoolResized
    | DatabaseRestored
    | RowsCounted
    | FaultArmed
    | FaultInjected
    | FaultEnded
    | FaultHealed
    | AlertFired
    | RuleChanged
    | MailSent
    | AdviceGiven
    | TicketChanged
    | TicketCommented
    | StatusPosted
    | ResponderStarted
    | ResponderSaid
    | ResponderEnded
    | ClientStarted
    | ClientEnded
    | GateStarted
    | GateEnded,
    Field(discriminator="kind"),
]

fact_from: TypeAdapter[AnyFact] = TypeAdapter(AnyFact)
