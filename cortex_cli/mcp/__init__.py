"""``cortex mcp``: tools for moderators and agents, over the Model Context Protocol.

``tools`` holds what a tool reads and returns: async functions of a ``ToolContext`` that know nothing of the
protocol. ``catalog`` lists them, and ``calling`` runs one: arguments, time limit, one line for each error.
``protocol`` serves the catalog with the official SDK, on stdio or HTTP; only that package imports it.
"""
