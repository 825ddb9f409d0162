"""Other voice APIs on the same core, each a package of its own: ``rtcstack``, ``orga``, ``nimrobo``."""
