"""Joins our node and conductor to Locust's events; importing it is enough."""

from __future__ import annotations

import gc
import json
import logging
import os
from pathlib import Path
from typing import Any

import gevent
from locust import events
from locust.env import Environment
from locust.runners import MasterRunner, WorkerRunner

from load import judge
from load.finding import Finding
from load.generator.conductor import Conductor, NoSendersError
from load.generator.node import HALT, OUTCOMES, STAGES, Node
from load.incident import Incident
from load.ledger import Ledger
from load.plan import VARIABLE, Plan
from reports import files

# How often a plan is looked for that is yet to come.
_POLL_S = 0.02
_log = logging.getLogger("firedrill")
_nodes: dict[int, Node] = {}
_conductors: dict[int, Conductor] = {}


def node(environment: Environment) -> Node:
    """This process's node."""
    return _nodes[id(environment)]


def _on_init(environment: Environment, **_: Any) -> None:
    runner = environment.runner
    assert runner is not None
    environment.process_exit_code = 4  # until a finding says otherwise
    gc.freeze()  # a full collection of all that was imported would make us late
    if not isinstance(runner, MasterRunner):
        here = _nodes[id(environment)] = Node(lambda message, data: runner.send_message(message, data))
        runner.register_message(STAGES, lambda msg, **_: here.send(msg.data))
        runner.register_message(HALT, lambda **_: here.halt())
        gevent.spawn(here.report)
    if not isinstance(runner, WorkerRunner):
        runner.register_message(OUTCOMES, lambda msg, **_: _hear(environment, msg))


def _on_test_start(environment: Environment, **_: Any) -> None:
    if not isinstance(environment.runner, WorkerRunner):
        gevent.spawn(_conduct, environment)


def _hear(environment: Environment, message: Any) -> None:
    conductor = _conductors.get(id(environment))
    if conductor is not None:
        conductor.hear(message.node_id, message.data)


def _conduct(environment: Environment) -> None:
    runner = environment.runner
    assert runner is not None
    try:
        plan, folder = _plan(environment)
        ledger = None if folder is None else Ledger(folder)
        conductor = _conductors[id(environment)] = Conductor(
            lambda message, data, to: runner.send_message(message, data, to), ledger, plan.patience_s
        )
        gevent.sleep(0)
        conductor.wait_for_senders(runner.target_user_count)
        finding = conductor.find_out(judge.method(plan))
    except NoSendersError as error:
        finding = Finding(answer="INCONCLUSIVE", because=str(error))
        folder = _folder()
    environment.process_exit_code = judge.EXIT_CODES[finding.answer]
    _log.info("%s: %s", finding.answer, finding.because)
    if folder is not None:
        files.write_json(folder / judge.FINDING, finding)
    if environment.parsed_options is None or environment.parsed_options.headless:
        runner.quit()


def _plan(environment: Environment) -> tuple[Plan, Path | None]:
    """The plan that we were given, or one of the incident's own numbers."""
    folder = _folder()
    if folder is not None:
        while not Path(os.environ[VARIABLE]).exists():
            gevent.sleep(_POLL_S)
        return Plan.model_validate(json.loads(Path(os.environ[VARIABLE]).read_text(encoding="utf-8"))), folder
    incidents = [each.incident for each in environment.user_classes if hasattr(each, "incident")]
    incident: Incident = incidents[0]
    return Plan(incident=incident, max_s=incident.max_s, max_rate_per_s=500), None


def _folder() -> Path | None:
    return Path(os.environ[VARIABLE]).parent if VARIABLE in os.environ else None


events.init.add_listener(_on_init)  # type: ignore[no-untyped-call]
events.test_start.add_listener(_on_test_start)  # type: ignore[no-untyped-call]
