"""The data that commands write to stdout, in each of the formats of ``--output``."""
