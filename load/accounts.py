"""The visitors' accounts in the embedded world, with the posts that an incident takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from psycopg.types.json import Jsonb

from load.incident import InWorld

if TYPE_CHECKING:
    from fixtures.world import World

_TONE = {"chaleur": 60, "expertise": 50, "audace": 20}
_SEED_S = 10.0


def open_accounts(world: World, wanted: InWorld) -> Sequence[dict[str, str]]:
    """One dictionary with ``email`` and ``password`` for each; their posts are in the database."""
    found = []
    for number in range(wanted.accounts):
        site = world.site_for(f"visiteur{number + 1:03}@exemple.fr")
        account = world.supabase.accounts.with_password(site.email, site.password)
        assert account is not None, "it was made just now"
        has_null = bool(wanted.null_every) and number % wanted.null_every == 0
        world.call(_write(world, account.id, wanted.posts, has_null=has_null))
        found.append({"email": site.email, "password": site.password})
    return found


async def _write(world: World, owner: str, posts: int, *, has_null: bool) -> None:
    rows = [(owner, f"Post {number}", Jsonb(_TONE)) for number in range(posts)]
    if has_null:
        rows.append((owner, "Un post d'avant l'égaliseur", None))  # type: ignore[arg-type]
    insert = "INSERT INTO posts (owner, content, equalizer_settings) VALUES (%s, %s, %s)"
    async with world.pooler.connection(world.database_url, _SEED_S) as connection:
        for row in rows:
            await connection.execute(insert, row)
