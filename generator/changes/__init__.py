"""Compares two versions of a spec and reports what changes for users of the SDK."""
