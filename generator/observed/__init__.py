"""From what ``DriftObserver`` has seen to proposed overlay actions."""
