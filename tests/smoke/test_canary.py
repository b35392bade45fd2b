"""No secret in anything that is kept or said: canaries stand wherever a careless site may put them."""

from __future__ import annotations

import base64
import gzip
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote_to_bytes

from reports import scrub
from tests.smoke.careless import CANARIES, Careless

# So much of either end of a canary is one, wherever the rest has been cut off.
TELLING = 10
# The quiz tells nothing that the landing page does not.
SOME = "landing or refuses or users_own"
_SOURCES = Path(scrub.__file__).parents[1]


def gate(folder: Path, site: Careless, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """The real command, as on GitHub; all that it says is kept beside its run folder."""
    (folder / "firedrill.toml").write_text(site.toml, encoding="utf-8")
    (folder / "said").mkdir()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("FIREDRILL_CO")}
    of_ci = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_STEP_SUMMARY": str(folder / "said" / "summary.md"),
        "GITHUB_OUTPUT": str(folder / "said" / "output.txt"),
    }
    done = subprocess.run(
        [sys.executable, "-m", "firedrill", "smoke", "--target", "careless", "--har", "-k", SOME, *arguments],
        cwd=folder,
        env={**clean, **site.env, **of_ci, **env},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    (folder / "said" / "stdout.txt").write_text(done.stdout, encoding="utf-8")
    (folder / "said" / "stderr.txt").write_text(done.stderr, encoding="utf-8")
    return done


def layers(name: str, content: bytes, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """What a file holds, and what is packed, percent-encoded or in base64 within that."""
    yield name, content
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                yield from layers(f"{name}/{member}", archive.read(member))
        return
    if content.startswith(b"\x1f\x8b\x08"):
        yield from layers(name, gzip.decompress(content))
    if depth == 2:
        return
    if b"%" in content:
        yield from layers(name, unquote_to_bytes(content), depth + 1)
    for found in re.findall(rb"[A-Za-z0-9+/_-]{12,}", content):
        plain = found.replace(b"-", b"+").replace(b"_", b"/")
        for start in range(4):
            whole = plain[start:]
            yield name, base64.b64decode(whole[: len(whole) // 4 * 4])


def found_in(*folders: Path) -> dict[str, set[str]]:
    """Which canary, or so much of one that it tells, stands in which files."""
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    assert files
    found: dict[str, set[str]] = {}
    for path in files:
        for where, content in layers(path.name, path.read_bytes()):
            for name, canary in CANARIES.items():
                if any(end.encode() in content for end in (canary[:TELLING], canary[-TELLING:])):
                    found.setdefault(name, set()).add(where)
    return found


def kept(folder: Path) -> Path:
    """The run folder."""
    return (folder / "reports" / "out" / "smoke" / "latest").resolve()


def test_no_canary_is_kept_or_said(tmp_path: Path) -> None:
    """In no byte of the run folder, of what the command says, and of what it gives to GitHub."""
    with Careless() as site:
        done = gate(tmp_path, site, "--json")

    assert done.returncode == 1, done.stdout + done.stderr
    names = {path.name for path in (kept(tmp_path) / "artifacts").iterdir()}
    for journey in ("landing", "login", "dashboard"):
        for kind in ("page-1.png", "trace-1.zip", "console.txt", "failed-requests.txt", "requests-1.har"):
            assert f"{journey}-{kind}" in names
    assert (tmp_path / "said" / "summary.md").exists()
    assert found_in(kept(tmp_path), tmp_path / "said") == {}


def test_the_search_would_find_them(tmp_path: Path) -> None:
    """Each of them, where nothing is scrubbed, and in every kind of file."""
    (tmp_path / "sitecustomize.py").write_text(
        "from reports import scrub\n"
        "scrub.Scrubber.scrub_file = lambda self, path: 0\n"
        "scrub.Scrubber.scrub_text = lambda self, text: text\n"
    )
    with Careless() as site:
        gate(tmp_path, site, "-k", "landing", PYTHONPATH=f"{tmp_path}{os.pathsep}{_SOURCES}")

    found = found_in(kept(tmp_path), tmp_path / "said")
    assert found.keys() == CANARIES.keys()
    where = set().union(*found.values())
    kinds = ["trace-1.zip/", "requests-1.har", "console.txt", "failed-requests.txt", "verdict.json"]
    for kind in [*kinds, "report.html", "junit.xml", "summary.md", "stdout.txt", "stderr.txt"]:
        assert any(kind in name for name in where), (kind, where)


def test_a_session_of_another_shape_is_told_without_it(tmp_path: Path) -> None:
    """What is not understood is not quoted, and breaks nothing."""
    with Careless() as site:
        site.session = {"access_token": CANARIES["ACCESS"]}
        done = gate(tmp_path, site, "--only", "session,dashboard")

    assert done.returncode == 3, done.stderr
    assert found_in(kept(tmp_path), tmp_path / "said") == {}


def test_a_gate_that_breaks_tells_no_secret(tmp_path: Path) -> None:
    """Neither in the verdict nor in the traceback that it keeps."""
    (tmp_path / "sitecustomize.py").write_text(
        "import os, smoke.stages\n"
        "def breaks(*_): raise RuntimeError(f'what is {os.environ[\"PASSWORD\"]}?')\n"
        "smoke.stages.carry_out = breaks\n"
    )
    with Careless() as site:
        done = gate(tmp_path, site, PYTHONPATH=f"{tmp_path}{os.pathsep}{_SOURCES}")

    assert done.returncode == 4, done.stderr
    assert "RuntimeError: what is " in (kept(tmp_path) / "crash.txt").read_text()
    assert found_in(kept(tmp_path), tmp_path / "said") == {}
