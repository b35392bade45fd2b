"""The gate gives each variant of a site of another make the verdict of a careful person."""

from __future__ import annotations

import contextlib
import io
import tempfile
from pathlib import Path

from tests.proof.mutations import told
from tests.smoke.judging import judge
from tests.smoke.other_site.variants import VARIANTS
from tests.smoke.test_other_site import RUN, disagreement, target_of

TITLE = "the gate judges a site of another make as a careful person would"
_ALL = {variant.name: variant for variant in VARIANTS}


def cases() -> list[str]:
    """One case a variant."""
    return list(_ALL)


def what(case: str) -> str:
    """What is wrong, and what the verdict should be."""
    variant = _ALL[case]
    said = (variant.build.__doc__ or "").splitlines()[0].rstrip(".") if case != "OtherSite" else "Nothing"
    red = f" by {', '.join(variant.red)}" if variant.red else ""
    return f"{said}: {variant.verdict}{red}"


def run(case: str) -> tuple[bool, str]:
    """A site of its own, every journey."""
    variant = _ALL[case]
    quiet = contextlib.redirect_stdout(io.StringIO())
    with tempfile.TemporaryDirectory() as folder, variant.build() as site, quiet:
        verdict = judge(target_of(site, Path(folder)), Path(folder) / RUN, env=site.env)
    return disagreement(variant, verdict) == "", told(verdict)
