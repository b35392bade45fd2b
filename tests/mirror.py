"""``python -m tests.mirror BASE``: run the tests that mirror what has changed since a commit.

Those are the tests of a module's own name below its folder's tests; where there are none, those that are the
nearest by imports; and every test that has changed itself. The whole suite is `make test`.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[1]
_WITHOUT = "not alone and not clients"
_NOTHING_COLLECTED = 5
_FOLDERS = ("reports", "fixtures", "smoke", "load", "drills", "tests")


def main(arguments: list[str]) -> int:
    """Pytest's exit code; 0 where nothing mirrors the change, 2 where there is no such commit."""
    (base,) = arguments or ["main"]
    changed = _changed(base)
    if changed is None:
        sys.stderr.write(f"no such commit: {base}; name one, as in: make check BASE=HEAD~1\n")
        return 2
    mirrored = mirrors(ROOT, changed)
    for path in (path for path, tests in mirrored.items() if not tests):
        sys.stdout.write(f"no test mirrors {path}: see to it with 'make test'\n")
    tests = sorted(set().union(*mirrored.values()))
    if not tests:
        return 0
    sys.stdout.write("".join(f"{test}\n" for test in tests))
    sys.stdout.flush()
    pytest = [sys.executable, "-m", "pytest", "-q", "-n", "3", "--dist", "worksteal", "-m", _WITHOUT]
    code = subprocess.run([*pytest, *tests], cwd=ROOT, check=False).returncode
    return 0 if code == _NOTHING_COLLECTED else code


def mirrors(root: Path, changed: Iterable[str]) -> dict[str, set[str]]:
    """For each of the ``changed`` files of code, by paths below ``root``, the test files that mirror it."""
    imports = {path.relative_to(root).as_posix(): set(_imports(path)) for path in _code(root)}
    paths = [path for path in map(PurePosixPath, changed) if path.suffix in {".py", ".toml"}]
    return {
        str(path): {str(path)} & imports.keys()
        if _is_test(str(path))
        else _by_name(path, imports) or _nearest(path, imports)
        for path in paths
        if path.parts[0] in _FOLDERS
    }


def _by_name(path: PurePosixPath, imports: Mapping[str, set[str]]) -> set[str]:
    folder = "tests/" if path.parts[0] == "tests" else f"tests/{path.parts[0]}/"
    wanted = f"/test_{path.stem}.py"
    return {file for file in imports if file.startswith(folder) and file.endswith(wanted)}


def _nearest(path: PurePosixPath, imports: Mapping[str, set[str]]) -> set[str]:
    """The tests that import it, else those that import what imports it, and so on.

    What nobody imports is found by lying in its package: then those of the package.
    """
    sought, seen = {_module(str(path))}, set[str]()
    while sought:
        seen |= sought
        importers = {file for file, names in imports.items() if names & sought}
        if tests := set(filter(_is_test, importers)):
            return tests
        packages = {module.rpartition(".")[0] for module in sought if module.count(".") > 1}
        sought = (set(map(_module, importers)) or packages) - seen
    return set()


def _module(path: str) -> str:
    return ".".join(PurePosixPath(path).with_suffix("").parts).removesuffix(".__init__")


def _code(root: Path) -> Iterator[Path]:
    for folder in _FOLDERS:
        yield from (root / folder).rglob("*.py")


def _is_test(path: str) -> bool:
    return path.startswith("tests/") and PurePosixPath(path).name.startswith("test_")


def _imports(path: Path) -> Iterator[str]:
    """The names of all modules, and of what might be one, that a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _changed(base: str) -> list[str] | None:
    """What differs from the commit, in the working tree, new files included; None where there is none."""
    differs = _git("diff", "--name-only", "--relative", base, "--")
    new = _git("ls-files", "--others", "--exclude-standard")
    return None if differs is None or new is None else [*differs, *new]


def _git(*words: str) -> list[str] | None:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.splitlines() if done.returncode == 0 else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
