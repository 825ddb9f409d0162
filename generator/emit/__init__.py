"""From the IR to source: ``{path: text}``."""
