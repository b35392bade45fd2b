"""The vendors' real clients against the world; each is skipped, with a reason, where it is not installed."""
