"""Where a site has led a visitor since their last step, and whether it leads in a circle.

So do sites whose pages disagree on whether a session has ended: the login leads to the dashboard, and the
dashboard to the login.
"""

from __future__ import annotations

from urllib.parse import urlsplit

# As often as this nobody comes back to one page by a single step.
_TOO_OFTEN = 4


class Trail:
    """The paths that a tab has come to, redirects included."""

    def __init__(self) -> None:
        self._paths: list[str] = []

    def begins(self) -> None:
        """The visitor makes a step of their own."""
        self._paths = []

    def goes_on(self, url: str) -> None:
        """The site leads to this address."""
        path = urlsplit(url).path or "/"
        if self._paths[-1:] != [path]:
            self._paths.append(path)

    @property
    def circle(self) -> str:
        """The pages that it goes through again and again; nothing where there is no circle."""
        last = self._paths[-1] if self._paths else ""
        if self._paths.count(last) < _TOO_OFTEN:
            return ""
        before = len(self._paths) - 1 - self._paths[:-1][::-1].index(last) - 1
        return f"{', '.join(self._paths[before:])}, … ({self._paths.count(last)} times)"
