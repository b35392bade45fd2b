"""The header of a target's own that the gate sends to its origin, as an environment variable states it."""

from __future__ import annotations


def parse_header(line: str) -> dict[str, str]:
    """``name: value`` as a mapping of one; an empty line is none."""
    name, colon, value = line.partition(":")
    return {name.strip(): value.strip()} if colon and name.strip() else {}
