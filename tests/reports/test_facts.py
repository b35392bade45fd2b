"""The catalogue of facts: every kind is told apart by its name, frozen, and documented."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from reports.facts.fact import KINDS, Fact, fact_of
from reports.facts.fault import FaultInjected
from reports.facts.production import MoveFailed


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.__name__)
def test_a_kind_is_named_after_its_class_and_documented(kind: type[Fact]) -> None:
    """``FaultInjected`` is ``fault.injected``, and says what it means."""
    name = kind.model_fields["kind"].default

    assert "".join(part.title() for part in name.split(".")) == kind.__name__
    assert kind.__doc__


def test_a_fact_is_frozen() -> None:
    """What was seen cannot be changed afterwards."""
    fact = fact_of({"kind": "fault.injected", "fault": "f"})

    assert isinstance(fact, FaultInjected)
    with pytest.raises(ValidationError):
        fact.fault = "another"  # type: ignore[misc]


def test_a_misspelt_one_is_refused_where_it_is_made() -> None:
    """By the type checker, which would call the comment below unused, and by the record."""
    with pytest.raises(ValidationError):
        MoveFailed(move="break", deployment_id="d", commit="c")  # type: ignore[arg-type]


def test_one_that_is_told_on_the_page_is_told_in_the_post_mortem_too() -> None:
    """In words of its own, and one that is notable is told in both."""
    for fact in KINDS.values():
        in_words = {name for name in ("english", "french") if name in vars(fact)}
        assert len(in_words) != 1, fact
        assert in_words or not fact.notable, fact
