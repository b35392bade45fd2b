"""The fault, from its undo to its end."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import JsonValue

from reports.facts.fact import Escape, Fact


class FaultArmed(Fact):
    """The undo of a fault, written before the fault is injected."""

    kind: Literal["fault.armed"] = "fault.armed"
    fault: str
    undo: dict[str, JsonValue]


class FaultInjected(Fact):
    """The fault is in effect from now on."""

    notable: ClassVar[bool] = True
    kind: Literal["fault.injected"] = "fault.injected"
    fault: str

    def english(self) -> str:
        """As the page tells it."""
        return f"fault injected: {self.fault}"

    def french(self, escape: Escape) -> str:
        """As the post-mortem tells it."""
        return f"panne injectée par l'exercice : {escape(self.fault)}"


class FaultEnded(Fact):
    """The fault ended by itself, as a vendor's outage does; nobody mended it."""

    notable: ClassVar[bool] = True
    kind: Literal["fault.ended"] = "fault.ended"
    fault: str

    def english(self) -> str:
        """As the page tells it."""
        return f"the fault ended by itself: {self.fault}"

    def french(self, escape: Escape) -> str:
        """As the post-mortem tells it."""
        return f"la panne a pris fin d'elle-même : {escape(self.fault)}"


class FaultHealed(Fact):
    """The fault's undo was carried out by the harness."""

    notable: ClassVar[bool] = True
    kind: Literal["fault.healed"] = "fault.healed"
    fault: str

    def english(self) -> str:
        """As the page tells it."""
        return f"fault undone by the harness: {self.fault}"

    def french(self, escape: Escape) -> str:
        """As the post-mortem tells it."""
        return f"panne retirée par l'exercice : {escape(self.fault)}"
