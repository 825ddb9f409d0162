"""The emulator against the document, by schemathesis: ``python -m tests.emulator.conformance``."""
