"""Clocks, time limits, waits, and what ends when a client closes."""
