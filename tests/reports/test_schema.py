"""The schema kept in the repository is that of the records, and every verdict obeys it."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from reports import schema
from reports.verdict import Verdict
from tests.reports import drills, gates
from tests.reports.checklists import with_checklist
from tests.reports.loads import LOADS
from tests.reports.rehearsals import REHEARSALS

SAMPLES = [
    drills.passing_drill()[0],
    drills.failing_drill()[0],
    drills.inconclusive_drill()[0],
    gates.passing_gate(),
    gates.failing_gate(),
    gates.inconclusive_gate(),
    *LOADS.values(),
    *REHEARSALS.values(),
    with_checklist(),
]


def validator() -> Draft202012Validator:
    """Reads the file, as somebody else's program would."""
    text = json.loads(schema.PATH.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(text)
    return Draft202012Validator(text, format_checker=FormatChecker())


def test_the_file_is_generated_from_the_records() -> None:
    """Whoever changes the records runs `python -m reports.schema`."""
    assert schema.PATH.read_text(encoding="utf-8") == schema.generate()


@pytest.mark.parametrize("verdict", SAMPLES, ids=lambda verdict: f"{verdict.job}-{verdict.verdict}")
def test_every_verdict_obeys_the_schema(verdict: Verdict) -> None:
    """Gates, drills and loads, of all three results."""
    validator().validate(json.loads(verdict.model_dump_json()))


@pytest.mark.parametrize("change", [{"verdict": "MAYBE"}, {"surprise": 1}, {"reasons": None}])
def test_the_schema_refuses_what_the_record_refuses(change: dict[str, object]) -> None:
    """It is no schema that lets everything through."""
    stored = json.loads(SAMPLES[0].model_dump_json()) | change

    with pytest.raises(ValidationError):
        validator().validate(stored)


def test_the_schema_requires_what_is_always_written() -> None:
    """A reader can rely on every field, also on those with a default."""
    stored = json.loads(SAMPLES[0].model_dump_json())
    del stored["redactions"]

    with pytest.raises(ValidationError, match="redactions"):
        validator().validate(stored)
