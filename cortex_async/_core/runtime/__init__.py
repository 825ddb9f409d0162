"""Event loops, imports in the background, and objects that belong to one process."""
