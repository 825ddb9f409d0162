"""Check the emulator against the spec with schemathesis: ``python -m tests.emulator.conformance``."""
