"""Tests of `cortex mcp`."""
