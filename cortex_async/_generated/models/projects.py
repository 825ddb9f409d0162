# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group projects."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from attrs import field

from cortex_async._core.late_attrs import define
from cortex_async._core.secrets.masking import masked

from .common import ProjectPermissions

PricingType: TypeAlias = Literal["free", "pay_as_you_go", "one_time", "monthly"]
"""The pricing model type"""

ProductSlug: TypeAlias = Literal["voice", "rooms", "fleet", "cortex"]
"""Product slug identifier"""

ProjectBillingState: TypeAlias = Literal["free", "mini", "indie", "active", "external"]
"""Current billing state of the project (e.g. free, mini, indie, active, external)"""

ProjectType: TypeAlias = Literal["sdk", "conferencing"]
"""The type of the app/project"""

ProjectUserRole: TypeAlias = Literal["admin", "maintainer", "developer"]
"""New role to assign"""

ProjectUserStatus: TypeAlias = Literal["active", "pending", "revoked"]
"""Status of the user's project association"""


@define(kw_only=True)
class ActivatedProduct:
    """Schema ActivatedProduct of the API.

    Attributes:
        id (str | None): Unique identifier for the activation
        activated_at (str | None): When the product was activated (ISO 8601)
        config (dict[str, Any] | None): Product-specific configuration (e.g. { domain:
            "example.rooms.chat" })
        product (ProjectProduct | None): Product details
    """

    id: str | None = None
    """Unique identifier for the activation"""
    activated_at: str | None = None
    """When the product was activated (ISO 8601)"""
    config: dict[str, Any] | None = None
    """Product-specific configuration (e.g. { domain: "example.rooms.chat" })"""
    product: ProjectProduct | None = None
    """Product details"""


@define(kw_only=True)
class ChangeProjectUserRole:
    """Schema ChangeProjectUserRoleRequest of the API.

    Attributes:
        permission_id (str): The permission ID of the user (ProjectUserDto.id)
        role (ProjectUserRole | str): New role to assign
    """

    permission_id: str
    """The permission ID of the user (ProjectUserDto.id)"""
    role: ProjectUserRole | str
    """New role to assign"""


@define(kw_only=True)
class GenerateProjectToken:
    """Schema GenerateProjectTokenRequest of the API.

    Attributes:
        room_id (str): The Room ID
        user_id (str): The User ID
    """

    room_id: str
    """The Room ID"""
    user_id: str
    """The User ID"""


@define(kw_only=True)
class GenerateTokenRequest:
    """Schema GenerateTokenRequest of the API.

    Attributes:
        project_id (str): The Project ID (API Key)
        room_id (str): The Room ID
        secret (str): The Project Secret
    """

    project_id: str
    """The Project ID (API Key)"""
    room_id: str
    """The Room ID"""
    secret: str = field(repr=masked)
    """The Project Secret"""


@define(kw_only=True)
class InviteProjectUser:
    """Schema InviteProjectUserRequest of the API.

    Attributes:
        email (str): Email address of the user to invite
        role (ProjectUserRole | str): Role to assign to the invited user
    """

    email: str
    """Email address of the user to invite"""
    role: ProjectUserRole | str
    """Role to assign to the invited user"""


@define(kw_only=True)
class ProductFeature:
    """Schema ProductFeature of the API.

    Attributes:
        depends_on_feature (str | None): Slug of another feature this depends on
        depends_on_product (str | None): Product that must be activated for this feature to work
        description (str | None): Description of the feature
        name (str | None): Display name of the feature
        slug (str | None): Unique slug for the feature (e.g. cortex.transcription)
    """

    depends_on_feature: str | None = None
    """Slug of another feature this depends on"""
    depends_on_product: str | None = None
    """Product that must be activated for this feature to work"""
    description: str | None = None
    """Description of the feature"""
    name: str | None = None
    """Display name of the feature"""
    slug: str | None = None
    """Unique slug for the feature (e.g. cortex.transcription)"""


@define(kw_only=True)
class ProductPricing:
    """Schema ProductPricing of the API.

    Attributes:
        currency (str | None): ISO 4217 currency code (e.g. EUR)
        label (str | None): Human-readable tier label
        pricing_type (PricingType | str | None): The pricing model type
        unit (str | None): Unit label for pay-as-you-go pricing (e.g. PCU-day, instance-day)
        unit_amount (int | None): Amount in cents
    """

    currency: str | None = None
    """ISO 4217 currency code (e.g. EUR)"""
    label: str | None = None
    """Human-readable tier label"""
    pricing_type: PricingType | str | None = None
    """The pricing model type"""
    unit: str | None = None
    """Unit label for pay-as-you-go pricing (e.g. PCU-day, instance-day)"""
    unit_amount: int | None = None
    """Amount in cents"""


@define(kw_only=True)
class Project:
    """Schema App of the API.

    Attributes:
        id (str): The unique identifier of the app/project
        app_id (str): Application identifier associated with the project
        created (str): The creation date and time of the project
        description (str): A brief description of the project
        domain (str): The domain name for the project
        name (str): The name of the app/project
        role (str): The role of the requesting user in the context of the project
        secret (str): The secret key of the app/project
        type (ProjectType | str): The type of the app/project
        updated (str): The last update date and time of the project
        activated_products (list[ActivatedProduct] | None): Products activated for this project, with
            full metadata and configuration
        billing_state (ProjectBillingState | str | None): Current billing state of the project (e.g.
            free, mini, indie, active, external)
        current_user_role (str | None): The requesting user's role in this project
        is_configured (bool | None): Whether app settings are configured for transcription
        permissions (ProjectPermissions | None): Granular permission flags for the current user within
            this project
        user_count (int | None): Number of users associated with this project
    """

    id: str
    """The unique identifier of the app/project"""
    app_id: str
    """Application identifier associated with the project"""
    created: str
    """The creation date and time of the project"""
    description: str
    """A brief description of the project"""
    domain: str
    """The domain name for the project"""
    name: str
    """The name of the app/project"""
    role: str
    """The role of the requesting user in the context of the project"""
    secret: str = field(repr=masked)
    """The secret key of the app/project"""
    type: ProjectType | str
    """The type of the app/project"""
    updated: str
    """The last update date and time of the project"""
    activated_products: list[ActivatedProduct] | None = None
    """Products activated for this project, with full metadata and configuration"""
    billing_state: ProjectBillingState | str | None = None
    """Current billing state of the project (e.g. free, mini, indie, active, external)"""
    current_user_role: str | None = None
    """The requesting user's role in this project"""
    is_configured: bool | None = None
    """Whether app settings are configured for transcription"""
    permissions: ProjectPermissions | None = None
    """Granular permission flags for the current user within this project"""
    user_count: int | None = None
    """Number of users associated with this project"""


@define(kw_only=True)
class ProjectProduct:
    """Schema ProjectProduct of the API.

    Attributes:
        dependencies (list[str] | None): Slugs of products that must be activated before this product
        description (str | None): Description of the product
        features (list[ProductFeature] | None): Features available within this product
        icon (str | None): Icon identifier or URL
        name (str | None): Display name of the product
        pricing (list[ProductPricing] | None): Available pricing tiers
        pricing_url (str | None): URL to the pricing page
        slug (ProductSlug | str | None): Product slug identifier
        terms_url (str | None): URL to the terms and conditions
        website_url (str | None): URL to the product website
    """

    dependencies: list[str] | None = None
    """Slugs of products that must be activated before this product"""
    description: str | None = None
    """Description of the product"""
    features: list[ProductFeature] | None = None
    """Features available within this product"""
    icon: str | None = None
    """Icon identifier or URL"""
    name: str | None = None
    """Display name of the product"""
    pricing: list[ProductPricing] | None = None
    """Available pricing tiers"""
    pricing_url: str | None = None
    """URL to the pricing page"""
    slug: ProductSlug | str | None = None
    """Product slug identifier"""
    terms_url: str | None = None
    """URL to the terms and conditions"""
    website_url: str | None = None
    """URL to the product website"""


@define(kw_only=True)
class ProjectUser:
    """Schema ProjectUser of the API.

    Attributes:
        id (str): Unique identifier for the user
        email (str): Email address of the user
        name (str): Display name of the user
        role (ProjectUserRole | str): The user's role within the project
        status (ProjectUserStatus | str): Status of the user's project association
        created (str | None): When the user was added to the project
    """

    id: str
    """Unique identifier for the user"""
    email: str
    """Email address of the user"""
    name: str
    """Display name of the user"""
    role: ProjectUserRole | str
    """The user's role within the project"""
    status: ProjectUserStatus | str
    """Status of the user's project association"""
    created: str | None = None
    """When the user was added to the project"""


@define(kw_only=True)
class RemoveProjectUser:
    """Schema RemoveProjectUserRequest of the API.

    Attributes:
        permission_id (str): The permission ID of the user to remove (ProjectUserDto.id)
    """

    permission_id: str
    """The permission ID of the user to remove (ProjectUserDto.id)"""


@define(kw_only=True)
class RoomToken:
    """Schema GenerateTokenResponse of the API.

    Attributes:
        token (str): The generated access token
    """

    token: str = field(repr=masked)
    """The generated access token"""
