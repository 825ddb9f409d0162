# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group projects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cortex_async._core.codec.emitted import NULL, array, as_dict, integer, many, new, one

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


def decode_activated_product(o: dict[str, Any]) -> ActivatedProduct:
    get = o.get
    m = new(ActivatedProduct)
    m.id = get("id")
    m.activated_at = get("activatedAt")
    m.config = get("config")
    m.product = NULL if (v := get("product")) is None else decode_project_product(v)
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
    m.permission_id = o["permissionId"]
    m.role = o["role"]
    return m


def encode_change_project_user_role(m: ChangeProjectUserRole) -> dict[str, Any]:
    o: dict[str, Any] = {"permissionId": m.permission_id, "role": m.role}
    return o


def decode_generate_project_token(o: dict[str, Any]) -> GenerateProjectToken:
    m = new(GenerateProjectToken)
    m.room_id = o["roomId"]
    m.user_id = o["userId"]
    return m


def encode_generate_project_token(m: GenerateProjectToken) -> dict[str, Any]:
    o: dict[str, Any] = {"roomId": m.room_id, "userId": m.user_id}
    return o


def decode_generate_token_request(o: dict[str, Any]) -> GenerateTokenRequest:
    m = new(GenerateTokenRequest)
    m.project_id = o["projectId"]
    m.room_id = o["roomId"]
    m.secret = o["secret"]
    return m


def encode_generate_token_request(m: GenerateTokenRequest) -> dict[str, Any]:
    o: dict[str, Any] = {"projectId": m.project_id, "roomId": m.room_id, "secret": m.secret}
    return o


def decode_invite_project_user(o: dict[str, Any]) -> InviteProjectUser:
    m = new(InviteProjectUser)
    m.email = o["email"]
    m.role = o["role"]
    return m


def encode_invite_project_user(m: InviteProjectUser) -> dict[str, Any]:
    o: dict[str, Any] = {"email": m.email, "role": m.role}
    return o


def decode_product_feature(o: dict[str, Any]) -> ProductFeature:
    get = o.get
    m = new(ProductFeature)
    m.depends_on_feature = get("dependsOnFeature")
    m.depends_on_product = get("dependsOnProduct")
    m.description = get("description")
    m.name = get("name")
    m.slug = get("slug")
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
    get = o.get
    m = new(ProductPricing)
    m.currency = get("currency")
    m.label = get("label")
    m.pricing_type = get("pricingType")
    m.unit = get("unit")
    m.unit_amount = v if (v := get("unitAmount")) is None or type(v) is int else integer(v)
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
    get = o.get
    m = new(Project)
    m.id = o["id"]
    m.app_id = o["appId"]
    m.created = o["created"]
    m.description = o["description"]
    m.domain = o["domain"]
    m.name = o["name"]
    m.role = o["role"]
    m.secret = o["secret"]
    m.type = o["type"]
    m.updated = o["updated"]
    m.activated_products = (
        NULL if (v := get("activatedProducts")) is None else many(decode_activated_product, v)
    )
    m.billing_state = get("billingState")
    m.current_user_role = get("currentUserRole")
    m.is_configured = get("isConfigured")
    m.permissions = NULL if (v := get("permissions")) is None else decode_project_permissions(v)
    m.user_count = v if (v := get("userCount")) is None or type(v) is int else integer(v)
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
    get = o.get
    m = new(ProjectProduct)
    m.dependencies = get("dependencies")
    m.description = get("description")
    m.features = NULL if (v := get("features")) is None else many(decode_product_feature, v)
    m.icon = get("icon")
    m.name = get("name")
    m.pricing = NULL if (v := get("pricing")) is None else many(decode_product_pricing, v)
    m.pricing_url = get("pricingUrl")
    m.slug = get("slug")
    m.terms_url = get("termsUrl")
    m.website_url = get("websiteUrl")
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
    get = o.get
    m = new(ProjectUser)
    m.id = o["id"]
    m.email = o["email"]
    m.name = o["name"]
    m.role = o["role"]
    m.status = o["status"]
    m.created = get("created")
    return m


def encode_project_user(m: ProjectUser) -> dict[str, Any]:
    o: dict[str, Any] = {"id": m.id, "email": m.email, "name": m.name, "role": m.role, "status": m.status}
    if m.created is not None:
        o["created"] = m.created
    return o


def decode_remove_project_user(o: dict[str, Any]) -> RemoveProjectUser:
    m = new(RemoveProjectUser)
    m.permission_id = o["permissionId"]
    return m


def encode_remove_project_user(m: RemoveProjectUser) -> dict[str, Any]:
    o: dict[str, Any] = {"permissionId": m.permission_id}
    return o


def decode_room_token(o: dict[str, Any]) -> RoomToken:
    m = new(RoomToken)
    m.token = o["token"]
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
