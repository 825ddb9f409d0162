# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group webhooks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, TypeAlias

from attrs import field

from cortex_async._core.late_attrs import define
from cortex_async._core.secrets.masking import masked
from cortex_async._core.unset import UNSET, Unset

WebhookEvent: TypeAlias = Literal[
    "room_created",
    "room_closed",
    "participant_joined",
    "participant_left",
    "track_published",
    "recording_started",
    "recording_stopped",
    "ingress_started",
    "ingress_stopped",
    "transcription_completed",
    "*",
]
"""`*` stands for all."""


@define(kw_only=True)
class CreateWebhook:
    """Schema CreateWebhookRequest of the API.

    Attributes:
        url (str): Address to deliver to.
        events (Sequence[WebhookEvent | str], default UNSET): Events to deliver; all if left out, none
            if empty.
        secret (str, default UNSET): Key of the signatures; the service makes one if left out.
    """

    url: str
    """Address to deliver to."""
    events: Sequence[WebhookEvent | str] | Unset = UNSET
    """Events to deliver; all if left out, none if empty."""
    secret: str | Unset = field(default=UNSET, repr=masked)
    """Key of the signatures; the service makes one if left out."""


@define(kw_only=True)
class TestDelivery:
    """Schema TestDelivery of the API.

    Attributes:
        delivered (bool): Whether the address answered.
        error (str | None): Why it could not be reached.
        status_code (int | None): What it answered.
    """

    delivered: bool
    """Whether the address answered."""
    error: str | None = None
    """Why it could not be reached."""
    status_code: int | None = None
    """What it answered."""


@define(kw_only=True)
class UpdateWebhook:
    """Schema UpdateWebhookRequest of the API.

    Attributes:
        events (Sequence[WebhookEvent | str], default UNSET): Events to deliver.
        url (str, default UNSET): Address to deliver to.
    """

    events: Sequence[WebhookEvent | str] | Unset = UNSET
    """Events to deliver."""
    url: str | Unset = UNSET
    """Address to deliver to."""


@define(kw_only=True)
class Webhook:
    """Schema Webhook of the API.

    Attributes:
        id (str): The webhook's id.
        created_at (datetime): When it was registered.
        events (list[WebhookEvent | str])
        secret (str): Key of the signatures, as the answer to its creation; `***` ever after.
        url (str): Address to deliver to.
    """

    id: str
    """The webhook's id."""
    created_at: datetime
    """When it was registered."""
    events: list[WebhookEvent | str]
    secret: str = field(repr=masked)
    """Key of the signatures, as the answer to its creation; `***` ever after."""
    url: str
    """Address to deliver to."""


@define(kw_only=True)
class WebhookList:
    """Schema WebhookList of the API.

    Attributes:
        webhooks (list[Webhook])
    """

    webhooks: list[Webhook]
