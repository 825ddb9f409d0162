"""JSON to models and back, and every other kind of request body."""
