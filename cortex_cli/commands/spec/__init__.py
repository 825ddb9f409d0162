"""``cortex spec``: downloads and compares specs of the API."""
