"""The record of an incident: causes are recognised, contradictions refused."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from drills.scenario import Scenario, Truth
from tests.drills.journals import SCENARIO


def like(**fields: Any) -> Scenario:
    """The test scenario with other fields."""
    return Scenario.model_validate({**SCENARIO.model_dump(), **fields})


@pytest.mark.parametrize(
    "text",
    [
        "TypeError depuis le déploiement de 12:00",
        "typeerror, DEPLOIEMENT e4d91f7",
        "a bug went out with the last deployment",
        "Bugs: deployed at noon",
    ],
)
def test_a_cause_is_recognised_in_both_languages(text: str) -> None:
    """In any case, with or without accents, by the beginning of a word."""
    assert SCENARIO.truth.missing_in(text) == []


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("un bug", [("déploiement", "deploy")]),
        ("le déploiement", [("TypeError", "bug")]),
        ("debug of redeploy", [("TypeError", "bug"), ("déploiement", "deploy")]),
        ("", [("TypeError", "bug"), ("déploiement", "deploy")]),
    ],
)
def test_half_a_cause_is_none(text: str, missing: list[tuple[str, ...]]) -> None:
    """Of every group one word must stand there, not inside another word."""
    assert SCENARIO.truth.missing_in(text) == missing


def test_a_mistaken_cause_brings_its_evidence() -> None:
    """What contradicts it."""
    (mistake,) = SCENARIO.truth.mistaken_in("supabase est en panne")

    assert mistake.evidence == "its status page says operational"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"accepted": ("redeploy",)}, "accepted and wrong at once: redeploy"),
        ({"id": "p1-test"}, "does not begin with its severity"),
        ({"id": "P0 test"}, "pattern"),
        ({"accepted": ()}, "at least 1 item"),
        ({"budgets": {"triage": 7200, "resolve": 60}}, "triage: 7200 s is longer"),
        ({"budgets": {"resolve": 0}}, "0 s is no time"),
        ({"severity": "P9"}, "'P0', 'P1' or 'P2'"),
        ({"truth": None}, "truth"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_contradictory_scenario_is_refused(fields: dict[str, Any], words: str) -> None:
    """Where it is made, not when it is judged."""
    with pytest.raises(ValidationError, match=words):
        like(**fields)


def test_a_truth_without_words_is_refused() -> None:
    """It would accept any cause."""
    with pytest.raises(ValidationError):
        Truth(cause="x", words=())


def test_a_control_needs_no_severity_in_its_name() -> None:
    """It rehearses that nothing is wrong."""
    assert like(id="control-no-fault").id == "control-no-fault"
