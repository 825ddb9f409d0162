"""Keeps secrets out of errors, reprs and logs."""
