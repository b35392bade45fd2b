"""The gate: is this site healthy, yes or no, with evidence.

The journeys: ``test_*.py`` (one a file, what its user came for) with ``pages`` (where things are on each
page), ``conftest`` (what a journey is given) and ``browsing`` (how: all that runs beside the browser).

The gate's own process: ``command`` with ``options``, ``selection`` and ``targets``; ``gate`` and ``stages``
(budget, order); ``access`` (is the deployment there, and how we come in and out); ``browser_run`` over
``child`` (pytest and its browser, ended whatever happens; ``order`` and ``handed`` are what
it is told); ``evidence_run`` over ``check``, ``checks`` (one evidence check a file) and ``evidence``
(read-only clients of the vendors); ``conclusion`` (from what was learnt to the verdict), ``advice`` (the
runbook's section and action for a failure), ``artifacts`` (scrubbed, then kept). Beside them: ``doctor``.

``pytest smoke --base-url URL`` works by itself; ``firedrill smoke`` wraps it.
"""
