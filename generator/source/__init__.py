"""Reads a specification directory: the OpenAPI document, its overlay, the names and the lock."""
