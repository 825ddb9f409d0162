"""The resources of ``cortex_async.resources`` for blocking code."""
