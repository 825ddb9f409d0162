"""Send the API key as Authorization: ApiKey."""

from cortex_sync import CortexClient


def main() -> None:
    with CortexClient(api_key_header="Authorization") as client:
        print(len(client.projects.list()), "projects")


if __name__ == "__main__":
    main()
