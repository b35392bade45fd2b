"""How diagnoses are found, and asked: each module with ``recognise``; no registry to edit."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable, Sequence

from drills.responders import diagnoses
from drills.responders.diagnosis import Diagnosis, Evidence
from drills.runbook import Runbook

Recognise = Callable[[Runbook, Evidence], Diagnosis | None]


def diagnose(runbook: Runbook, evidence: Evidence) -> Diagnosis:
    """The first that is recognised, in the runbook's order."""
    for recognise in _discover():
        if (diagnosis := recognise(runbook, evidence)) is not None:
            return diagnosis
    return Diagnosis(evidence.severity, None, "Cause inconnue : aucune signature d'erreur reconnue.", ())


@functools.cache
def _discover() -> Sequence[Recognise]:
    names = [info.name for info in pkgutil.iter_modules(diagnoses.__path__) if info.name != "catalogue"]
    found = [importlib.import_module(f"{diagnoses.__name__}.{name}") for name in names]
    return [module.recognise for module in sorted(found, key=lambda module: (module.RANK, module.__name__))]
