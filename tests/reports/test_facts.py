"""The catalogue of facts: every kind is told apart by its name, frozen, and documented."""

from __future__ import annotations

from typing import get_args

import pytest
from pydantic import ValidationError

from reports import facts
from reports.facts import AnyFact, Fact, FaultInjected, fact_from

KINDS = get_args(get_args(AnyFact)[0])


def test_the_catalogue_is_complete() -> None:
    """Every fact of the module can be read from a journal."""
    defined = {
        item
        for item in vars(facts).values()
        if isinstance(item, type) and issubclass(item, Fact) and item is not Fact
    }

    assert defined == set(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_kind_is_named_after_its_class_and_documented(kind: type[Fact]) -> None:
    """``FaultInjected`` is ``fault.injected``, and says what it means."""
    name = kind.model_fields["kind"].default

    assert "".join(part.title() for part in name.split(".")) == kind.__name__
    assert kind.__doc__


def test_a_fact_is_frozen() -> None:
    """What was seen cannot be changed afterwards."""
    fact = fact_from.validate_python({"kind": "fault.injected", "fault": "f"})

    assert isinstance(fact, FaultInjected)
    with pytest.raises(ValidationError):
        fact.fault = "another"  # type: ignore[misc]
