"""Pages of the documentation about one API: its resources, models and events."""
