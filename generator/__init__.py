"""The code generator: reads spec/ and writes the ``_generated`` packages.

It and the packages never import each other.
"""

VERSION = 4
"""Written to every lock.json; increase it when the same specification generates different code."""
