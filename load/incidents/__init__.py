"""One incident is two files: its numbers (``ID.toml``) and what its users do (``ID.py``, a locustfile)."""
