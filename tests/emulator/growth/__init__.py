"""Every operation and control on an emulator that holds little, and on one that holds much more."""
