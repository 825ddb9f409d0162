"""Relays and workers as services: options from arguments and environment, health, metrics, logs."""
