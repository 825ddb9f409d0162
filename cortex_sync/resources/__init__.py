"""Blocking twins of ``cortex_async.resources``."""
