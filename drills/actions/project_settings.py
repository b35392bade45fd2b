"""Read in Supabase's dashboard what Postry must be built with: the connection string and the public key."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel

from drills.actions.wire import Wire, understood


class _Pooler(BaseModel):
    connection_string: str


class _Key(BaseModel):
    type: str
    api_key: str


async def read_project_settings(wire: Wire) -> Mapping[str, str]:
    """By the name of the variable in which Postry expects it. Raises `drills.actions.wire.ActionError`."""
    pooler = understood(list[_Pooler], "Supabase", await wire.supabase("GET", "/config/database/pooler"))
    keys = understood(list[_Key], "Supabase", await wire.supabase("GET", "/api-keys"))
    settings = [("DATABASE_URL", one.connection_string) for one in pooler]
    settings += [("SUPABASE_ANON_KEY", key.api_key) for key in keys if key.type == "publishable"]
    return dict(settings)
