"""Where a site has led a visitor since their last step, and whether it leads in a circle.

So do sites whose pages disagree on whether a session has ended: the login leads to the dashboard, and the
dashboard to the login.
"""

from __future__ import annotations

from urllib.parse import urlsplit

# As often as this nobody comes back to one page by a single step.
_TOO_OFTEN = 4
# And this is a circle without an end. In script a page may go round faster than the browser can tell of it,
# and never answer what it is asked next.
_WITHOUT_END = 8


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
        if self._times < _TOO_OFTEN:
            return ""
        last = self._paths[-1]
        before = len(self._paths) - 1 - self._paths[:-1][::-1].index(last) - 1
        return f"{', '.join(self._paths[before:])}, … ({self._times} times)"

    @property
    def is_without_end(self) -> bool:
        """Whether it has gone round so often that whoever can should stop it."""
        return self._times >= _WITHOUT_END

    @property
    def _times(self) -> int:
        return self._paths.count(self._paths[-1]) if self._paths else 0
