"""Who has drafts at Scribely."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """Known by an e-mail address, greeted by name."""

    email: str
    name: str


SMOKE = Person("smoke@scribely.example", "Smoke Tester")
# Somebody whose drafts are none of the gate's business.
NEIGHBOUR = Person("jane@scribely.example", "Jane Roe")
