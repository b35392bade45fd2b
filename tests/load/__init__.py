"""Tests of load: pure parts on simulated queues, and Locust against the world."""
