"""Make a client with the JWT of a user who has logged in, and show who that is."""

import os

from cortex_sync import CortexClient


def main() -> None:
    with CortexClient(access_token=os.environ["CORTEX_ACCESS_TOKEN"]) as client:
        user = client.auth.get_profile()
        print(user.username)


if __name__ == "__main__":
    main()
