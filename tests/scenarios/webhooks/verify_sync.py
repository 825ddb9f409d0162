"""Receive webhooks: print the deliveries whose signature is right, refuse the others."""

import os

from flask import Flask

from cortex_sync.webhooks import WebhookRouter
from cortex_sync.webhooks.flask import view


def main() -> None:
    router = WebhookRouter(os.environ["WEBHOOK_SECRET"])
    router.on("*")(print)
    app = Flask(__name__)
    app.add_url_rule("/cortex", view_func=view(router), methods=["POST"])
    app.run(port=int(os.environ["PORT"]))


if __name__ == "__main__":
    main()
