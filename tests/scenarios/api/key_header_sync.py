"""Send the API key as X-API-Key, which is the default."""

import os

from cortex_sync import CortexClient


def main() -> None:
    with CortexClient(api_key=os.environ["CORTEX_API_KEY"]) as client:
        print(len(client.projects.list()), "projects")


if __name__ == "__main__":
    main()
