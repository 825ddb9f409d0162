# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.webhooks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Unpack

from cortex_async._core.options import Options
from cortex_async._core.unset import UNSET, Unset
from cortex_async.contrib.rtcstack._generated.operations.account import webhooks as inner
from cortex_sync.bridge.operations import Operations

if TYPE_CHECKING:
    from cortex_async.contrib.rtcstack._generated.models import (
        TestDelivery,
        Webhook,
        WebhookEvent,
        WebhookList,
    )


class WebhooksOperations(Operations[inner.WebhooksOperations]):
    """Operations of the resource webhooks in the scope account."""

    __slots__ = ()

    def create(
        self,
        *,
        url: str,
        events: Sequence[WebhookEvent | str] | Unset = UNSET,
        secret: str | Unset = UNSET,
        **options: Unpack[Options],
    ) -> Webhook:
        """Create a webhook

        Registers an address for events. The answer is the only one that shows the secret with which
        deliveries are signed.

        Args:
            url: Address to deliver to.
            events: Events to deliver; all if left out, none if empty.
            secret: Key of the signatures; the service makes one if left out.

        Raises: BadRequest, Unauthorized, RateLimited; every call can raise RequestFailed and APIError.

        Operation createWebhook: POST /v1/webhooks
        """
        return self._wait(self._inner.create, url=url, events=events, secret=secret, **options)

    def delete(self, webhook_id: str, **options: Unpack[Options]) -> None:
        """Delete a webhook

        Removes a webhook. An unknown one is answered the same.

        Args:
            webhook_id: The webhook's id.

        Raises: Unauthorized, RateLimited; every call can raise RequestFailed and APIError.

        Operation deleteWebhook: DELETE /v1/webhooks/{webhookId}
        """
        return self._wait(self._inner.delete, webhook_id, **options)

    def get(self, webhook_id: str, **options: Unpack[Options]) -> Webhook:
        """Get a webhook

        One webhook, with `***` in the place of its secret.

        Args:
            webhook_id: The webhook's id.

        Raises: Unauthorized, NotFound, RateLimited; every call can raise RequestFailed and APIError.

        Operation getWebhook: GET /v1/webhooks/{webhookId}
        """
        return self._wait(self._inner.get, webhook_id, **options)

    def list(self, **options: Unpack[Options]) -> WebhookList:
        """List webhooks

        Every webhook, in one answer, with `***` in the place of its secret.

        Raises: Unauthorized, RateLimited; every call can raise RequestFailed and APIError.

        Operation listWebhooks: GET /v1/webhooks
        """
        return self._wait(self._inner.list, **options)

    def test(self, webhook_id: str, **options: Unpack[Options]) -> TestDelivery:
        """Send a test delivery

        Sends one delivery with the event `test` to the webhook's address and waits for its answer.

        Args:
            webhook_id: The webhook's id.

        Raises: Unauthorized, NotFound, RateLimited; every call can raise RequestFailed and APIError.

        Operation testWebhook: POST /v1/webhooks/{webhookId}/test
        """
        return self._wait(self._inner.test, webhook_id, **options)

    def update(
        self,
        webhook_id: str,
        *,
        events: Sequence[WebhookEvent | str] | Unset = UNSET,
        url: str | Unset = UNSET,
        **options: Unpack[Options],
    ) -> Webhook:
        """Update a webhook

        Changes the address, the events or both. The secret cannot be changed.

        Args:
            webhook_id: The webhook's id.
            events: Events to deliver.
            url: Address to deliver to.

        Raises: Unauthorized, NotFound, RateLimited; every call can raise RequestFailed and APIError.

        Operation updateWebhook: PATCH /v1/webhooks/{webhookId}
        """
        return self._wait(self._inner.update, webhook_id, events=events, url=url, **options)
