"""Read the raw event stream over HTTP, without this SDK."""

import json
import os
from urllib.request import Request, urlopen


def main() -> None:
    url = f"{os.environ['CORTEX_BASE_URL']}/api/projects/{os.environ['CORTEX_PROJECT_ID']}/events/stream"
    with urlopen(Request(url, headers={"X-API-Key": os.environ["CORTEX_API_KEY"]})) as response:
        for line in response:
            if line.startswith(b"data:"):
                print(json.loads(line[5:])["type"])


if __name__ == "__main__":
    main()
