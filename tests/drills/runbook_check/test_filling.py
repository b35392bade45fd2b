"""Placeholders and production's addresses become the world's; what would lead out of it is told."""

from __future__ import annotations

import pytest

from drills.runbook_check.filling import Names, fill
from fixtures.world_env import Urls

PARTS = (
    "postry control vercel supabase supabase_management sentry linear gemini vercel_status supabase_status"
)
PORTS = {
    name: 4000 + place for place, name in enumerate(f"{PARTS} google_status postry_status mailbox".split())
}
DATABASE = "postgresql://postgres@127.0.0.1:5999/postgres"
URLS = Urls(**{name: f"http://127.0.0.1:{port}" for name, port in PORTS.items()}, database=DATABASE)
NAMES = Names(
    URLS,
    stable="postry-0a1b2c3d4e-postry.vercel.app",
    hosts=("postry-0a1b2c3d4e-postry.vercel.app",),
    email="smoke@postry.ai",
    sites=("postry.ai", "app.example.com"),
)


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("vercel rollback [deployment-url]", f"vercel rollback {NAMES.stable}"),
        ("vercel rollback <URL>", f"vercel rollback {NAMES.stable}"),
        ("vercel rollback <url-du-déploiement> --yes", f"vercel rollback {NAMES.stable} --yes"),
        ("vercel rollback https://postry-xyz.vercel.app", f"vercel rollback {NAMES.stable}"),
        ("vercel alias set {{deployment}} postry.ai", f"vercel alias set {NAMES.stable} postry.ai"),
        ("curl -f <url>/quiz", "curl -f http://127.0.0.1:4000/quiz"),
        ("curl -f https://postry.ai/quiz?a=1", "curl -f http://127.0.0.1:4000/quiz?a=1"),
        ("curl app.example.com", "curl http://127.0.0.1:4000"),
        ('curl "https://api.linear.app/graphql" -d {}', 'curl "http://127.0.0.1:4006/graphql" -d {}'),
        ("curl https://abcdef.supabase.co/rest/v1/posts", "curl http://127.0.0.1:4003/rest/v1/posts"),
        ("curl https://www.vercel-status.com/api", "curl http://127.0.0.1:4008/api"),
        ("psql postgresql://postgres:x@db.abc.supabase.co:5432/postgres", f"psql {DATABASE}"),
        (
            'psql "postgresql://postgres:[YOUR-PASSWORD]@db.abc.supabase.co:5432/postgres"',
            f'psql "{DATABASE}"',
        ),
        ('psql "postgres://p.abc:$PW@aws-0-eu.pooler.supabase.com:6543/postgres"', f'psql "{DATABASE}"'),
        ("psql postgresql://p:x@db.abc.supabase.co:[PORT]/postgres", f"psql {DATABASE}"),
        ("curl https://[user]:[pw]@postry.ai/quiz", "curl http://127.0.0.1:4000/quiz"),
        ("psql -h localhost -c 'SELECT 1'", "psql -h localhost -c 'SELECT 1'"),
        ("vercel ls && curl https://postry.ai", "vercel ls && curl http://127.0.0.1:4000"),
        ("grep '[a-z]' < x.txt > y.txt", "grep '[a-z]' < x.txt > y.txt"),
        ("if [ -f x ]; then ls; fi", "if [ -f x ]; then ls; fi"),
    ],
)
def test_what_is_typed(written: str, typed: str) -> None:
    """As a person would fill it in, and with the world in production's place."""
    filled = fill(written, NAMES)

    assert (filled.text, filled.unknown, filled.strange) == (typed, (), ())


@pytest.mark.parametrize(
    ("written", "host"),
    [
        ("curl https://example.org/x", "example.org"),
        ("curl -s example.org:8080/x", "example.org:8080"),
        ("curl localhost:3000", "localhost:3000"),
        ("curl http://127.0.0.1:3000/", "127.0.0.1:3000"),
        ("curl http://localhost/", "localhost"),
        ("psql -h db.example.org", "db.example.org"),
        ("psql --host=10.0.0.1 -c x", "10.0.0.1"),
        ("psql 'host=db.example.org dbname=x'", "db.example.org"),
        ("psql -h localhost -p 5432", "port 5432"),
        ("psql postgres://u:p@10.0.0.1/x", "10.0.0.1"),
        ("psql 'postgresql://p:[X]@[2001:db8::1]:5432/x'", "[2001:db8::1]:5432"),
        ("curl 'http://[::1]:3000/'", "[::1]:3000"),
        ("curl http://127.0.0.1:port/", "127.0.0.1:port"),
        ("vercel --api https://api.example.org ls", "api.example.org"),
        ("vercel ls && curl https://example.org", "example.org"),
    ],
)
def test_what_is_not_the_worlds(written: str, host: str) -> None:
    """By name; loopback is no excuse, since the user's own servers are there."""
    assert fill(written, NAMES).strange == (host,)


def test_what_only_a_person_knows() -> None:
    """It stays as it is, and is told."""
    filled = fill("vercel env add <NAME> production && curl <webhook>", NAMES)

    assert filled.unknown == ("<NAME>", "<webhook>")


def test_an_address_that_is_computed_is_told() -> None:
    """Where it leads is known when it runs."""
    assert fill("curl http://$HOST/x", NAMES).computed == ("http://$HOST/x",)
    assert fill('curl "$POSTRY_URL/x"', NAMES).computed == ()
