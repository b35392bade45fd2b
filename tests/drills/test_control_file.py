"""A second terminal finds the drill that runs, and nobody else does."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from drills import control_file
from fixtures.control import control_app
from fixtures.errors import SetupError
from fixtures.serving import Server
from reports.facts.responder import ResponderSaid
from reports.journal import Journal, facts


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """What the drill hears."""
    with Journal(tmp_path / "journal.jsonl") as journal:
        yield journal


@pytest.fixture
def url(journal: Journal) -> Iterator[str]:
    """A drill's control endpoint, whose token is ``right``."""
    server = Server()
    server.start()
    yield server.serve("control", control_app("right", journal.record))
    server.stop()


@pytest.fixture(autouse=True)
def worlds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary folder of our own, without anybody's worlds."""
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    return tmp_path


def world(folder: Path, name: str, url: str, token: str = "right", age_s: float = 0) -> Path:
    """A world's folder with its control file, so old; its environment says which it is."""
    home = folder / f"firedrill-world-{name}"
    home.mkdir()
    path = control_file.write(home, url, token, {"WORLD": name})
    then = path.stat().st_mtime - age_s
    os.utime(path, (then, then))
    return path


def test_the_shell_of_a_world_speaks_to_its_own(url: str, journal: Journal) -> None:
    """By its environment."""
    env = {"FIREDRILL_CONTROL_URL": url, "FIREDRILL_CONTROL_TOKEN": "right"}

    control_file.declare("triage", "un bug", env)

    ((_, fact),) = facts(journal.events, ResponderSaid)
    assert (fact.what, fact.text) == ("triage", "un bug")


def test_any_other_terminal_finds_the_newest(url: str, worlds: Path, journal: Journal) -> None:
    """What an older one left, or a killed one, is passed over."""
    world(worlds, "old", url, age_s=60)
    world(worlds, "killed", "http://127.0.0.1:9", age_s=-60)

    control_file.declare("ack", "", {})

    assert len(list(facts(journal.events, ResponderSaid))) == 1


def test_the_newest_drill_comes_first(worlds: Path) -> None:
    """It is the one that its user looks at."""
    for name, age_s in (("b", 60), ("a", 0), ("c", 120)):
        world(worlds, name, f"http://{name}", age_s=age_s)

    assert [control.url for control in control_file.running({})] == ["http://a", "http://b", "http://c"]


def test_the_file_is_its_owners_only(worlds: Path) -> None:
    """It holds the token."""
    assert world(worlds, "mine", "http://127.0.0.1:9").stat().st_mode & 0o777 == 0o600


def test_no_drill_is_told(worlds: Path) -> None:
    """With what to do."""
    (worlds / "firedrill-world-half").mkdir()
    (worlds / "firedrill-world-half" / control_file.NAME).write_text("{")

    with pytest.raises(SetupError, match="no drill is running; start one"):
        control_file.declare("ack", "", {})


def test_a_drill_that_is_gone_is_told(worlds: Path) -> None:
    """The environment outlived it."""
    env = {"FIREDRILL_CONTROL_URL": "http://127.0.0.1:9", "FIREDRILL_CONTROL_TOKEN": "x"}

    with pytest.raises(SetupError, match="does not answer"):
        control_file.declare("ack", "", env)


def test_a_wrong_token_is_told(url: str) -> None:
    """By the drill's own word."""
    with pytest.raises(SetupError, match="401 wrong or missing control token"):
        control_file.declare("ack", "", {"FIREDRILL_CONTROL_URL": url, "FIREDRILL_CONTROL_TOKEN": "wrong"})


def test_somebody_elses_file_is_not_believed(
    url: str, worlds: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a shared folder anybody can make one."""
    path = world(worlds, "theirs", url)
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)

    with pytest.raises(SetupError, match="no drill is running"):
        control_file.declare("ack", "secret", {})

    assert json.loads(path.read_text())["url"] == url
    assert list(facts(journal.events, ResponderSaid)) == []


def test_the_environment_is_that_of_a_drill_that_runs(url: str, worlds: Path, journal: Journal) -> None:
    """Not of a killed one, nor of one that another token belongs to; asking for it declares nothing."""
    world(worlds, "runs", url, age_s=60)
    world(worlds, "killed", "http://127.0.0.1:9")
    world(worlds, "strange", url, token="wrong")

    assert control_file.shell_env() == {"WORLD": "runs"}
    assert not journal.events


def test_without_a_drill_there_is_no_environment(worlds: Path) -> None:
    """With what to do."""
    world(worlds, "killed", "http://127.0.0.1:9")

    with pytest.raises(SetupError, match="no drill is running; start one"):
        control_file.shell_env()


@pytest.mark.timeout(20)
def test_one_that_is_no_file_of_ours_is_nobodys(worlds: Path, url: str, journal: Journal) -> None:
    """A FIFO would be waited for; a link would lead to another's token."""
    for name in ("fifo", "link"):
        (worlds / f"firedrill-world-{name}").mkdir(exist_ok=True)
    os.mkfifo(worlds / "firedrill-world-fifo" / control_file.NAME)
    elsewhere = control_file.write(worlds, url, "right")
    (worlds / "firedrill-world-link" / control_file.NAME).symlink_to(elsewhere)

    with pytest.raises(SetupError, match="no drill is running"):
        control_file.declare("triage", "un bug", {})

    assert not journal.events
