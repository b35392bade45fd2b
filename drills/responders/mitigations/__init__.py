"""How the runbook responder carries out each step of the mitigation (étape 2), one a file, by the actions.

A module has ``carry_out(wire, evidence)``, a coroutine that returns when the step is in effect and raises
`drills.actions.wire.ActionError` where it cannot be. It is named as its file, as the way in `drills.ways`
by which a judge recognises it.
"""
