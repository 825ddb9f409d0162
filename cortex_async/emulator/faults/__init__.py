"""Faults that tests switch on: in calls, event streams and webhook deliveries."""
