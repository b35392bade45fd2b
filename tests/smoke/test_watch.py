"""Whose requests are judged."""

from __future__ import annotations

import pytest

from smoke.browsing.watch import Watch


@pytest.mark.parametrize(
    ("url", "ours"),
    [
        ("https://postry.ai/quiz", True),
        ("https://www.postry.ai/quiz", True),
        ("https://api.postry.ai/generate", True),
        ("http://postry.ai/", True),
        ("https://notpostry.ai/", False),
        ("https://postry.ai.evil.example/", False),
        ("https://postry.ai:8443/", False),
        ("https://xyz.supabase.co/auth/v1/token", False),
        ("data:image/png;base64,x", False),
        ("blob:https://postry.ai/1", False),
    ],
)
@pytest.mark.parametrize(
    "target",
    ["https://postry.ai", "https://www.postry.ai", "https://WWW.Postry.ai:443", "https://postry.ai."],
)
def test_the_targets_own_site_is_told_from_third_parties(target: str, url: str, ours: bool) -> None:
    """With and without www, its subdomains, on its own port."""
    assert Watch(target).is_ours(url) is ours


def test_on_one_machine_ports_are_sites() -> None:
    """A vendor's mock beside the target is a third party."""
    watch = Watch("http://127.0.0.1:4000")

    assert watch.is_ours("http://127.0.0.1:4000/")
    assert not watch.is_ours("http://127.0.0.1:4001/")
