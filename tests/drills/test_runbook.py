"""The runbook as data: what the drills rest on, and every mistake of a file told at once."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from drills.runbook import FILE, Runbook, RunbookError, load


@pytest.fixture
def book() -> Runbook:
    """Ours."""
    return load()


def edited(tmp_path: Path, *replacements: tuple[str, str]) -> Path:
    """Our own file with some words replaced."""
    text = FILE.read_text(encoding="utf-8")
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "runbook.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_budgets_are_those_of_the_runbook(book: Runbook) -> None:
    """P0: 5, 10 and 5 minutes in an hour; P1 four hours, P2 a day; the post-mortem a day."""
    assert book.severity["P0"].budgets == {
        "triage": 300,
        "mitigate": 600,
        "validate": 300,
        "resolve": 3600,
        "post-mortem": 86400,
    }
    assert book.severity["P1"].budgets["resolve"] == 4 * 3600
    assert book.severity["P2"].budgets["resolve"] == 24 * 3600


def test_a_p0_concerns_devops_lead_and_product_owner(book: Runbook) -> None:
    """By their addresses."""
    assert book.addresses("P0") == ["devops@postry.ai", "florian@postry.ai"]


def test_who_is_there_at_night(book: Runbook) -> None:
    """The DevOps Lead for a P0, and nobody with an address for less."""
    assert book.on_call("P0") == ["devops@postry.ai"]
    assert book.on_call("P1") == []


def test_vendor_actions_take_what_the_runbook_quotes(book: Runbook) -> None:
    """Rollback two to three minutes, redeploy five to seven, maintenance three to five."""
    assert book.vendor_action == {"rollback": (120, 180), "redeploy": (300, 420), "maintenance": (180, 300)}
    assert book.longest_vendor_action_s == 420


@pytest.mark.parametrize(
    ("line", "sign"),
    [
        ("TypeError: Cannot read properties of undefined (reading 'id')", "type-error"),
        ("TypeError: Cannot read property 'id' of undefined", "type-error"),
        ("Error: connect ECONNREFUSED 127.0.0.1:5432", "refused"),
        ("Error: connect ETIMEDOUT 127.0.0.1:443", "timed-out"),
        ("502 Bad Gateway: the function crashed at start", "bad-gateway"),
        ("GET /posts/1502 200", None),
    ],
)
def test_signs_are_recognised(book: Runbook, line: str, sign: str | None) -> None:
    """The runbook's words, and those which today's Node prints."""
    assert next((each.id for each in book.sign if each.shows_in(line)), None) == sign


def test_all_mistakes_are_told_with_their_keys(tmp_path: Path) -> None:
    """One reading of the message is enough to mend the file."""
    path = edited(
        tmp_path,
        ("think_s = 20", 'think_s = "long"'),
        ("clean_samples = 3", "clean_samples = 0\ncolour = 1"),
        ("budgets = { triage = 300", "budgets = { triage = 7200"),
        ("budgets = { resolve = 86400 }", "budgets = {}"),
    )

    with pytest.raises(RunbookError) as error:
        load(path)

    told = str(error.value).splitlines()
    assert all(line.startswith(f"{path}: ") for line in told)
    assert any("step.read-status-pages.think_s" in line and "'long'" in line for line in told)
    assert any("judge.clean_samples" in line and "greater than or equal to 1" in line for line in told)
    assert any("judge.colour: unknown key" in line for line in told)
    assert any("severity.P2.budgets: resolve is missing" in line for line in told)
    assert any("severity.P0.budgets: triage: 7200 s is longer than the 3600 s" in line for line in told)


def test_a_table_of_signs_of_its_own_is_refused(tmp_path: Path) -> None:
    """The gate would not follow it."""
    path = edited(tmp_path, ("# --- people", "[[sign]]\nid = 'mine'\n\n# --- people"))

    with pytest.raises(RunbookError, match=r"sign: unknown key; .*signs\.toml"):
        load(path)


def test_names_that_name_nothing_are_told(tmp_path: Path) -> None:
    """People, phases, steps and durations."""
    path = edited(
        tmp_path,
        ('alert = ["devops-lead", "product-owner"]', 'alert = ["nobody"]'),
        ('alert = ["developer-lead", "product-owner"]', 'alert = ["devops-lead"]'),
        ("rollback = [120, 180]", "rollback = [180, 120]"),
    )

    with pytest.raises(RunbookError) as error:
        load(path)

    assert str(error.value).splitlines() == [
        f"{path}: severity.P0.alert: 'nobody' is no contact",
        f"{path}: severity.P1.alert: 'devops-lead' is there only for P0",
        f"{path}: vendor_action.rollback: expected [least, most], found [180, 120]",
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "cannot be read"), (b"\xff", "not UTF-8"), (b"[", "not TOML"), (b"", "severity: is missing")],
)
def test_a_file_that_is_none_is_told(tmp_path: Path, content: bytes | None, words: str) -> None:
    """Its path and what is wrong with it."""
    path = tmp_path / "runbook.toml"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(RunbookError, match=words) as error:
        load(path)

    assert str(path) in str(error.value)


def test_people_have_their_hours(book: Runbook) -> None:
    """Business hours are nine to six; around the clock is none."""
    hours = {name: book.hours(contact) for name, contact in book.contact.items()}

    assert hours["devops-lead"] is None
    assert hours["developer-lead"] == hours["product-owner"] == book.business_hours
    assert (book.business_hours.opens, book.business_hours.closes) == (time(9), time(18))
