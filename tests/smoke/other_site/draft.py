"""A stored draft, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Draft:
    """``owner`` is an e-mail address."""

    owner: str
    text: str
