"""Oracles: one question about a run a file, each a pure function of the journal.

An oracle module has ``TITLE`` (what holds when it passes), ``REF`` (the runbook's section), ``PHASE``
(where it belongs in the order: a phase's id, ``run`` for what comes before all, ``whole`` for what comes
last) and ``judge(evidence) -> Finding``. Its id is its file's name. ``NEEDED_BY_ALL = True`` marks those
without which nothing else can be judged: where such a one does not hold, what the others found missing is
inconclusive.
"""
