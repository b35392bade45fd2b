"""One drill of a rehearsal, in a process of its own: ``python -m drills.rehearsal.child ORDER``.

Prints its run folder before anything else. Its standard input is a tie: when that closes, because whoever
started it is gone, it undoes everything and ends, as after Ctrl-C.
"""

from __future__ import annotations

import os
import signal
import sys
import threading

from drills import catalogue
from drills.drill import Drill
from drills.judge import JOB
from drills.rehearsal.order import Order
from drills.responders.program import Program
from drills.settings import Settings
from fixtures import interruption
from reports.run import RunFolder
from reports.verdict import ExitCode


def main() -> int:
    """Drill it; the exit code of its verdict."""
    interruption.listen()
    order = Order.model_validate_json(sys.argv[1])
    scenario = catalogue.find(order.scenario, order.own)
    folder = RunFolder.create(JOB, scenario.id)
    print(folder.path, flush=True)  # noqa: T201 - what the parent reads
    threading.Thread(target=_end_with_parent, daemon=True).start()
    settings = Settings(
        scenario, Program.runbook(), order.pace, order.seed, journeys="http", limit_s=order.limit_s
    )
    outcome = Drill(settings, folder).run()
    if outcome.broke is not None:
        raise outcome.broke
    return ExitCode.INTERRUPTED if outcome.interrupted else outcome.verdict.exit_code


def _end_with_parent() -> None:
    # Not by sys.stdin: its lock, held here, would be in the way of the interpreter's end.
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(ExitCode.INTERRUPTED)
