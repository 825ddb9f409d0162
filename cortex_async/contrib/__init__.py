"""Clients for other voice APIs on the same core, one package each: ``rtcstack``, ``orga``, ``nimrobo``."""
