"""Claims that need many runs: ``make proof``, resumable, outside the suite.

One file a claim; each has ``TITLE``, ``cases() -> list of case names`` and ``run(case) -> (held, observation)``,
and is found by discovery. Results are appended to ``reports/out/proof/NAME.jsonl`` as they come; a case that is
there already is not run again (``--fresh`` forgets them).
"""
