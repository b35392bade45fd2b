"""Inside the browser's process: what a journey is given, and what is noted of it.

``visitor`` (a page of a visitor's own) over ``traffic`` (requests to the site's own origins: marked,
guarded), ``writes`` (what may be written), ``watch`` (what went wrong), ``failures`` (what it is called, and
whether it is tried again), ``keepsakes`` (what is kept of it), ``signed_in`` (the session where a site has no
API for it), ``attempts`` (one line an attempt) and ``lifeline`` (the tie to the gate's process). ``alone``
stands in for that process where someone runs ``pytest smoke`` by itself.
"""
