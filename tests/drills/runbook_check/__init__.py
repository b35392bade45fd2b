"""The check of a runbook, part by part, then as its user types it."""
