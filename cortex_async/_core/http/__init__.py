"""The HTTP transport: the only place that knows aiohttp."""
