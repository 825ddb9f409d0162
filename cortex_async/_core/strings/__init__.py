"""Strings in and out: JSON, timestamps, media types, values in URLs, and quotations in messages."""
