"""Scenarios are found as files, and a file with mistakes is refused with all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from drills.catalogue import ScenarioError, discover, everything, find
from drills.scenario import Scenario

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
    """Unknown fault, unknown way, wrong name, missing truth, contradictory budgets, broken code."""
    one = write(tmp_path, "p0_one.py", "p0-other", fault="no-fault", way="pray")
    two = tmp_path / "p0_two.py"
    two.write_text(
        "from drills.scenario import Scenario\n"
        "SCENARIO = Scenario(id='p0-two', severity='P7', fault='no-fault', "
        "budgets={'triage': 9, 'resolve': 8})"
    )
    three = tmp_path / "p0_three.py"
    three.write_text("import nowhere")
    four = tmp_path / "p0_four.py"
    four.write_text("")

    with pytest.raises(ScenarioError) as error:
        discover(tmp_path)

    told = str(error.value).splitlines()
    assert f"{one}: id: belongs into p0_other.py (found 'p0-other')" in told
    assert any(
        line.startswith(f"{one}: fault: 'no-fault' is no fault; there are: ") and ", bad-deploy," in line
        for line in told
    )
    assert any(line.startswith(f"{one}: accepted: 'pray' is no way") for line in told)
    assert f"{two}: truth: is missing; it is required here" in told
    assert any(line.startswith(f"{two}: severity: ") for line in told)
    assert any(line.startswith(f"{two}: fault: 'no-fault' is no fault") for line in told)
    assert any(line.startswith(f"{two}: budgets: triage: 9 s is longer than the 8 s") for line in told)
    assert f"{three}: cannot be imported: ModuleNotFoundError: No module named 'nowhere'" in told
    assert f"{four}: has no SCENARIO of type drills.scenario.Scenario" in told


def test_an_unknown_one_names_the_near_one() -> None:
    """And where none is near, all of them."""
    with pytest.raises(ScenarioError, match="'p0-bad-deplyo'; did you mean p0-bad-deploy"):
        find("p0-bad-deplyo")
    with pytest.raises(ScenarioError, match=r"there are: .*p0-bad-deploy"):
        find("xyz")


def test_an_own_folder_stands_beside_ours(tmp_path: Path) -> None:
    """Found together, by any name."""
    write(tmp_path, "p0_new.py", "p0-new")

    there = everything(tmp_path)

    assert set(there) == {*discover(), "p0-new"}
    assert find("p0-new", tmp_path).fault == "bad-deploy"
    with pytest.raises(ScenarioError, match="unknown scenario 'p0-new'"):
        find("p0-new")


def test_an_id_that_both_have_is_refused(tmp_path: Path) -> None:
    """Which one is meant, nobody could tell."""
    file = write(tmp_path, "p0_bad_deploy.py", "p0-bad-deploy")

    with pytest.raises(ScenarioError) as error:
        everything(tmp_path)

    assert str(error.value) == f"{file}: id: 'p0-bad-deploy' is one of firedrill's own"


@pytest.mark.parametrize(("name", "told"), [("nowhere", "is no folder"), ("", "holds no scenario")])
def test_a_folder_without_scenarios_is_refused(name: str, told: str, tmp_path: Path) -> None:
    """It is a mistyped one."""
    with pytest.raises(ScenarioError, match=told):
        everything(tmp_path / name)


def test_budgets_are_checked_against_those_of_the_severity(tmp_path: Path) -> None:
    """A triage cannot take longer than the whole incident may."""
    file = write(tmp_path, "p0_new.py", "p0-new")
    file.write_text(file.read_text().replace('story="s"', 'story="s", budgets={"resolve": 200}'))

    with pytest.raises(ScenarioError) as error:
        discover(tmp_path)

    told = str(error.value)
    assert "triage: 300 s is longer than the 200 s to resolve it all" in told
    assert "mitigate: 600 s is longer than the 200 s to resolve it all" in told


def test_a_stored_scenario_may_name_what_is_no_longer_there() -> None:
    """A journal of another day is judged by what it states."""
    stored = {**find("p0-bad-deploy").model_dump(mode="json"), "fault": "long-gone"}

    assert Scenario.model_validate(stored).fault == "long-gone"
