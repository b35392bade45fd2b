"""Read-only clients of the vendors: what the gate knows beside what the browser sees.

They change nothing at any vendor. Each raises `reading.EvidenceError` with one sentence where its vendor does
not answer, refuses or says something else than expected.
"""
