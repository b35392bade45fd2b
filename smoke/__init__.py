"""The gate: is this site healthy, yes or no, with evidence.

Read in this order: ``test_*.py`` (one journey a file, what its user came for) with ``pages`` (where things
are on each page) and ``conftest`` (what a journey is given); ``watch`` (what the browser saw go wrong),
``isolation`` (what the gate sends to the target's own origin only) and ``attempts`` (the pytest plugin that
writes one line an attempt); then the parent: ``gate`` and ``stages`` (budget, order), ``browser_run`` over
``child`` and ``processes`` (pytest and its browser as a child process, nothing left behind), ``evidence_run``
over ``check``, ``checks`` (one evidence check a file) and ``evidence`` (read-only clients of the vendors),
``conclusion`` (from what was learnt to the verdict), ``advice`` (the runbook's section and action for a
failure), ``command``.

``pytest smoke --base-url URL`` works by itself; ``firedrill smoke`` wraps it.
"""
