"""Emits source files from the IR, as a dict from path to content."""
