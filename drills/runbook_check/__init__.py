"""Does each command of a runbook do what the runbook says: ``firedrill runbook check FILE.md``.

Read in this order: ``passage`` (what stands in the file), ``markdown``, ``shell`` and ``wrappers`` (how it
is read), ``refusal`` (what will not be run, and why), ``filling`` (placeholders and production's names
become the world's), ``toolbox`` (the real tools, in which version), ``stage`` (a world in the middle of an
incident), ``sight`` (what others see of it), ``execution`` (one command, typed), ``intents`` (what a
command is for, and whether that came about), ``rehearsal`` (all of it for one command), ``report`` (the
verdict), ``seal`` (a network of our own without a way out), ``wall`` with ``wall_inside`` (what a command
can reach of this machine).

Every command gets a world of its own: that takes a third of a second, and nothing of the one before is left
in it, so that ``vercel --prod`` is not judged after a rollback that the runbook offers as an alternative.
What only prepares a shell (an assignment, a ``cd``) is typed again before each later command of its block.
"""
