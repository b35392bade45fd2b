"""Diagnoses: what the runbook recognises, one a file.

A module has ``RANK`` (they are asked in this order, as the runbook looks: its first sections have the
lowest) and ``recognise(runbook, evidence)``, which returns a `drills.responders.diagnosis.Diagnosis`, or
None where this is not what is seen.
"""
