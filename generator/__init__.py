"""Reads spec/ and writes the ``_generated`` packages. Imports nothing of the packages, and nothing there imports it."""

VERSION = 3
"""Raised when the same specification gives other code; stands in every lock.json."""
