"""The HTTP transport, the only part of the SDK that uses aiohttp."""
