"""Where things are on Postry's pages, by role and label, in the target's own words."""
