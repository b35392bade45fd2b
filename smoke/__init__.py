"""The gate: is this site healthy, yes or no, with evidence.

Read in this order.

The journeys: ``test_*.py`` (one a file, what its user came for) with ``pages`` (where things are on each
page) and ``conftest`` (what a journey is given). In the browser's process: ``visitor`` over ``traffic``
(requests to the site's own origins: marked, guarded), ``writes`` (what may be written), ``watch`` (what
went wrong), ``failures`` (what it is called, and whether it is tried again), ``keepsakes`` (what is kept of
it), ``signed_in`` (the session where a site has no API for it), ``attempts`` (one line an attempt) and
``lifeline`` (the tie to the parent, over which ``handed`` comes).

The parent: ``gate`` and ``stages`` (budget, order); ``ready`` over ``reach`` (is the deployment there);
``entry`` over ``protection``, ``supabase_user`` and ``housekeeping`` (in, and out again with nothing left);
``browser_run`` over ``child`` and ``processes`` (pytest and its browser, ended whatever happens);
``evidence_run`` over ``check``, ``checks`` (one evidence check a file) and ``evidence`` (read-only clients
of the vendors); ``conclusion`` (from what was learnt to the verdict), ``advice`` (the runbook's section and
action for a failure), ``artifacts`` (scrubbed, then kept).

The user's side: ``command`` with ``options``, ``selection`` and ``targets``; ``doctor``.

``pytest smoke --base-url URL`` works by itself (``alone``); ``firedrill smoke`` wraps it.
"""
