"""Incidents as Locust files, the runner and the before/after judge. Nothing is here yet."""
