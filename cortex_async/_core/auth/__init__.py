"""Credentials and how they are sent."""
