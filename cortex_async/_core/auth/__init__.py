"""Credentials and how they travel."""
