"""Where a command connects and with which credential.

The command line wins over the environment, and the environment over the profile.
"""
