"""Actions: everything by which a responder changes or reads a vendor, one function an action.

``wire`` (where the vendors are, and how one request is made) first; then ``status_pages``, ``logs``,
``issues`` and ``deployments`` read, ``production`` changes what users get, ``incident`` writes to Linear,
``people`` mails, ``users`` posts on Postry's status page, ``gate`` runs `firedrill smoke` and ``say``
declares.

All of them are coroutines over one `wire.Wire`, and raise `wire.ActionError` with a sentence.
"""
