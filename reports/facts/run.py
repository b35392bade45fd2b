"""The run itself: the world around it, its beginning and its end."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import JsonValue

from reports.facts.fact import Escape, Fact

EndReason = Literal["finished", "interrupted", "crashed", "out-of-time"]


class RunStarted(Fact):
    """The first event of every journal.

    ``resolution_s`` is how fine the journal's clock is, in drill seconds: probe interval times pace. The
    ``seed`` of a surprise is 0 here: its own stands with what it drew.
    """

    seen_by_all: ClassVar[bool] = True
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

    seen_by_all: ClassVar[bool] = True
    notable: ClassVar[bool] = True
    kind: Literal["run.ended"] = "run.ended"
    reason: EndReason
    detail: str = ""

    def english(self) -> str:
        """As the page tells it."""
        return f"the run ended: {self.reason}" + (f": {self.detail}" if self.detail else "")

    def french(self, escape: Escape) -> str:
        """As the post-mortem tells it."""
        detail = f" : {escape(self.detail)}" if self.detail else ""
        return f"fin de l'exercice{detail}"


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


class WorldStarted(Fact):
    """The world answers. ``urls`` maps each service's name to its address."""

    seen_by_all: ClassVar[bool] = True
    kind: Literal["world.started"] = "world.started"
    urls: dict[str, str]


class WorldStopped(Fact):
    """The world is gone; ``leftovers`` names what could not be removed (normally nothing)."""

    seen_by_all: ClassVar[bool] = True
    kind: Literal["world.stopped"] = "world.stopped"
    leftovers: list[str] = []

    def english(self) -> str:
        """As the page tells it."""
        return f"left behind: {', '.join(self.leftovers)}"

    def french(self, escape: Escape) -> str:
        """As the post-mortem tells it."""
        return f"l'exercice a laissé : {escape(', '.join(self.leftovers))}"
