# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group plugins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cortex_async._core.free_form import FreeFormReaders
from cortex_async._core.late_attrs import define

from .common import AnnotationType


@define(kw_only=True)
class ListMessageAnnotations:
    """Schema GetMessageAnnotationsBatchRequest of the API.

    Attributes:
        message_ids (Sequence[str])
    """

    message_ids: Sequence[str]


@define(kw_only=True)
class MessageAnnotation(FreeFormReaders):
    """Schema MessageAnnotation of the API.

    Typed readers of ``data``: number, integer, text, flag, texts, each, at.

    Attributes:
        id (str): Annotation UUID
        created_at (datetime): Creation timestamp
        data (dict[str, Any]): Annotation data
        message_id (str): Message ID this annotation is attached to
        tenant_id (str): Tenant ID
        type (AnnotationType | str): Annotation type
        plugin_instance_id (str | None): Plugin instance that created this
    """

    id: str
    """Annotation UUID"""
    created_at: datetime
    """Creation timestamp"""
    data: dict[str, Any]
    """Annotation data"""
    message_id: str
    """Message ID this annotation is attached to"""
    tenant_id: str
    """Tenant ID"""
    type: AnnotationType | str
    """Annotation type"""
    plugin_instance_id: str | None = None
    """Plugin instance that created this"""

    def _free_form(self) -> object:
        return self.data


@define(kw_only=True)
class SessionAnnotation(FreeFormReaders):
    """Schema SessionAnnotation of the API.

    Typed readers of ``data``: number, integer, text, flag, texts, each, at.

    Attributes:
        id (str): Annotation UUID
        created_at (datetime): Creation timestamp
        data (dict[str, Any]): Annotation data
        session_id (str): Session ID this annotation is attached to
        tenant_id (str): Tenant ID
        type (AnnotationType | str): Annotation type
        plugin_instance_id (str | None): Plugin instance that created this
    """

    id: str
    """Annotation UUID"""
    created_at: datetime
    """Creation timestamp"""
    data: dict[str, Any]
    """Annotation data"""
    session_id: str
    """Session ID this annotation is attached to"""
    tenant_id: str
    """Tenant ID"""
    type: AnnotationType | str
    """Annotation type"""
    plugin_instance_id: str | None = None
    """Plugin instance that created this"""

    def _free_form(self) -> object:
        return self.data
