# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group projects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cortex_async._core.codec.emitted import NULL, array, as_dict, integer, many, new, one
from cortex_async._core.codec.names import parsed_name

from ..models.projects import (
    ActivatedProduct,
    ChangeProjectUserRole,
    GenerateProjectToken,
    GenerateTokenRequest,
    InviteProjectUser,
    ProductFeature,
    ProductPricing,
    Project,
    ProjectProduct,
    ProjectUser,
    RemoveProjectUser,
    RoomToken,
)
from .common import decode_project_permissions, encode_project_permissions

_ACTIVATED_AT = parsed_name("activatedAt")
_ACTIVATED_PRODUCTS = parsed_name("activatedProducts")
_APP_ID = parsed_name("appId")
_BILLING_STATE = parsed_name("billingState")
_CONFIG = parsed_name("config")
_CREATED = parsed_name("created")
_CURRENCY = parsed_name("currency")
_CURRENT_USER_ROLE = parsed_name("currentUserRole")
_DEPENDENCIES = parsed_name("dependencies")
_DEPENDS_ON_FEATURE = parsed_name("dependsOnFeature")
_DEPENDS_ON_PRODUCT = parsed_name("dependsOnProduct")
_DESCRIPTION = parsed_name("description")
_DOMAIN = parsed_name("domain")
_EMAIL = parsed_name("email")
_FEATURES = parsed_name("features")
_ICON = parsed_name("icon")
_ID = parsed_name("id")
_IS_CONFIGURED = parsed_name("isConfigured")
_LABEL = parsed_name("label")
_NAME = parsed_name("name")
_PERMISSION_ID = parsed_name("permissionId")
_PERMISSIONS = parsed_name("permissions")
_PRICING = parsed_name("pricing")
_PRICING_TYPE = parsed_name("pricingType")
_PRICING_URL = parsed_name("pricingUrl")
_PRODUCT = parsed_name("product")
_PROJECT_ID = parsed_name("projectId")
_ROLE = parsed_name("role")
_ROOM_ID = parsed_name("roomId")
_SECRET = parsed_name("secret")
_SLUG = parsed_name("slug")
_STATUS = parsed_name("status")
_TERMS_URL = parsed_name("termsUrl")
_TOKEN = parsed_name("token")
_TYPE = parsed_name("type")
_UNIT = parsed_name("unit")
_UNIT_AMOUNT = parsed_name("unitAmount")
_UPDATED = parsed_name("updated")
_USER_COUNT = parsed_name("userCount")
_USER_ID = parsed_name("userId")
_WEBSITE_URL = parsed_name("websiteUrl")


def decode_activated_product(o: dict[str, Any]) -> ActivatedProduct:
    o.keys()
    m = new(ActivatedProduct)
    m.id = o[_ID] if _ID in o else None
    m.activated_at = o[_ACTIVATED_AT] if _ACTIVATED_AT in o else None
    m.config = o[_CONFIG] if _CONFIG in o else None
    m.product = NULL if _PRODUCT not in o or (v := o[_PRODUCT]) is None else decode_project_product(v)
    return m


def encode_activated_product(m: ActivatedProduct) -> dict[str, Any]:
    o: dict[str, Any] = {}
    if m.id is not None:
        o["id"] = m.id
    if m.activated_at is not None:
        o["activatedAt"] = m.activated_at
    if m.config is not None:
        o["config"] = as_dict(m.config)
    if m.product is not None:
        o["product"] = one(encode_project_product, m.product)
    return o


def decode_change_project_user_role(o: dict[str, Any]) -> ChangeProjectUserRole:
    m = new(ChangeProjectUserRole)
    m.permission_id = o[_PERMISSION_ID]
    m.role = o[_ROLE]
    return m


def encode_change_project_user_role(m: ChangeProjectUserRole) -> dict[str, Any]:
    o: dict[str, Any] = {"permissionId": m.permission_id, "role": m.role}
    return o


def decode_generate_project_token(o: dict[str, Any]) -> GenerateProjectToken:
    m = new(GenerateProjectToken)
    m.room_id = o[_ROOM_ID]
    m.user_id = o[_USER_ID]
    return m


def encode_generate_project_token(m: GenerateProjectToken) -> dict[str, Any]:
    o: dict[str, Any] = {"roomId": m.room_id, "userId": m.user_id}
    return o


def decode_generate_token_request(o: dict[str, Any]) -> GenerateTokenRequest:
    m = new(GenerateTokenRequest)
    m.project_id = o[_PROJECT_ID]
    m.room_id = o[_ROOM_ID]
    m.secret = o[_SECRET]
    return m


def encode_generate_token_request(m: GenerateTokenRequest) -> dict[str, Any]:
    o: dict[str, Any] = {"projectId": m.project_id, "roomId": m.room_id, "secret": m.secret}
    return o


def decode_invite_project_user(o: dict[str, Any]) -> InviteProjectUser:
    m = new(InviteProjectUser)
    m.email = o[_EMAIL]
    m.role = o[_ROLE]
    return m


def encode_invite_project_user(m: InviteProjectUser) -> dict[str, Any]:
    o: dict[str, Any] = {"email": m.email, "role": m.role}
    return o


def decode_product_feature(o: dict[str, Any]) -> ProductFeature:
    o.keys()
    m = new(ProductFeature)
    m.depends_on_feature = o[_DEPENDS_ON_FEATURE] if _DEPENDS_ON_FEATURE in o else None
    m.depends_on_product = o[_DEPENDS_ON_PRODUCT] if _DEPENDS_ON_PRODUCT in o else None
    m.description = o[_DESCRIPTION] if _DESCRIPTION in o else None
    m.name = o[_NAME] if _NAME in o else None
    m.slug = o[_SLUG] if _SLUG in o else None
    return m


def encode_product_feature(m: ProductFeature) -> dict[str, Any]:
    o: dict[str, Any] = {}
    if m.depends_on_feature is not None:
        o["dependsOnFeature"] = m.depends_on_feature
    if m.depends_on_product is not None:
        o["dependsOnProduct"] = m.depends_on_product
    if m.description is not None:
        o["description"] = m.description
    if m.name is not None:
        o["name"] = m.name
    if m.slug is not None:
        o["slug"] = m.slug
    return o


def decode_product_pricing(o: dict[str, Any]) -> ProductPricing:
    o.keys()
    m = new(ProductPricing)
    m.currency = o[_CURRENCY] if _CURRENCY in o else None
    m.label = o[_LABEL] if _LABEL in o else None
    m.pricing_type = o[_PRICING_TYPE] if _PRICING_TYPE in o else None
    m.unit = o[_UNIT] if _UNIT in o else None
    m.unit_amount = (
        NULL
        if _UNIT_AMOUNT not in o or (v := o[_UNIT_AMOUNT]) is None
        else v
        if type(v) is int
        else integer(v)
    )
    return m


def encode_product_pricing(m: ProductPricing) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {}
    if m.currency is not None:
        o["currency"] = m.currency
    if m.label is not None:
        o["label"] = m.label
    if m.pricing_type is not None:
        o["pricingType"] = m.pricing_type
    if m.unit is not None:
        o["unit"] = m.unit
    if m.unit_amount is not None:
        o["unitAmount"] = v if type(v := m.unit_amount) is int else integer(v)
    return o


def decode_project(o: dict[str, Any]) -> Project:
    m = new(Project)
    m.id = o[_ID]
    m.app_id = o[_APP_ID]
    m.created = o[_CREATED]
    m.description = o[_DESCRIPTION]
    m.domain = o[_DOMAIN]
    m.name = o[_NAME]
    m.role = o[_ROLE]
    m.secret = o[_SECRET]
    m.type = o[_TYPE]
    m.updated = o[_UPDATED]
    m.activated_products = (
        NULL
        if _ACTIVATED_PRODUCTS not in o or (v := o[_ACTIVATED_PRODUCTS]) is None
        else many(decode_activated_product, v)
    )
    m.billing_state = o[_BILLING_STATE] if _BILLING_STATE in o else None
    m.current_user_role = o[_CURRENT_USER_ROLE] if _CURRENT_USER_ROLE in o else None
    m.is_configured = o[_IS_CONFIGURED] if _IS_CONFIGURED in o else None
    m.permissions = (
        NULL if _PERMISSIONS not in o or (v := o[_PERMISSIONS]) is None else decode_project_permissions(v)
    )
    m.user_count = (
        NULL if _USER_COUNT not in o or (v := o[_USER_COUNT]) is None else v if type(v) is int else integer(v)
    )
    return m


def encode_project(m: Project) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "appId": m.app_id,
        "created": m.created,
        "description": m.description,
        "domain": m.domain,
        "name": m.name,
        "role": m.role,
        "secret": m.secret,
        "type": m.type,
        "updated": m.updated,
    }
    if m.activated_products is not None:
        o["activatedProducts"] = many(encode_activated_product, m.activated_products)
    if m.billing_state is not None:
        o["billingState"] = m.billing_state
    if m.current_user_role is not None:
        o["currentUserRole"] = m.current_user_role
    if m.is_configured is not None:
        o["isConfigured"] = m.is_configured
    if m.permissions is not None:
        o["permissions"] = one(encode_project_permissions, m.permissions)
    if m.user_count is not None:
        o["userCount"] = v if type(v := m.user_count) is int else integer(v)
    return o


def decode_project_product(o: dict[str, Any]) -> ProjectProduct:
    o.keys()
    m = new(ProjectProduct)
    m.dependencies = o[_DEPENDENCIES] if _DEPENDENCIES in o else None
    m.description = o[_DESCRIPTION] if _DESCRIPTION in o else None
    m.features = (
        NULL if _FEATURES not in o or (v := o[_FEATURES]) is None else many(decode_product_feature, v)
    )
    m.icon = o[_ICON] if _ICON in o else None
    m.name = o[_NAME] if _NAME in o else None
    m.pricing = NULL if _PRICING not in o or (v := o[_PRICING]) is None else many(decode_product_pricing, v)
    m.pricing_url = o[_PRICING_URL] if _PRICING_URL in o else None
    m.slug = o[_SLUG] if _SLUG in o else None
    m.terms_url = o[_TERMS_URL] if _TERMS_URL in o else None
    m.website_url = o[_WEBSITE_URL] if _WEBSITE_URL in o else None
    return m


def encode_project_product(m: ProjectProduct) -> dict[str, Any]:
    o: dict[str, Any] = {}
    if m.dependencies is not None:
        o["dependencies"] = array(m.dependencies)
    if m.description is not None:
        o["description"] = m.description
    if m.features is not None:
        o["features"] = many(encode_product_feature, m.features)
    if m.icon is not None:
        o["icon"] = m.icon
    if m.name is not None:
        o["name"] = m.name
    if m.pricing is not None:
        o["pricing"] = many(encode_product_pricing, m.pricing)
    if m.pricing_url is not None:
        o["pricingUrl"] = m.pricing_url
    if m.slug is not None:
        o["slug"] = m.slug
    if m.terms_url is not None:
        o["termsUrl"] = m.terms_url
    if m.website_url is not None:
        o["websiteUrl"] = m.website_url
    return o


def decode_project_user(o: dict[str, Any]) -> ProjectUser:
    m = new(ProjectUser)
    m.id = o[_ID]
    m.email = o[_EMAIL]
    m.name = o[_NAME]
    m.role = o[_ROLE]
    m.status = o[_STATUS]
    m.created = o[_CREATED] if _CREATED in o else None
    return m


def encode_project_user(m: ProjectUser) -> dict[str, Any]:
    o: dict[str, Any] = {"id": m.id, "email": m.email, "name": m.name, "role": m.role, "status": m.status}
    if m.created is not None:
        o["created"] = m.created
    return o


def decode_remove_project_user(o: dict[str, Any]) -> RemoveProjectUser:
    m = new(RemoveProjectUser)
    m.permission_id = o[_PERMISSION_ID]
    return m


def encode_remove_project_user(m: RemoveProjectUser) -> dict[str, Any]:
    o: dict[str, Any] = {"permissionId": m.permission_id}
    return o


def decode_room_token(o: dict[str, Any]) -> RoomToken:
    m = new(RoomToken)
    m.token = o[_TOKEN]
    return m


def encode_room_token(m: RoomToken) -> dict[str, Any]:
    o: dict[str, Any] = {"token": m.token}
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {
    ActivatedProduct: decode_activated_product,
    ChangeProjectUserRole: decode_change_project_user_role,
    GenerateProjectToken: decode_generate_project_token,
    GenerateTokenRequest: decode_generate_token_request,
    InviteProjectUser: decode_invite_project_user,
    ProductFeature: decode_product_feature,
    ProductPricing: decode_product_pricing,
    Project: decode_project,
    ProjectProduct: decode_project_product,
    ProjectUser: decode_project_user,
    RemoveProjectUser: decode_remove_project_user,
    RoomToken: decode_room_token,
}
ENCODERS: dict[type, Callable[[Any], Any]] = {
    ActivatedProduct: encode_activated_product,
    ChangeProjectUserRole: encode_change_project_user_role,
    GenerateProjectToken: encode_generate_project_token,
    GenerateTokenRequest: encode_generate_token_request,
    InviteProjectUser: encode_invite_project_user,
    ProductFeature: encode_product_feature,
    ProductPricing: encode_product_pricing,
    Project: encode_project,
    ProjectProduct: encode_project_product,
    ProjectUser: encode_project_user,
    RemoveProjectUser: encode_remove_project_user,
    RoomToken: encode_room_token,
}
