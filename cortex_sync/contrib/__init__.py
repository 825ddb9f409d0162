"""Clients for other voice APIs in blocking code: ``cortex_async.contrib`` without ``async``."""
