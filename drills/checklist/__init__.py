"""The runbook's checklist, ticked from what was observed.

``during`` and ``after`` hold a function for each item, ``tick`` what those answer, ``filling`` asks them all.
"""
