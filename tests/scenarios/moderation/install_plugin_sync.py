"""List the plugins of the catalog, and install the profanity filter in a project."""

import os

from cortex_sync import CortexClient


def main() -> None:
    with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])
        for plugin in client.plugin_catalog.list():
            print(plugin.slug, "costs money" if plugin.product_slug else "is free")
        project.plugins.install(plugin_id="profanity-filter", settings={"severity": "high"})


if __name__ == "__main__":
    main()
