"""Reads a specification directory: the OpenAPI document, the overlay, the names and the lock."""
