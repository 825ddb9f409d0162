"""Brokers, which ``broker_from_url`` looks up by the scheme of a URL."""

from cortex_async._pyinstaller import modules

hiddenimports = [
    name for broker in ("redis", "nats", "kafka") for name in modules(f"cortex_async.relay.{broker}")
]
