"""What happened, and how it reads.

Everything that firedrill observes is appended to a *Journal* as *Events*, each carrying one typed
*fact*; a *Verdict* is judged from them; every report is rendered from the stored verdict and
journal, never from live objects.

Read in this order: ``facts`` (the catalogue of what can be observed), ``journal`` (how it is kept),
``verdict`` (the record behind verdict.json and the one table by which outcomes merge), ``timeline``
(drill time), ``run`` and ``files`` (run folders, atomic writes), ``scrub`` (no secret leaves). What the
renderers share: ``notable`` (the moments worth telling), ``availability`` (what probes and users got),
``headline`` (a verdict in one sentence), ``load_words`` (a load's answer and figures), ``grounds`` (its
reasons), ``history`` (a check's attempts), ``next_step`` (what to do), ``text`` (strangers' text made
harmless). Then the renderers: ``terminal`` (with ``load_terminal``), ``junit``, ``allure``, ``page`` (with
``chart`` and ``load_chart``), ``postmortem``, ``job_summary`` and ``github``; ``*_words`` hold their wording.

This package imports nothing else of ours.
"""
