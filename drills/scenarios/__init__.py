"""One incident of the runbook a file, found by discovery (`drills.catalogue`); begin with ``p0_bad_deploy``."""
