"""Scenarios are found as files, and a file with mistakes is refused with all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from drills.catalogue import ScenarioError, discover, find

SMALL = """
from drills.scenario import Scenario, Truth

SCENARIO = Scenario(
    id="{id}", title="t", severity="P0", story="s", fault="{fault}",
    truth=Truth(cause="c", words=(("c",),)), accepted=("{way}",),
)
"""


def write(
    folder: Path, name: str, scenario_id: str, fault: str = "bad-deploy", way: str = "rollback"
) -> Path:
    """A small scenario as a file."""
    path = folder / name
    path.write_text(SMALL.format(id=scenario_id, fault=fault, way=way), encoding="utf-8")
    return path


def test_ours_are_found() -> None:
    """By their ids."""
    assert discover()["p0-bad-deploy"].fault == "bad-deploy"


def test_a_file_in_a_folder_is_a_scenario(tmp_path: Path) -> None:
    """Nothing else is written or registered."""
    write(tmp_path, "p0_new.py", "p0-new")
    (tmp_path / "_helper.py").write_text("raise RuntimeError")

    assert list(discover(tmp_path)) == ["p0-new"]


def test_all_mistakes_of_all_files_are_told(tmp_path: Path) -> None:
    """Unknown fault, unknown way, wrong name, missing truth, broken code."""
    one = write(tmp_path, "p0_one.py", "p0-other", fault="no-fault", way="pray")
    two = tmp_path / "p0_two.py"
    two.write_text("from drills.scenario import Scenario\nSCENARIO = Scenario(id='p0-two', severity='P7')")
    three = tmp_path / "p0_three.py"
    three.write_text("import nowhere")
    four = tmp_path / "p0_four.py"
    four.write_text("")

    with pytest.raises(ScenarioError) as error:
        discover(tmp_path)

    told = str(error.value).splitlines()
    assert f"{one}: id: 'p0-other' belongs into p0_other.py" in told
    assert any(
        line.startswith(f"{one}: fault: 'no-fault' is no fault; there are: bad-deploy") for line in told
    )
    assert any(line.startswith(f"{one}: accepted: 'pray' is no way") for line in told)
    assert f"{two}: truth: is missing; it is required here" in told
    assert any(line.startswith(f"{two}: severity: ") for line in told)
    assert f"{three}: cannot be imported: ModuleNotFoundError: No module named 'nowhere'" in told
    assert f"{four}: has no SCENARIO of type drills.scenario.Scenario" in told


def test_an_unknown_one_names_the_near_one() -> None:
    """And where none is near, all of them."""
    with pytest.raises(ScenarioError, match="'p0-bad-deplyo'; did you mean p0-bad-deploy"):
        find("p0-bad-deplyo")
    with pytest.raises(ScenarioError, match=r"there are: .*p0-bad-deploy"):
        find("xyz")
