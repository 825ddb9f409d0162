# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group common."""

from __future__ import annotations

from typing import Literal, TypeAlias

from cortex_async._core.late_attrs import define

AnnotationType: TypeAlias = Literal[
    "profanity", "summary", "action_items", "sentiment", "toxicity", "language"
]
"""Annotation type"""

PluginCategory: TypeAlias = Literal["moderation", "analytics", "automation", "integration"]
"""Category"""

PluginSettingType: TypeAlias = Literal["text", "number", "email", "select", "boolean", "password", "chips"]
"""Input type"""


@define(kw_only=True)
class Plugin:
    """Schema Plugin of the API.

    Attributes:
        id (str): Plugin UUID
        category (PluginCategory | str): Category
        events (list[str]): Event patterns
        is_active (bool): Whether plugin is available
        name (str): Display name
        slug (str): URL-friendly identifier
        version (str): Semantic version
        description (str | None): Description
        icon (str | None): Heroicons icon name
        output_annotation_type (AnnotationType | str | None): Output annotation type
        pricing_url (str | None): Pricing page URL for the tied Payment product, shown in the install
            cost-acceptance notice.
        product_slug (str | None): Payment product slug this plugin activates (set = paid plugin). When
            present, installing/enabling the plugin activates this product and disabling/uninstalling
            deactivates it.
        settings_schema (list[PluginSetting] | None): Settings schema
    """

    id: str
    """Plugin UUID"""
    category: PluginCategory | str
    """Category"""
    events: list[str]
    """Event patterns"""
    is_active: bool
    """Whether plugin is available"""
    name: str
    """Display name"""
    slug: str
    """URL-friendly identifier"""
    version: str
    """Semantic version"""
    description: str | None = None
    """Description"""
    icon: str | None = None
    """Heroicons icon name"""
    output_annotation_type: AnnotationType | str | None = None
    """Output annotation type"""
    pricing_url: str | None = None
    """Pricing page URL for the tied Payment product, shown in the install cost-acceptance notice."""
    product_slug: str | None = None
    """Payment product slug this plugin activates (set = paid plugin). When present, installing/enabling
    the plugin activates this product and disabling/uninstalling deactivates it.
    """
    settings_schema: list[PluginSetting] | None = None
    """Settings schema"""


@define(kw_only=True)
class PluginSetting:
    """Schema PluginSettingField of the API.

    Attributes:
        key (str): Unique key for this setting
        label (str): Human-readable label
        type (PluginSettingType | str): Input type
        default (str | float | bool | list[str] | None): Default value
        description (str | None): Help text
        options_ (list[str] | None): Options for select type
        required (bool, default False): Whether this setting is required
        validation (PluginSettingValidation | None): Validation rules
    """

    key: str
    """Unique key for this setting"""
    label: str
    """Human-readable label"""
    type: PluginSettingType | str
    """Input type"""
    default: str | float | bool | list[str] | None = None
    """Default value"""
    description: str | None = None
    """Help text"""
    options_: list[str] | None = None
    """Options for select type"""
    required: bool = False
    """Whether this setting is required"""
    validation: PluginSettingValidation | None = None
    """Validation rules"""


@define(kw_only=True)
class PluginSettingValidation:
    """Validation rules

    Attributes:
        max (float | None)
        min (float | None)
        pattern (str | None)

    Schema PluginSettingField.validation of the API.
    """

    max: float | None = None
    min: float | None = None
    pattern: str | None = None


@define(kw_only=True)
class ProjectPermissions:
    """Schema ProjectPermissions of the API.

    Attributes:
        add_access_key (bool | None): Permission to add an access key
        add_user (bool | None): Permission to add a user to the project
        delete_access_key (bool | None): Permission to delete an access key
        delete_user (bool | None): Permission to delete a user from the project
        download_license (bool | None): Permission to download the project's license
        edit_access_key (bool | None): Permission to edit an access key
        edit_user (bool | None): Permission to edit a user's details (e.g. change role)
        set_peer_limit (bool | None): Permission to set the peer limit for the project
        set_project_name (bool | None): Permission to change the project's name
    """

    add_access_key: bool | None = None
    """Permission to add an access key"""
    add_user: bool | None = None
    """Permission to add a user to the project"""
    delete_access_key: bool | None = None
    """Permission to delete an access key"""
    delete_user: bool | None = None
    """Permission to delete a user from the project"""
    download_license: bool | None = None
    """Permission to download the project's license"""
    edit_access_key: bool | None = None
    """Permission to edit an access key"""
    edit_user: bool | None = None
    """Permission to edit a user's details (e.g. change role)"""
    set_peer_limit: bool | None = None
    """Permission to set the peer limit for the project"""
    set_project_name: bool | None = None
    """Permission to change the project's name"""
