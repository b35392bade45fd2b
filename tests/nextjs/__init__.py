"""Carnet: an application on the current Next.js and Supabase, as the gate meets it, and its broken builds.

``app`` is its source; `build` makes it under ``.clients``, `carnet` runs it against a world, `builds` are its
mistakes.
"""
