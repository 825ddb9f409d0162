"""Finds what a relay has missed: in the webhook log, and by comparing snapshots with what was published."""
