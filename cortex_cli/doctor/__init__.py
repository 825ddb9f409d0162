"""Checks everything between this machine and the API, one finding a check."""
