"""``cortex emulator``: starts an emulator, or controls one that runs."""
