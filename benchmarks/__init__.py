"""Benchmarks against the peers: ``python -m benchmarks [NAME...]``, see README.md."""
