"""Make a client with an API key, read from CORTEX_API_KEY, and list the projects of the account."""

from cortex_sync import CortexClient


def main() -> None:
    with CortexClient() as client:
        for project in client.projects.list():
            print(project.id, project.name)


if __name__ == "__main__":
    main()
