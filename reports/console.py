"""Rich's console, for what strangers have written: nothing in it plays with the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console as RichConsole
from rich.console import ConsoleOptions, RenderableType
from rich.segment import Segment

from reports.text import printable


class Console(RichConsole):
    """Rich's, with its own colours and nobody else's controls."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Whatever is printed comes by here, piece by piece."""
        return self._printable(super().render(renderable, options))

    @staticmethod
    def _printable(segments: Iterable[Segment]) -> Iterator[Segment]:
        for segment in segments:
            yield segment if segment.control else Segment(printable(segment.text), segment.style)
