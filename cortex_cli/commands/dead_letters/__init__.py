"""The commands for events that workers gave up."""
