"""Behaviour on top of the generated operations, one noun a file."""
