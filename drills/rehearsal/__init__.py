"""The whole catalogue with the runbook responder: the proof that the runbook can be carried out.

``command`` is what is typed, ``crew`` runs the drills side by side, each an ``order`` to a ``child`` process,
``report`` makes one verdict of theirs.
"""
