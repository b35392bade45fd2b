"""Ways out of an incident, one a file: how each shows in the journal, by CLI, dashboard or API.

A way is named as its file, and where the runbook has a step for it, as that step. Each module has
``taken(case)``, which yields the events by which that way was taken after the injection, and PARTS where it
leads through other ways. ``way`` holds what they share, ``catalogue`` finds them.
"""
