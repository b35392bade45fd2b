"""The seal is believed for what is so, not for what was tried."""

from __future__ import annotations

import pytest

from drills.runbook_check import seal


def test_the_network_in_which_it_was_typed_is_no_seal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever says so in a variable."""
    monkeypatch.setenv(seal.VARIABLE, seal._network())

    assert seal.enter([]) == seal.Seal(False, "no network of its own was made")


def test_a_network_that_leads_out_is_no_seal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another one than before, but with a route."""
    monkeypatch.setenv(seal.VARIABLE, "1")
    monkeypatch.setattr(seal, "_raise_loopback", lambda: None)
    monkeypatch.setattr(seal, "_leads_out", lambda: True)

    assert seal.enter([]) == seal.Seal(False, "the network that was made leads out")


def test_a_system_without_namespaces_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """With what would have had them."""
    monkeypatch.delenv(seal.VARIABLE, raising=False)
    monkeypatch.setenv("PATH", "/nowhere")

    sealed = seal.enter([])

    assert not sealed.enforced
    assert "unshare" in sealed.told
