# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of project.webhooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Unpack

from cortex_async._core.operations import Operations
from cortex_async._core.options import Options
from cortex_async._core.request import Request, Route
from cortex_async._core.strings.wire_strings import Parameter
from cortex_async._core.unset import UNSET, Unset

from ... import models

if TYPE_CHECKING:
    from cortex_async._core.paging import Pager

    from ...models import (
        DeliveryStatus,
        SubscriptionDeleted,
        WebhookAuthType,
        WebhookEvent,
        WebhookEventDetail,
        WebhookSubscription,
    )

API_KEY_BEARER = frozenset({"api-key", "bearer"})

CREATE_SUBSCRIPTION = Route(
    "createSubscription",
    "POST",
    "/api/projects/{projectId}/webhooks/subscriptions",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
    keywords="events secret url api_key api_key_header auth_type basic_auth_password basic_auth_username custom_headers description",
)
DELETE_SUBSCRIPTION = Route(
    "deleteSubscription",
    "DELETE",
    "/api/projects/{projectId}/webhooks/subscriptions/{id}",
    API_KEY_BEARER,
    ids=("projectId", "id"),
    path_parameters=(Parameter("project_id", "str"), Parameter("subscription_id", "str")),
)
GET_EVENT = Route(
    "getEvent",
    "GET",
    "/api/projects/{projectId}/webhooks/events/{id}",
    API_KEY_BEARER,
    ids=("projectId", "id"),
    path_parameters=(Parameter("project_id", "str"), Parameter("event_id", "str")),
)
GET_SUBSCRIPTION = Route(
    "getSubscription",
    "GET",
    "/api/projects/{projectId}/webhooks/subscriptions/{id}",
    API_KEY_BEARER,
    ids=("projectId", "id"),
    path_parameters=(Parameter("project_id", "str"), Parameter("subscription_id", "str")),
)
LIST_EVENTS = Route(
    "listEvents",
    "GET",
    "/api/projects/{projectId}/webhooks/events",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
    query_parameters={"status": Parameter("status", "str")},
    keywords="status page_size max_items offset",
)
LIST_SUBSCRIPTIONS = Route(
    "listSubscriptions",
    "GET",
    "/api/projects/{projectId}/webhooks/subscriptions",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
)
UPDATE_SUBSCRIPTION = Route(
    "updateSubscription",
    "PUT",
    "/api/projects/{projectId}/webhooks/subscriptions/{id}",
    API_KEY_BEARER,
    ids=("projectId", "id"),
    path_parameters=(Parameter("project_id", "str"), Parameter("subscription_id", "str")),
    keywords="api_key api_key_header auth_type basic_auth_password basic_auth_username custom_headers description events is_active secret url",
)


class WebhooksOperations(Operations):
    """Operations of the resource webhooks in the scope project."""

    __slots__ = ()

    async def create_subscription(
        self,
        *,
        events: Sequence[str],
        secret: str,
        url: str,
        api_key: str | Unset = UNSET,
        api_key_header: str | Unset = UNSET,
        auth_type: WebhookAuthType | str | Unset = UNSET,
        basic_auth_password: str | Unset = UNSET,
        basic_auth_username: str | Unset = UNSET,
        custom_headers: Mapping[str, str] | Unset = UNSET,
        description: str | Unset = UNSET,
        **options: Unpack[Options],
    ) -> WebhookSubscription:
        """Create a webhook subscription

        Register a new webhook endpoint. You can specify which events to listen to and authentication
        details for the callback.

        Args:
            events: List of events to subscribe to. Supports wildcards like "message.*" or "*"
            secret: Secret for HMAC-SHA256 signature verification
            url: Webhook URL
            api_key: API key value (for api_key auth)
            api_key_header: Header name to send the API key in (for api_key auth). Defaults to
                'X-API-Key' if omitted.
            auth_type: How Cortex authenticates when POSTing to your webhook URL. Defaults to 'none' if
                omitted.
            basic_auth_password: Basic auth password
            basic_auth_username: Basic auth username
            custom_headers: Custom headers to send with webhook requests
            description: Description of this webhook

        Operation createSubscription: POST /api/projects/{projectId}/webhooks/subscriptions
        """
        return await self._call(
            Request(
                CREATE_SUBSCRIPTION,
                self._bound,
                body=models.CreateWebhookSubscription(
                    events=events,
                    secret=secret,
                    url=url,
                    api_key=api_key,
                    api_key_header=api_key_header,
                    auth_type=auth_type,
                    basic_auth_password=basic_auth_password,
                    basic_auth_username=basic_auth_username,
                    custom_headers=custom_headers,
                    description=description,
                ),
            ),
            models.WebhookSubscription,
            options,
        )

    async def delete_subscription(
        self, subscription_id: str, **options: Unpack[Options]
    ) -> SubscriptionDeleted:
        """Delete a webhook subscription

        Permanently remove a webhook subscription.

        Args:
            subscription_id: Subscription ID

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation deleteSubscription: DELETE /api/projects/{projectId}/webhooks/subscriptions/{id}
        """
        return await self._call(
            Request(DELETE_SUBSCRIPTION, (*self._bound, subscription_id)), models.SubscriptionDeleted, options
        )

    async def get_event(self, event_id: str, **options: Unpack[Options]) -> WebhookEventDetail:
        """Get webhook event details with deliveries

        Retrieve details of a specific webhook event, including the payload and a list of delivery
        attempts.

        Args:
            event_id: Event ID

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation getEvent: GET /api/projects/{projectId}/webhooks/events/{id}
        """
        return await self._call(
            Request(GET_EVENT, (*self._bound, event_id)), models.WebhookEventDetail, options
        )

    async def get_subscription(self, subscription_id: str, **options: Unpack[Options]) -> WebhookSubscription:
        """Get a webhook subscription by ID

        Retrieve details of a specific webhook subscription.

        Args:
            subscription_id: Subscription ID

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation getSubscription: GET /api/projects/{projectId}/webhooks/subscriptions/{id}
        """
        return await self._call(
            Request(GET_SUBSCRIPTION, (*self._bound, subscription_id)), models.WebhookSubscription, options
        )

    def list_events(
        self,
        *,
        status: DeliveryStatus | str | Unset = UNSET,
        page_size: int = 50,
        max_items: int | None = None,
        offset: int = 0,
        **options: Unpack[Options],
    ) -> Pager[WebhookEvent]:
        """List webhook events

        Retrieve a paginated log of events that were processed by the webhook system.

        Args:
            status: Filter by delivery status
            page_size: number of items per request.
            max_items: maximum number of items; None for all.
            offset: number of items to skip at the start.

        Operation listEvents: GET /api/projects/{projectId}/webhooks/events
        """
        return self._pages(
            Request(LIST_EVENTS, self._bound, query={"status": status}),
            models.WebhookEvent,
            None,
            options,
            page_size=page_size,
            max_items=max_items,
            offset=offset,
        )

    async def list_subscriptions(self, **options: Unpack[Options]) -> list[WebhookSubscription]:
        """List webhook subscriptions

        Retrieve a list of all webhook subscriptions configured for this tenant, optionally filtered by
        project.

        Operation listSubscriptions: GET /api/projects/{projectId}/webhooks/subscriptions
        """
        return await self._call(
            Request(LIST_SUBSCRIPTIONS, self._bound), list[models.WebhookSubscription], options
        )

    async def update_subscription(
        self,
        subscription_id: str,
        *,
        api_key: str | Unset = UNSET,
        api_key_header: str | Unset = UNSET,
        auth_type: WebhookAuthType | str | Unset = UNSET,
        basic_auth_password: str | Unset = UNSET,
        basic_auth_username: str | Unset = UNSET,
        custom_headers: Mapping[str, str] | Unset = UNSET,
        description: str | Unset = UNSET,
        events: Sequence[str] | Unset = UNSET,
        is_active: bool | Unset = UNSET,
        secret: str | Unset = UNSET,
        url: str | Unset = UNSET,
        **options: Unpack[Options],
    ) -> WebhookSubscription:
        """Update a webhook subscription

        Update the configuration of an existing webhook subscription.

        Args:
            subscription_id: Subscription ID
            api_key: API key value
            api_key_header: API key header name
            auth_type: Authentication type
            basic_auth_password: Basic auth password
            basic_auth_username: Basic auth username
            custom_headers: Custom headers
            description: Description of this webhook
            events: List of events to subscribe to
            is_active: Whether the subscription is active
            secret: Secret for HMAC-SHA256 signature verification
            url: Webhook URL

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation updateSubscription: PUT /api/projects/{projectId}/webhooks/subscriptions/{id}
        """
        return await self._call(
            Request(
                UPDATE_SUBSCRIPTION,
                (*self._bound, subscription_id),
                body=models.UpdateWebhookSubscription(
                    api_key=api_key,
                    api_key_header=api_key_header,
                    auth_type=auth_type,
                    basic_auth_password=basic_auth_password,
                    basic_auth_username=basic_auth_username,
                    custom_headers=custom_headers,
                    description=description,
                    events=events,
                    is_active=is_active,
                    secret=secret,
                    url=url,
                ),
            ),
            models.WebhookSubscription,
            options,
        )
