"""Responders: who acts in a drill.

``responder`` is what the drill knows of them; ``idle``, ``program`` (``cmd:PROGRAM``) and ``human`` are
three, and the fourth is a program too: ``runbook``, one decision procedure for all scenarios (with
``diagnosis``), which sees only the brief and the wire. import-linter holds that it cannot look at a
scenario.
"""
