"""Load: does it reproduce the incident, and does a fix end it; an answer, as soon as it can be trusted.

Pure, and judged on simulated queues: ``stage`` (arrivals and when), ``outcome`` (what became of one),
``cohort`` (those of a stage, in order of intended send), ``share`` (of failures; the sequential test),
``capacity``, ``limiter_model``; ``method`` (steps of load until something is known) with ``queue_method``
over ``queue_judge``, and ``burst_method``; ``finding`` (what came of it).

Around them: ``incident`` (numbers, from ``incidents``), ``plan`` (one arm), ``ledger`` (what it saw),
``judge`` (from a stored arm to its finding). In Locust's process: ``generator``. In the command's:
``locust_run`` (one arm), ``subjects`` (the world with its ``knobs``, or a server of one's own behind the
``guard``), ``verify`` (before and after), ``report`` and ``series`` (the verdict), ``store`` (earlier runs),
``command``.
"""
