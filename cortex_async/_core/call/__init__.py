"""One call: its state, its attempts, the request it sends, and its errors."""
