"""In a drill the harness hears of the gate."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest
import respx

from fixtures.control import control_app
from fixtures.target import Target
from reports.facts.responder import GateEnded, GateStarted
from reports.journal import Journal, facts
from smoke.announce import Announcer
from tests.smoke.judging import judge, own_journeys
from tests.smoke.stub import Page, Stub

CONTROL = {"FIREDRILL_CONTROL_URL": "http://127.0.0.1:4444", "FIREDRILL_CONTROL_TOKEN": "token"}


@pytest.mark.anyio
@respx.mock
async def test_what_is_said_is_a_fact_of_the_journal(tmp_path: Path) -> None:
    """The control endpoint takes it as it is."""
    with Journal(tmp_path / "journal.jsonl") as journal:
        app = control_app("token", journal.record)
        respx.route(host="127.0.0.1").mock(side_effect=respx.ASGIHandler(app))
        announcer = Announcer(CONTROL)

        assert await announcer.say(GateStarted(gate_run="x")) == ""
        said = await announcer.say(GateEnded(gate_run="x", verdict="PASS", reasons=[], folder="/f"))

        assert said == ""
        assert [fact.gate_run for _, fact in facts(journal.events, GateStarted)] == ["x"]
        assert [fact.verdict for _, fact in facts(journal.events, GateEnded)] == ["PASS"]


@pytest.mark.anyio
@respx.mock
@pytest.mark.parametrize("answer", [httpx.Response(401), httpx.ConnectError("gone")])
async def test_a_harness_that_does_not_listen_is_told_and_no_more(answer: httpx.Response | Exception) -> None:
    """The gate goes on."""
    respx.post("http://127.0.0.1:4444/events").mock(side_effect=[answer])

    assert "the drill was not told gate.started" in await Announcer(CONTROL).say(GateStarted(gate_run="x"))


@pytest.mark.anyio
async def test_outside_of_a_drill_nothing_is_said() -> None:
    """There is nobody to tell."""
    assert await Announcer({}).say(GateStarted(gate_run="x")) == ""


def test_a_gate_in_a_drill_says_that_it_began_and_how_it_ended(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """With its verdict and the codes of its reasons."""
    own_journeys(monkeypatch, tmp_path / "suite", bad="def test_it():\n    assert False\n")
    with Stub({"/": Page(), "/events": Page(status=204)}) as site:
        env = {"FIREDRILL_CONTROL_URL": site.url, "FIREDRILL_CONTROL_TOKEN": "token"}
        judge(Target(url=site.url), tmp_path / "run", env=env)

    started, ended = (json.loads(body) for body in site.bodies)
    assert (started["kind"], started["gate_run"]) == ("gate.started", "run")
    assert (ended["kind"], ended["verdict"]) == ("gate.ended", "FAIL")
    assert "bad-fail" in ended["reasons"]
    assert ended["folder"] == str(tmp_path / "run")
