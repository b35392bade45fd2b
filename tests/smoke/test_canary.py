"""No secret in anything that is kept: canaries are planted wherever a careless site might put them."""

from __future__ import annotations

import base64
import gzip
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from reports import scrub
from tests.smoke.other_site import pages
from tests.smoke.other_site.site import OtherSite

CANARIES = {
    "SCRIBELY_PASSPHRASE": "canary/pass+phrase=é 1f7c",
    "SCRIBELY_BYPASS": "canary-bypass-77aa31d0",
    "VERCEL_CANARY": "canary-vercel-5b02e9c1",
    "CLIENT_CANARY": "canary-client-0d4f6a8e",
}
ENTRY = "canary-entry-93c1b7f2"


class Careless(OtherSite):
    """Shows, logs, stores and sends around all that it has been told, in every way that there is."""

    def __init__(self) -> None:
        super().__init__()
        self.passphrase = CANARIES["SCRIBELY_PASSPHRASE"]
        self.bypass = CANARIES["SCRIBELY_BYPASS"]
        self.entry = ENTRY

    async def landing(self, request: object) -> object:  # type: ignore[override]
        """In clear, percent-encoded, in base64, in JSON; in the page, its console, its requests."""
        from starlette.responses import HTMLResponse

        secrets = [*CANARIES.values(), ENTRY]
        told = " ".join(
            form
            for secret in secrets
            for form in (
                secret,
                quote(secret, safe=""),
                base64.b64encode(f"user:{secret}".encode()).decode(),
                base64.urlsafe_b64encode(secret.encode()).decode(),
                json.dumps(secret),
            )
        )
        script = f"""<script>
            const told = {json.dumps(told)};
            console.error(told);
            localStorage.told = told;
            fetch('/missing?told=' + encodeURIComponent(told));
            fetch('/api/draft', {{method: 'POST', body: new URLSearchParams({{topic: told, voice: told}})}});
        </script>"""
        body = pages.landing(self.cdn_url).replace("</main>", f"<p>{told}</p>{script}</main>")
        headers = {"x-told": CANARIES["CLIENT_CANARY"], "set-cookie": f"told={ENTRY}; Path=/"}
        return HTMLResponse(
            body.replace("Write posts people finish", f"Broken {secrets[0]}"), headers=headers
        )


def run(folder: Path, site: OtherSite) -> tuple[subprocess.CompletedProcess[str], Path]:
    """The real command, HAR included; what it said, and its run folder."""
    toml = site.toml.replace(
        "[target.scribely.paths]",
        'client_header_env = "CLIENT_HEADER"\n[target.scribely.vercel]\nteam = "t"\nproject = "p"\n'
        'api = "http://127.0.0.1:9"\ntoken_env = "VERCEL_CANARY"\n[target.scribely.paths]',
        1,
    )
    (folder / "firedrill.toml").write_text(toml, encoding="utf-8")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("FIREDRILL_CO")}
    done = subprocess.run(
        [sys.executable, "-m", "firedrill", "smoke", "--target", "scribely", "--har"],
        cwd=folder,
        env={**clean, **CANARIES, "CLIENT_HEADER": f"x-client: {CANARIES['CLIENT_CANARY']}"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    return done, (folder / "reports" / "out" / "smoke" / "latest").resolve()


def contents(path: Path) -> Iterator[tuple[str, bytes]]:
    """A file's bytes, and those within it: members of archives, what is compressed or in base64."""
    waiting = [(path.name, path.read_bytes())]
    while waiting:
        name, content = waiting.pop()
        yield name, content
        if content.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                waiting += [(f"{name}/{member}", archive.read(member)) for member in archive.namelist()]
        if content.startswith(b"\x1f\x8b\x08"):
            waiting.append((f"{name}(gzip)", gzip.decompress(content)))
        for run_of in re.findall(rb"[A-Za-z0-9+/_-]{16,}={0,2}", content):
            plain = run_of.replace(b"-", b"+").replace(b"_", b"/")
            for offset in range(4):
                piece = plain[offset:].rstrip(b"=")
                yield f"{name}(base64)", base64.b64decode(piece[: len(piece) // 4 * 4])


def found_in(folder: Path) -> set[tuple[str, str]]:
    """Which canary stands in which file, in clear or percent-encoded."""
    secrets = {**CANARIES, "entry": ENTRY}
    forms = {
        form.encode(): name
        for name, secret in secrets.items()
        for form in (secret, quote(secret), quote(secret, safe=""), json.dumps(secret)[1:-1])
    }
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    return {
        (forms[form], where)
        for path in files
        for where, content in contents(path)
        for form in forms
        if form in content
    }


def test_no_canary_is_kept_or_said(tmp_path: Path) -> None:
    """In every byte of the run folder and of what the command says; traces and HAR are there."""
    with Careless() as site:
        done, folder = run(tmp_path, site)

    assert done.returncode == 1, done.stdout + done.stderr
    kept = {path.name.removeprefix("landing-") for path in (folder / "artifacts").iterdir()}
    assert {"page-1.png", "trace-1.zip", "console.txt", "failed-requests.txt", "requests-1.har"} <= kept
    assert found_in(folder) == set()
    (tmp_path / "said").mkdir()
    (tmp_path / "said" / "out.txt").write_text(done.stdout + done.stderr)
    assert found_in(tmp_path / "said") == set()


def test_the_search_would_find_them(tmp_path: Path) -> None:
    """Each of them, where nothing is scrubbed: in the trace, the HAR, the console, the failed requests."""
    (tmp_path / "sitecustomize.py").write_text(
        "from reports import scrub\n"
        "scrub.Scrubber.scrub_file = lambda self, path: 0\n"
        "scrub.Scrubber.scrub_text = lambda self, text: text\n"
    )
    with Careless() as site, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{Path(scrub.__file__).parents[1]}")
        _, folder = run(tmp_path, site)

    found = found_in(folder)
    assert {name for name, _ in found} == {*CANARIES, "entry"}
    for kind in ("trace", "requests-1.har", "console.txt", "failed-requests.txt"):
        assert any(kind in where for _, where in found), kind
