# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group webhooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, TypeAlias

from attrs import field

from cortex_async._core.late_attrs import define
from cortex_async._core.secrets.masking import masked
from cortex_async._core.unset import UNSET, Unset

DeliveryStatus: TypeAlias = Literal["pending", "delivered", "failed"]

WebhookAuthType: TypeAlias = Literal["none", "api_key", "basic_auth", "custom_headers"]
"""How Cortex authenticates when POSTing to your webhook URL. Defaults to 'none' if omitted."""


@define(kw_only=True)
class CreateWebhookSubscription:
    """Schema CreateWebhookSubscriptionRequest of the API.

    Attributes:
        events (Sequence[str]): List of events to subscribe to. Supports wildcards like "message.*" or
            "*"
        secret (str): Secret for HMAC-SHA256 signature verification
        url (str): Webhook URL
        api_key (str, default UNSET): API key value (for api_key auth)
        api_key_header (str, default UNSET): Header name to send the API key in (for api_key auth).
            Defaults to 'X-API-Key' if omitted.
        auth_type (WebhookAuthType | str, default UNSET): How Cortex authenticates when POSTing to your
            webhook URL. Defaults to 'none' if omitted.
        basic_auth_password (str, default UNSET): Basic auth password
        basic_auth_username (str, default UNSET): Basic auth username
        custom_headers (Mapping[str, str], default UNSET): Custom headers to send with webhook requests
        description (str, default UNSET): Description of this webhook
    """

    events: Sequence[str]
    """List of events to subscribe to. Supports wildcards like "message.*" or "*" """
    secret: str = field(repr=masked)
    """Secret for HMAC-SHA256 signature verification"""
    url: str
    """Webhook URL"""
    api_key: str | Unset = field(default=UNSET, repr=masked)
    """API key value (for api_key auth)"""
    api_key_header: str | Unset = UNSET
    """Header name to send the API key in (for api_key auth). Defaults to 'X-API-Key' if omitted."""
    auth_type: WebhookAuthType | str | Unset = UNSET
    """How Cortex authenticates when POSTing to your webhook URL. Defaults to 'none' if omitted."""
    basic_auth_password: str | Unset = field(default=UNSET, repr=masked)
    """Basic auth password"""
    basic_auth_username: str | Unset = UNSET
    """Basic auth username"""
    custom_headers: Mapping[str, str] | Unset = field(default=UNSET, repr=masked)
    """Custom headers to send with webhook requests"""
    description: str | Unset = UNSET
    """Description of this webhook"""


@define(kw_only=True)
class SubscriptionDeleted:
    """Schema DeleteWebhookSubscriptionResponse of the API.

    Attributes:
        message (str): Status message
    """

    message: str
    """Status message"""


@define(kw_only=True)
class UpdateWebhookSubscription:
    """Schema UpdateWebhookSubscriptionRequest of the API.

    Attributes:
        api_key (str, default UNSET): API key value
        api_key_header (str, default UNSET): API key header name
        auth_type (WebhookAuthType | str, default UNSET): Authentication type
        basic_auth_password (str, default UNSET): Basic auth password
        basic_auth_username (str, default UNSET): Basic auth username
        custom_headers (Mapping[str, str], default UNSET): Custom headers
        description (str, default UNSET): Description of this webhook
        events (Sequence[str], default UNSET): List of events to subscribe to
        is_active (bool, default UNSET): Whether the subscription is active
        secret (str, default UNSET): Secret for HMAC-SHA256 signature verification
        url (str, default UNSET): Webhook URL
    """

    api_key: str | Unset = field(default=UNSET, repr=masked)
    """API key value"""
    api_key_header: str | Unset = UNSET
    """API key header name"""
    auth_type: WebhookAuthType | str | Unset = UNSET
    """Authentication type"""
    basic_auth_password: str | Unset = field(default=UNSET, repr=masked)
    """Basic auth password"""
    basic_auth_username: str | Unset = UNSET
    """Basic auth username"""
    custom_headers: Mapping[str, str] | Unset = field(default=UNSET, repr=masked)
    """Custom headers"""
    description: str | Unset = UNSET
    """Description of this webhook"""
    events: Sequence[str] | Unset = UNSET
    """List of events to subscribe to"""
    is_active: bool | Unset = UNSET
    """Whether the subscription is active"""
    secret: str | Unset = field(default=UNSET, repr=masked)
    """Secret for HMAC-SHA256 signature verification"""
    url: str | Unset = UNSET
    """Webhook URL"""


@define(kw_only=True)
class WebhookDelivery:
    """Schema WebhookDelivery of the API.

    Attributes:
        id (str): Delivery ID
        created_at (datetime): Delivery timestamp
        subscription_id (str): Subscription ID
        webhook_event_id (str): Webhook Event ID
        request_body (str | None): Request body sent
        response_body (str | None): Response body
        response_headers (dict[str, str] | None): Response headers
        status_code (int | None): HTTP status code
    """

    id: str
    """Delivery ID"""
    created_at: datetime
    """Delivery timestamp"""
    subscription_id: str
    """Subscription ID"""
    webhook_event_id: str
    """Webhook Event ID"""
    request_body: str | None = field(default=None, repr=masked)
    """Request body sent"""
    response_body: str | None = None
    """Response body"""
    response_headers: dict[str, str] | None = field(default=None, repr=masked)
    """Response headers"""
    status_code: int | None = None
    """HTTP status code"""


@define(kw_only=True)
class WebhookEvent:
    """Schema WebhookEvent of the API.

    Attributes:
        id (str): Event ID
        attempts_count (int): Number of delivery attempts
        created_at (datetime): Creation timestamp
        event_type (str): Event type
        next_attempt_at (datetime): Next delivery attempt time
        payload (dict[str, Any]): Event payload
        status (DeliveryStatus | str): Delivery status
        tenant_id (str): Tenant ID
        last_error (str | None): Last error message
        project_id (str | None): Project/App ID
    """

    id: str
    """Event ID"""
    attempts_count: int
    """Number of delivery attempts"""
    created_at: datetime
    """Creation timestamp"""
    event_type: str
    """Event type"""
    next_attempt_at: datetime
    """Next delivery attempt time"""
    payload: dict[str, Any]
    """Event payload"""
    status: DeliveryStatus | str
    """Delivery status"""
    tenant_id: str
    """Tenant ID"""
    last_error: str | None = None
    """Last error message"""
    project_id: str | None = None
    """Project/App ID"""


@define(kw_only=True)
class WebhookEventDetail:
    """Schema WebhookEventDetail of the API.

    Attributes:
        id (str): Event ID
        attempts_count (int): Number of delivery attempts
        created_at (datetime): Creation timestamp
        deliveries (list[WebhookDelivery]): Delivery attempts
        event_type (str): Event type
        next_attempt_at (datetime): Next delivery attempt time
        payload (dict[str, Any]): Event payload
        status (DeliveryStatus | str): Delivery status
        tenant_id (str): Tenant ID
        last_error (str | None): Last error message
        project_id (str | None): Project/App ID
    """

    id: str
    """Event ID"""
    attempts_count: int
    """Number of delivery attempts"""
    created_at: datetime
    """Creation timestamp"""
    deliveries: list[WebhookDelivery]
    """Delivery attempts"""
    event_type: str
    """Event type"""
    next_attempt_at: datetime
    """Next delivery attempt time"""
    payload: dict[str, Any]
    """Event payload"""
    status: DeliveryStatus | str
    """Delivery status"""
    tenant_id: str
    """Tenant ID"""
    last_error: str | None = None
    """Last error message"""
    project_id: str | None = None
    """Project/App ID"""


@define(kw_only=True)
class WebhookSubscription:
    """Schema WebhookSubscription of the API.

    Attributes:
        id (str): Subscription ID
        auth_type (WebhookAuthType | str): Authentication type
        created_at (datetime): Creation timestamp
        events (list[str]): Subscribed events
        is_active (bool): Whether the subscription is active
        project_id (str): Project/App ID
        tenant_id (str): Tenant ID
        updated_at (datetime): Last update timestamp
        url (str): Webhook URL
        description (str | None): Description
    """

    id: str
    """Subscription ID"""
    auth_type: WebhookAuthType | str
    """Authentication type"""
    created_at: datetime
    """Creation timestamp"""
    events: list[str]
    """Subscribed events"""
    is_active: bool
    """Whether the subscription is active"""
    project_id: str
    """Project/App ID"""
    tenant_id: str
    """Tenant ID"""
    updated_at: datetime
    """Last update timestamp"""
    url: str
    """Webhook URL"""
    description: str | None = None
    """Description"""
