"""Event loops, background imports, and objects that belong to one process."""
