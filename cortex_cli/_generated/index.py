"""The groups and commands of all operations, with their summaries."""

GROUPS: dict[str, tuple[str, dict[str, str]]] = {}
