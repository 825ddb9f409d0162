"""Join a lobby by its code, typed with or without the hyphen, in any case."""

import os

from cortex_sync import CortexClient


def main() -> None:
    with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])
        player = project.participants.create(external_user_id="ann", display_name="Ann")
        joined = project.gatherings.join(join_code=os.environ["JOIN_CODE"], participant_id=player.id)
        print(joined.require().display_name, "has joined")


if __name__ == "__main__":
    main()
