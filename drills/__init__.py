"""Drills: rehearse an incident of the runbook, measure the responder, judge from the journal.

Read in this order: ``runbook`` (the runbook's steps and budgets as data, in ``runbook.toml``), ``scenario``
(the record of one incident) with ``scenarios`` (one file each) and ``catalogue`` (how they are found);
``drill`` (a run, step by step), ``brief`` (what the responder is given), ``responders`` (who acts) over
``actions`` (one function an action, and everything that changes a vendor); then the judge: ``case`` (what
it reads), ``sightings`` and ``ways`` (what the responder was seen to do, one way a file), ``recovery`` (the
clean window), ``phases``, ``oracles`` (one question a file), ``judge`` and ``impact``; ``command`` at last.
"""
