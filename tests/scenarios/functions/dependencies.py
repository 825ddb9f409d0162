"""Set the npm packages and the environment variables of a project's functions."""

import asyncio
import os

from cortex_async import CortexClient
from cortex_async.models import FunctionDependency, SetEnvVar


async def main() -> None:
    async with CortexClient() as client:
        functions = client.project(os.environ["CORTEX_PROJECT_ID"]).functions
        await functions.update_dependencies(
            dependencies=[FunctionDependency(name="lodash", version="^4.17.21")]
        )
        await functions.update_env_vars(
            env_vars=[SetEnvVar(key="MAIL_KEY", value=os.environ["MAIL_KEY"], is_secret=True)]
        )


if __name__ == "__main__":
    asyncio.run(main())
