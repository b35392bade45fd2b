"""The vendors' real clients against the world.

``make clients`` installs them, ``make test-clients`` runs these. Read in this order: ``pinned`` (which
ones, of which versions), ``install`` (how they come here), ``found`` (where each is, or why a test is
skipped), ``running`` (how a test runs one, and in which environment). A test asserts what a command did
to the world, seen by another client, and is marked ``clients``.
"""
