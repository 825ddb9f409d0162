"""Clocks, time limits, waits, and the work that ends when a client closes."""
