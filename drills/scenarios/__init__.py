"""One incident of the runbook a file, found by `drills.catalogue`; begin with ``p0_bad_deploy``."""
