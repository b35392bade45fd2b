"""Which real clients, and of which exact versions: the one place that says so."""

from __future__ import annotations

from collections.abc import Mapping

# The oldest Node that all of them run on.
NODE = (20, 0)
# The Vercel CLI asks for a version of ``sandbox`` that is not published; any that is will do.
OVERRIDES: Mapping[str, str] = {"sandbox": "4.5.0"}
# By the folder under ``.clients``: two generations of one client need a folder each.
NODE_FOLDERS: Mapping[str, Mapping[str, str]] = {
    "vercel-63": {"vercel": "63.1.2"},
    "vercel-64": {"vercel": "64.0.2"},
    "node": {
        "@sentry/cli": "3.8.0",
        "@sentry/node": "10.60.0",
        "@linear/sdk": "98.0.0",
        "@supabase/supabase-js": "2.109.0",
    },
}
PYTHON_FOLDERS: Mapping[str, Mapping[str, str]] = {"python": {"supabase": "2.34.1"}}
FOLDERS = {**NODE_FOLDERS, **PYTHON_FOLDERS}
# Commands of packages: where each stands under ``.clients``.
COMMANDS: Mapping[str, str] = {
    "vercel-63": "vercel-63/node_modules/.bin/vercel",
    "vercel-64": "vercel-64/node_modules/.bin/vercel",
    "sentry-cli": "node/node_modules/.bin/sentry-cli",
}
