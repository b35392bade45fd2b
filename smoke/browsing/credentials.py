"""The smoke user."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Credentials:
    """E-mail and password; the password shows in no failure's text."""

    email: str
    password: str

    def __repr__(self) -> str:
        return f"Credentials({self.email!r})"
