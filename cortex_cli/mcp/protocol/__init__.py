"""Serves the catalog of tools with the official SDK of the protocol: on stdio, or over HTTP."""
