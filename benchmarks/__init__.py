"""Speed, measured side by side with the peers and with the limit: ``python -m benchmarks [NAME...]``, see README.md."""
