"""One call: its state, its attempts, what is sent and what its problems mean."""
