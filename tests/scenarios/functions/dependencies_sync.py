"""Set the npm packages and the environment variables of a project's functions."""

import os

from cortex_sync import CortexClient
from cortex_sync.models import FunctionDependency, SetEnvVar


def main() -> None:
    with CortexClient() as client:
        functions = client.project(os.environ["CORTEX_PROJECT_ID"]).functions
        functions.update_dependencies(dependencies=[FunctionDependency(name="lodash", version="^4.17.21")])
        functions.update_env_vars(
            env_vars=[SetEnvVar(key="MAIL_KEY", value=os.environ["MAIL_KEY"], is_secret=True)]
        )


if __name__ == "__main__":
    main()
