"""The brief holds what an alert holds, and no secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from drills.brief import Brief
from fixtures.errors import SetupError
from tests.drills.responders.test_program import brief


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    """To the last field."""
    path = tmp_path / "brief.json"
    path.write_text(brief().model_dump_json())

    assert Brief.read(path) == brief().model_copy(update={"alert": Brief.read(path).alert})


def test_it_says_nothing_of_the_scenario() -> None:
    """Neither cause, nor id, nor fault: only these."""
    assert set(Brief.model_fields) == {
        "alert",
        "local_time",
        "runbook",
        "pace",
        "limit_s",
        "environment",
        "declare",
    }


@pytest.mark.parametrize(("content", "words"), [(None, "cannot read the brief"), ("{}", "is no brief")])
def test_a_file_that_is_none_is_told(tmp_path: Path, content: str | None, words: str) -> None:
    """With its path."""
    path = tmp_path / "brief.json"
    if content is not None:
        path.write_text(content)

    with pytest.raises(SetupError, match=words):
        Brief.read(path)
