"""Relays and workers that are killed, suspended and cut off at random moments, and a judge of the outcome."""
