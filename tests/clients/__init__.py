"""The vendors' real clients against the world; each is skipped, with the reason, where it is not installed."""
