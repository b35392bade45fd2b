"""What is not run is told with its reason, and never dropped."""

from __future__ import annotations

from pathlib import Path

import pytest

from drills.runbook_check import refusal
from drills.runbook_check.filling import Filled
from drills.runbook_check.passage import Passage
from drills.runbook_check.refusal import Kind, Refusal
from drills.runbook_check.toolbox import Toolbox
from fixtures.errors import SetupError


def why(
    text: str,
    *,
    toolbox: Toolbox | None = None,
    sealed: bool = False,
    walled: bool = False,
    **filled: tuple[str, ...],
) -> Refusal | None:
    """Why it is not run; None where it is."""
    passage = Passage(text, "shell", (1,), "")
    tools = toolbox or Toolbox({"vercel": Path("/bin/true")})
    return refusal.of_passage(passage) or refusal.of_filled(
        passage, Filled(text, **filled), tools, sealed=sealed, walled=walled
    )


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("https://status.supabase.com/", "page", "browser"),
        ("1. Deployments → Trouver", "person", "a step for a person"),
        ('Deployments → "Redeploy"', "person", "a step for a person"),
        ("Cliquer sur Redeploy", "person", "'Cliquer' is no program"),
        ("RATE_LIMIT_PERSIST_LOGIN=20 (au lieu de 10)", "person", "setting to make by hand"),
        ("const a = f(b, {", "unreadable", "bash cannot read it"),
        ("export A=1", "prepares", "typed before each later command"),
        ("vim .env", "person", "needs a person"),
        ("npm run dev", "tool", "npm: no client of the world"),
        ("sudo systemctl restart postgresql", "tool", "sudo"),
        ("vercel ls | xargs rm -f && rm -rf /", "tool", "rm"),
        ("echo $(ssh prod uptime)", "tool", "ssh"),
        ("$TOOL --prod", "tool", "only known when it runs"),
        ("timeout 5 python3 -c 'print(1)'", "tool", "python3"),
        ("nice -n 5 timeout -k 1 3 bash -c \"python3 -c 'print(1)'\"", "tool", "python3"),
        ("env A=1 -S 'python3 x'", "tool", "python3"),
        ("bash -c 'git --version && id -un'", "tool", "git, id"),
        ("bash -xec 'curl x; python3 x'", "tool", "python3"),
        ("sh <<END\npython3 x\nEND", "tool", "python3"),
        ("bash <<< 'python3 x'", "tool", "python3"),
        ("find . -name x -exec python3 {} +", "tool", "python3"),
        ("echo x | xargs -n 1 -I{} sh -c 'python3 {}'", "tool", "python3"),
        ("echo x | xargs -I@ sh -c @", "tool", "only known when it runs"),
        ("echo python3 | xargs env", "tool", "only known when it runs"),
        ("echo x | tee >(python3)", "tool", "python3"),
        ("eval 'python3 x'", "tool", "python3"),
        ("command -p python3", "tool", "python3"),
        ("vercel env run -- python3 x", "tool", "python3"),
        ("time busybox sh", "tool", "busybox"),
        ("tail -n 5 /etc/hostname", "machine", "/etc/hostname"),
        ("echo x > /etc/hostname", "machine", "/etc/hostname"),
        ("cat ../../secret", "machine", "../../secret"),
        ("echo x > /dev/tcp/192.0.2.1/80", "machine", "/dev/tcp"),
    ],
)
def test_what_is_not_run(text: str, kind: Kind, words: str) -> None:
    """With what a reader should know."""
    told = why(text)

    assert told is not None
    assert told.kind == kind
    assert words in told.because
    assert not told.open


@pytest.mark.parametrize(
    "text",
    [
        "awk 'BEGIN { system(\"id\") }'",
        "echo x | sed '1e id'",
        "echo x | sed 's/x/id/e'",
        ". ./own; ls",
        "curl -s $POSTRY_URL | sh",
        "sh ./own",
        "sort --compress-program=./own x",
        "hash -p ./own ls; ls",
        "psql -c '\\! id'",
        "echo 1 | xargs -I@ bash -c 'echo @'",
        "LD_PRELOAD=./own.so ls",
        "PATH=. ls",
    ],
)
def test_what_could_start_anything_is_run_behind_a_wall_only(text: str) -> None:
    """With a network of its own, too; either alone is not enough."""
    told = [why(text, sealed=sealed, walled=walled) for sealed, walled in ((False, True), (True, False))]

    assert all(each is not None and "could start what cannot be read" in each.because for each in told)
    assert why(text, sealed=True, walled=True) is None


@pytest.mark.parametrize(
    "text",
    [
        "timeout 20 vercel ls",
        "time env A=1 vercel ls",
        "bash -c 'vercel ls | grep x'",
        "echo ls | xargs vercel",
        "sed -n '1,5p' x | sed 's/a|b/c/g' | awk '{ print $1 }'",
        "command -v vercel",
        'vercel logs | grep "/dashboard" > /dev/null',
        "for i in 1 2; do vercel ls; done",
        "f() { echo x; }; f",
        "printf x | cut -d' ' -f3 | sort | uniq -c",
        "[ -f logs.txt ] || echo none > logs.txt",
    ],
)
def test_what_is_run(text: str) -> None:
    """Clients of the world, and what only reads and prints."""
    assert why(text) is None


def test_a_client_that_is_not_installed_keeps_the_verdict_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """With it the command could be judged."""
    monkeypatch.setenv("PATH", "/nowhere")

    told = why("sentry-cli issues list", toolbox=Toolbox({}))

    assert told is not None
    assert (told.kind, told.open) == ("missing", True)
    assert "sentry-cli: not installed here" in told.because


def test_what_prepares_the_shell_is_held_to_the_list_too() -> None:
    """It is typed before the command, and may start something itself."""
    passage = Passage("vercel ls", "shell", (2,), "", ("export A=$(python3 x)",))
    tools = Toolbox({"vercel": Path("/bin/true")})

    told = refusal.of_filled(passage, Filled("vercel ls"), tools, sealed=True, walled=True)

    assert told is not None
    assert "python3" in told.because


def test_placeholders_and_hosts() -> None:
    """An address that is computed is run only where nothing outside can be reached."""
    told = [
        why("vercel ls", unknown=("<NAME>",)),
        why("curl x", strange=("example.org",)),
        why("curl http://$h/", computed=("http://$h/",)),
    ]

    for each, words in zip(told, ("<NAME>", "goes to example.org", "egress is not enforced"), strict=True):
        assert each is not None
        assert words in each.because
    assert why("curl http://$h/", computed=("http://$h/",), sealed=True) is None


def test_an_allowed_program_is_run() -> None:
    """It was the user's wish; what is allowed must be there."""
    assert why("rm x", toolbox=Toolbox.parse([], ["rm"])) is None
    with pytest.raises(SetupError) as told:
        Toolbox.parse(["vercel=/nowhere", "psql"], ["no-such-program", "/bin/rm"])

    for word in ("vercel=/nowhere", "--tool psql: expected NAME=PATH", "no-such-program: is not", "/bin/rm"):
        assert word in str(told.value)
