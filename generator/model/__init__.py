"""Reads an OpenAPI document into the IR."""
