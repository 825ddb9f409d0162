"""Other voice APIs for blocking code: ``cortex_async.contrib`` without ``async``."""
