"""Deployments, and which of them is served."""

from __future__ import annotations

from typing import ClassVar, Literal

from reports.facts.fact import Escape, Fact

Cause = Literal["seed", "deploy", "rollback", "promote", "redeploy", "alias", "undo"]
FailedMove = Literal["rollback", "promote", "alias"]
_CAUSES = {
    "deploy": "nouveau déploiement",
    "rollback": "rollback",
    "promote": "promotion",
    "redeploy": "redéploiement",
    "alias": "alias déplacé",
    "undo": "remise en état par l'exercice",
    "seed": "état initial",
}


class DeploymentChanged(Fact):
    """A deployment entered a state (QUEUED, BUILDING, READY, ERROR, CANCELED, DELETED)."""

    seen_by_all: ClassVar[bool] = True
    kind: Literal["deployment.changed"] = "deployment.changed"
    deployment_id: str
    url: str
    commit: str
    state: str
    target: str | None = None

    def english(self) -> str:
        """As the page tells it."""
        return f"deployment {self.deployment_id} is {self.state}"

    def french(self, escape: Escape) -> str:
        """As the post-mortem tells it."""
        return f"déploiement {escape(self.deployment_id)} : {escape(self.state)}"


class ProductionChanged(Fact):
    """The edge serves another deployment as production from now on.

    ``changed`` names the variables whose value is not that of the deployment before; ``knobs`` are the values
    of those that the runbook turns, which hold no secret. ``clean``: built without the build cache.
    """

    seen_by_all: ClassVar[bool] = True
    notable: ClassVar[bool] = True
    kind: Literal["production.changed"] = "production.changed"
    deployment_id: str
    previous_id: str | None
    commit: str
    cause: Cause
    clean: bool = False
    maintenance: bool = False
    changed: list[str] = []
    knobs: dict[str, str] = {}

    def english(self) -> str:
        """As the page tells it."""
        more = ", in maintenance" if self.maintenance else ""
        return f"production is now {self.deployment_id} (commit {self.commit}), by {self.cause}{more}"

    def french(self, escape: Escape) -> str:
        """As the post-mortem tells it."""
        where = f"{escape(self.deployment_id)} (commit {escape(self.commit)})"
        more = ", en mode maintenance" if self.maintenance else ""
        return f"la production sert {where}, cause : {_CAUSES[self.cause]}{more}"


class MoveFailed(Fact):
    """Vercel did not make this deployment production, though it was asked to; it is what it was."""

    notable: ClassVar[bool] = True
    kind: Literal["move.failed"] = "move.failed"
    move: FailedMove
    deployment_id: str
    commit: str

    def english(self) -> str:
        """As the page tells it."""
        return f"the {self.move} to {self.deployment_id} (commit {self.commit}) failed"

    def french(self, escape: Escape) -> str:
        """As the post-mortem tells it."""
        where = f"{escape(self.deployment_id)} (commit {escape(self.commit)})"
        return f"échec : {_CAUSES[self.move]} vers {where}"
