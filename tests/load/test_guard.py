"""Nothing is loaded that is not listed as ours and loadable, and production never."""

from __future__ import annotations

from pathlib import Path

import pytest

from load import guard

URL = "http://localhost:3000"
ANOTHER_PORT = '[target.mine]\nurl = "http://localhost:3001"\n[target.mine.load]\nallowed = true\n'


def config(folder: Path, text: str) -> Path:
    """A firedrill.toml."""
    path = folder / "firedrill.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_target_that_says_so_may_be_loaded(tmp_path: Path) -> None:
    """Whatever path of it is named."""
    path = config(tmp_path, f'[target.mine]\nurl = "{URL}"\n[target.mine.load]\nallowed = true\n')

    assert guard.find(f"{URL}/login", path).name == "mine"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not listed as yours to load"),
        (f'[target.mine]\nurl = "{URL}"\n', r"write in firedrill.toml: .*allowed = true"),
        (f'[target.mine]\nurl = "{URL}"\n[target.mine.load]\nmax_s = 5\n', "allowed = true"),
        (
            '[target.mine]\nurl = "http://localhost:3001"\n[target.mine.load]\nallowed = true\n',
            "is not listed",
        ),
        (f'[target.production]\nurl = "{URL}"\n[target.production.load]\nallowed = true\n', "never loaded"),
    ],
    ids=["nobodys", "not-said", "said-half", "another-port", "production"],
)
def test_no_other(tmp_path: Path, text: str, said: str) -> None:
    """It says what to write if it is yours."""
    with pytest.raises(guard.NotLoadableError, match=said):
        guard.find(URL, config(tmp_path, text))


def test_production_by_another_name_stays_production(tmp_path: Path) -> None:
    """Listed twice, once as loadable."""
    both = "".join(
        f'[target.{name}]\nurl = "{URL}"\n[target.{name}.load]\nallowed = true\n'
        for name in ("mine", "production")
    )
    with pytest.raises(guard.NotLoadableError, match="never loaded"):
        guard.find(URL, config(tmp_path, both))


def test_an_address_with_a_password_is_refused_without_repeating_it(tmp_path: Path) -> None:
    """Though its host is listed."""
    path = config(tmp_path, f'[target.mine]\nurl = "{URL}"\n[target.mine.load]\nallowed = true\n')

    with pytest.raises(guard.NotLoadableError, match="take it out") as refused:
        guard.find(URL.replace("://", "://team:s3cret@"), path)
    assert "s3cret" not in str(refused.value)
