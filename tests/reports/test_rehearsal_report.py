"""A rehearsal, in the terminal and on the page."""

from __future__ import annotations

from reports import page
from reports.headline import headline
from reports.verdict import Result
from tests.reports.rehearsals import ROWS, rehearsed
from tests.reports.test_page import Reader, text_of
from tests.reports.test_terminal import printed, words


def test_one_line_for_each_scenario() -> None:
    """In 80 columns: verdict, id, severity, the phases' times, the first reason."""
    told = printed(rehearsed(*ROWS, result=Result.FAIL))
    lines = [" ".join(line.split()) for line in told.splitlines()]

    assert "pass p0-bad-deploy P0 1m52s 2m48s 1m01s 7m00s" in lines
    assert any(line.startswith("FAIL p1-persist-pool-full P1 3m20s - - - not-rec") for line in lines)
    assert max(len(line) for line in told.splitlines()) <= 80
    assert "- p1-persist-pool-full: still broken at the end: persist" in words(told)


def test_the_answer_counts_them() -> None:
    """What passed, what failed, what did not end."""
    assert headline(rehearsed(ROWS[0], result=Result.PASS)) == (
        "The runbook can be carried out: 1 scenario passed in 41 s."
    )
    unfinished = rehearsed(*ROWS, result=Result.FAIL, missing=2)
    assert headline(unfinished) == "Of 4 scenarios 1 failed, 2 did not end."


def test_the_page_has_the_table_and_leads_to_each_run() -> None:
    """What did not end is in it, too."""
    reader = Reader(page.render(rehearsed(*ROWS, result=Result.FAIL, missing=1), []))
    told = text_of(reader)

    assert "PASS p0-bad-deploy · P0 Un déploiement <casse> tout" in told
    assert "not-recovered: still broken at the end: persist" in told
    assert "p2-missing-0 it did not end" in told
    assert "../../drill/20261123T120000Z-p0-bad-deploy/report.html" in reader.all("href")
    assert "firedrill drill rehearse" in told
