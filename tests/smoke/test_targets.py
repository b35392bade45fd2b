"""Which target the options mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixtures.errors import SetupError
from smoke.targets import choose_target

ONE = """
[target.production]
url = "https://postry.example"
budgets.gate_s = 60
[target.production.words.landing]
heading = "Hello"
[target.production.login]
email = "smoke@postry.example"
password_env = "SMOKE_PASSWORD"
[target.production.vercel]
team = "team_x"
project = "prj_x"
token_env = "VERCEL"
"""


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A firedrill.toml of one target, in the working directory."""
    monkeypatch.delenv("FIREDRILL_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "firedrill.toml"
    path.write_text(ONE, encoding="utf-8")
    return path


def test_the_address_of_a_configured_target_is_that_target(config: Path) -> None:
    """A slash at the end makes no difference."""
    target = choose_target("https://postry.example/")

    assert target.name == "production"
    assert target.login is not None


def test_another_address_takes_the_words_but_no_secret_and_no_vendor(config: Path) -> None:
    """A password goes only where it was configured for; evidence must be about the site that is judged."""
    target = choose_target("https://preview.example")

    assert target.url == "https://preview.example"
    assert str(target.words.landing.heading) == "Hello"
    assert target.budgets.gate_s == 60
    assert (target.login, target.vercel, target.sentry, target.client_header_env) == (None,) * 4


def test_a_name_with_an_address_is_that_target_there(config: Path) -> None:
    """So that a preview can be judged with the user and the vendors of a named target."""
    target = choose_target("https://preview.example", "production")

    assert target.url == "https://preview.example"
    assert target.login is not None


def test_without_a_file_the_defaults_apply(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--url` alone needs no configuration."""
    monkeypatch.delenv("FIREDRILL_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)

    assert str(choose_target("http://127.0.0.1:1").words.landing.start) == "Commencer le quiz"


@pytest.mark.parametrize("url", ["postry.ai", "ftp://postry.ai", "http://", "http://[::1"])
def test_what_is_no_web_address_is_refused(config: Path, url: str) -> None:
    """One sentence that names the value."""
    with pytest.raises(SetupError, match="--url") as refused:
        choose_target(url)

    assert url in str(refused.value)


def test_an_unknown_name_lists_the_known(config: Path) -> None:
    """And says in which file they are."""
    with pytest.raises(SetupError, match="production") as refused:
        choose_target(None, "staging")

    assert str(config) in str(refused.value)


def test_a_name_without_a_file_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it was looked for."""
    monkeypatch.delenv("FIREDRILL_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)

    with pytest.raises(SetupError, match=r"firedrill\.toml"):
        choose_target(None, "staging")


def test_nothing_named_is_refused(config: Path) -> None:
    """There is no default site."""
    with pytest.raises(SetupError, match="--url"):
        choose_target(None)


@pytest.mark.parametrize("url", ["https://team:s3cret@postry.example", "team:s3cret@postry.example/x"])
def test_an_address_with_a_password_is_refused_without_repeating_it(url: str) -> None:
    """Whatever its form."""
    with pytest.raises(SetupError, match="take it out") as refused:
        choose_target(url)
    assert "s3cret" not in str(refused.value)
