"""Tests of the reference of the documentation: its pages, and their examples against the emulator."""
