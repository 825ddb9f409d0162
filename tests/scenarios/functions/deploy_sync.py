"""Publish a function, deploy it, and call it over HTTP."""

import os

from cortex_sync import CortexClient

CODE = "exports.handler = async (event) => ({ statusCode: 200, body: { hello: event.body.name } });"


def main() -> None:
    with CortexClient() as client:
        functions = client.project(os.environ["CORTEX_PROJECT_ID"]).functions
        greet = functions.create(name="Greet", slug="greet", code=CODE)
        functions.publish(greet.id, wait=60)
        functions.deploy(greet.id, wait=60)
        response = functions.invoke(greet, json={"name": "Ada"})
        print(response.status, response.json())


if __name__ == "__main__":
    main()
