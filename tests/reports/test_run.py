"""Run folders: never shared, found again by `latest`, and nothing outside them is touched."""

from __future__ import annotations

import hashlib
import os
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reports.run import RunFolder, RunFolderError, render_all
from reports.verdict import Verdict
from tests.reports.drills import passing_drill
from tests.reports.gates import failing_gate
from tests.reports.loads import LOADS


def test_a_folder_is_named_after_job_time_and_run(tmp_path: Path) -> None:
    """``<root>/<job>/<UTC stamp>-<id>``, with a random id where none is given."""
    named = RunFolder.create("drill", "p0-bad-deploy", tmp_path)
    random = RunFolder.create("drill", root=tmp_path)

    assert re.fullmatch(r"\d{8}T\d{6}Z-p0-bad-deploy", named.run_id)
    assert re.fullmatch(r"\d{8}T\d{6}Z-[0-9a-f]{6}", random.run_id)
    assert (named.job, named.path.parent) == ("drill", tmp_path / "drill")
    assert named.path.is_dir()


def test_runs_of_one_second_never_share_a_folder(tmp_path: Path) -> None:
    """Twenty runs of one name started at once get twenty empty folders."""
    with ThreadPoolExecutor(8) as pool:
        folders = list(pool.map(lambda _: RunFolder.create("smoke", "same", tmp_path), range(20)))

    assert len({folder.path for folder in folders}) == 20
    assert all(not list(folder.path.iterdir()) for folder in folders)


def test_latest_leads_to_the_newest_run(tmp_path: Path) -> None:
    """The link is replaced, relative, and leaves no temporary link behind."""
    RunFolder.create("drill", "first", tmp_path)
    newest = RunFolder.create("drill", "second", tmp_path)

    link = tmp_path / "drill" / "latest"
    assert os.readlink(link) == newest.run_id
    assert RunFolder.find(link).path == newest.path
    assert not [path for path in link.parent.iterdir() if path.name.startswith(".")]


def test_latest_is_never_missing_while_it_is_replaced(tmp_path: Path) -> None:
    """Whoever follows `latest` while runs start always gets somewhere."""
    RunFolder.create("drill", "first", tmp_path)
    link = tmp_path / "drill" / "latest"
    with ThreadPoolExecutor(2) as pool:
        making = pool.submit(lambda: [RunFolder.create("drill", "next", tmp_path) for _ in range(100)])
        seen = []
        while not making.done():
            seen.append(link.is_dir())

    assert seen
    assert all(seen)


def test_latest_works_where_links_do_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a file system without links a text file holds the name, and is found through the same path."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "symlink_to", refuse)

    folder = RunFolder.create("drill", "p0", tmp_path)

    assert (tmp_path / "drill" / "latest.txt").read_text() == f"{folder.run_id}\n"
    assert RunFolder.find(tmp_path / "drill" / "latest").path == folder.path


def test_a_folder_called_latest_is_left_alone(tmp_path: Path) -> None:
    """Something of somebody else's under that name is not deleted."""
    theirs = tmp_path / "drill" / "latest" / "theirs.txt"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("precious")

    folder = RunFolder.create("drill", "p0", tmp_path)

    assert theirs.read_text() == "precious"
    assert (tmp_path / "drill" / "latest.txt").read_text() == f"{folder.run_id}\n"


@pytest.mark.parametrize("name", ["", "../up", "a/b", ".hidden", "with space"])
def test_a_name_that_is_no_file_name_is_refused(tmp_path: Path, name: str) -> None:
    """A job or a run cannot lead out of the folder of runs."""
    with pytest.raises(ValueError, match="expected letters"):
        RunFolder.create(name or "/", "run", tmp_path)
    with pytest.raises(ValueError, match="expected letters"):
        RunFolder.create("drill", name or "/", tmp_path)


def test_a_folder_that_cannot_be_made_is_told_in_one_sentence(tmp_path: Path) -> None:
    """The path, what is wrong and what to do."""
    (tmp_path / "out").write_text("a file in the way")

    with pytest.raises(RunFolderError, match=r"out/drill: cannot make a run folder here: .*; run from"):
        RunFolder.create("drill", "p0", tmp_path / "out")


def test_a_run_is_found_by_its_folder_and_by_its_verdict(tmp_path: Path) -> None:
    """`drill judge` takes either; a wrong path is an error that names it."""
    folder = RunFolder.create("drill", "p0", tmp_path)
    folder.write_text("verdict.json", "{}")

    assert RunFolder.find(folder.path).path == folder.path
    assert RunFolder.find(folder.path / "verdict.json").path == folder.path
    with pytest.raises(RunFolderError, match="nowhere: no run folder here"):
        RunFolder.find(tmp_path / "nowhere")


def test_artifacts_carry_their_digest(tmp_path: Path) -> None:
    """A kept file is copied, named by its path within the folder, and its SHA-256 is that of its bytes."""
    folder = RunFolder.create("smoke", "r", tmp_path)
    source = tmp_path / "trace.zip"
    source.write_bytes(b"trace")

    first = folder.keep(source, "artifacts/login/trace.zip", title="Trace", scrubbed=True)
    second = folder.keep(source, "artifacts/login/trace.zip")

    assert (first.path, first.title, first.scrubbed) == ("artifacts/login/trace.zip", "Trace", True)
    assert second.path == "artifacts/login/trace-2.zip"
    assert first.sha256 == hashlib.sha256((folder.path / first.path).read_bytes()).hexdigest()
    assert source.exists()


@pytest.mark.parametrize("name", ["../stray.txt", "/etc/stray.txt", "a/../../stray.txt", "."])
def test_nothing_is_written_outside_the_folder(tmp_path: Path, name: str) -> None:
    """A path that leads out is refused before anything is made."""
    folder = RunFolder.create("smoke", "r", tmp_path)

    with pytest.raises(ValueError, match="is not a file of the run folder"):
        folder.write_text(name, "x")

    assert not list(tmp_path.rglob("stray.txt"))


def test_all_reports_of_a_drill_are_written(tmp_path: Path) -> None:
    """verdict.json, JUnit, Allure results, page and post-mortem, from the stored verdict and events alone."""
    verdict, events = passing_drill()

    render_all(tmp_path, verdict, events)

    assert Verdict.model_validate_json((tmp_path / "verdict.json").read_text()) == verdict
    for name in ("junit.xml", "report.html", "post-mortem.md"):
        assert (tmp_path / name).stat().st_size > 1000
    assert list((tmp_path / "allure-results").glob("*-result.json"))


def test_a_gate_has_no_post_mortem(tmp_path: Path) -> None:
    """Only an incident has one."""
    render_all(tmp_path, failing_gate(), [])

    assert (tmp_path / "report.html").exists()
    assert not (tmp_path / "post-mortem.md").exists()


@pytest.mark.parametrize("verdict", LOADS.values(), ids=LOADS)
def test_a_load_has_every_report_but_a_post_mortem(tmp_path: Path, verdict: Verdict) -> None:
    """Whatever it came to, and read back as it was written."""
    render_all(tmp_path, verdict, [])

    assert Verdict.model_validate_json((tmp_path / "verdict.json").read_text()) == verdict
    assert (tmp_path / "junit.xml").exists()
    assert (tmp_path / "report.html").exists()
    assert list((tmp_path / "allure-results").glob("*-result.json"))
    assert not (tmp_path / "post-mortem.md").exists()


def test_rendering_again_gives_the_same_files(tmp_path: Path) -> None:
    """`drill judge` on a stored run replaces its reports and adds none."""
    verdict, events = passing_drill()
    render_all(tmp_path, verdict, events)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    render_all(tmp_path, verdict, events)

    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
