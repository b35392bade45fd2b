"""What is kept of an attempt that failed: a picture, a trace, what the browser said and what did not come."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Error, Page

from smoke.browsing.watch import Watch

_PICTURE_WITHIN_MS = 5000


def keep(pages: Sequence[Page], watch: Watch, folder: Path, *, traced: bool) -> list[Path]:
    """The files, as far as the browser still gives them; ``folder`` is private, and theirs to fill.

    HAR files that a context writes as it closes are named beforehand.
    """
    folder.mkdir(parents=True, exist_ok=True)
    kept = []
    for number, page in enumerate(pages, start=1):
        picture, trace = folder / f"page-{number}.png", folder / f"trace-{number}.zip"
        try:
            page.screenshot(path=picture, timeout=_PICTURE_WITHIN_MS)
            kept.append(picture)
        except Error:
            pass  # the page is gone; its failure is told all the same
        try:
            if traced:
                page.context.tracing.stop(path=trace)
                kept.append(trace)
        except Error:
            continue
    for name, lines in (("console.txt", watch.console), ("failed-requests.txt", watch.failed)):
        if lines:
            (folder / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
            kept.append(folder / name)
    return [*kept, *(har_of(folder, number) for number in range(1, len(pages) + 1))]


def har_of(folder: Path, number: int) -> Path:
    """Where the context of the page of this number writes its HAR, on demand."""
    return folder / f"requests-{number}.har"
