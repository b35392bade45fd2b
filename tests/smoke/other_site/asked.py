"""What somebody asked a server for, whole."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request


@dataclass(frozen=True)
class Asked:
    """One request; the names of ``headers`` are in lower case."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: str

    @classmethod
    async def by(cls, request: Request) -> Asked:
        """All that this request says."""
        body = (await request.body()).decode(errors="replace")
        return cls(request.method, request.url.path, request.url.query, dict(request.headers), body)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    def holds(self, text: str) -> bool:
        """Whether ``text`` is anywhere in it."""
        return any(
            text in part for part in (self.path, self.query, self.body, *self.headers, *self.headers.values())
        )
