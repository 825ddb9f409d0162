"""Fetches OpenAPI documents."""
