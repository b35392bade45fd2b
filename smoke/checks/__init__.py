"""The evidence checks, one a file; `smoke.check.discover` finds them.

To add one: a file here that holds ``CHECK = EvidenceCheck(id=…, read=…)``.
"""
