"""Receive webhooks: print the deliveries whose signature is right, refuse the others."""

import os

from aiohttp import web

from cortex_async.webhooks import WebhookRouter
from cortex_async.webhooks.aiohttp import handler


def main() -> None:
    router = WebhookRouter(os.environ["WEBHOOK_SECRET"])
    router.on("*")(print)
    app = web.Application()
    app.router.add_post("/cortex", handler(router))
    web.run_app(app, host="127.0.0.1", port=int(os.environ["PORT"]))


if __name__ == "__main__":
    main()
