"""How diagnoses are found, and asked: each module with ``recognise``; no registry to edit."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Protocol

from drills.responders import diagnoses
from drills.responders.diagnosis import Diagnosis, Evidence
from drills.runbook import Runbook
from fixtures import discovery

Recognise = Callable[[Runbook, Evidence], Diagnosis | None]


def diagnose(runbook: Runbook, evidence: Evidence) -> Diagnosis:
    """The first that is recognised, in the runbook's order."""
    for recognise in _discover():
        if (diagnosis := recognise(runbook, evidence)) is not None:
            return diagnosis
    return Diagnosis(evidence.severity, None, "Cause inconnue : aucune signature d'erreur reconnue.", ())


class _Module(Protocol):
    RANK: int
    recognise: Recognise


@functools.cache
def _discover() -> Sequence[Recognise]:
    found = discovery.discover(diagnoses, _Module)
    return [found[name].recognise for name in sorted(found, key=lambda name: (found[name].RANK, name))]
