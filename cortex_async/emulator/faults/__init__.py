"""Faults on demand, of calls, event streams and webhook deliveries."""
