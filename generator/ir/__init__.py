"""The intermediate representation of an API: its types, models and operations as frozen values.

``generator.model`` builds them from a spec; ``generator.emit`` and ``generator.changes`` read them. All names
are final. Nothing here depends on the syntax of OpenAPI or Python, or on a template.
"""

from generator.ir.models import NO_DEFAULT, Enum, Field, Model, RemovedField
from generator.ir.operations import (
    Body,
    BodyMedia,
    Choice,
    Keyword,
    Operation,
    Paging,
    Parameter,
    RemovedOperation,
    Response,
    ResponseKind,
    call_parameters,
)
from generator.ir.types import (
    Constant,
    EnumRef,
    FreeForm,
    KindUnion,
    ListOf,
    MapOf,
    ModelRef,
    ModelUnion,
    Nullable,
    Scalar,
    ScalarKind,
    Type,
    depth,
    inner_types,
    map_type,
    size,
)
from generator.ir.whole import Api, EventUnion

__all__ = [
    "NO_DEFAULT",
    "Api",
    "Body",
    "BodyMedia",
    "Choice",
    "Constant",
    "Enum",
    "EnumRef",
    "EventUnion",
    "Field",
    "FreeForm",
    "Keyword",
    "KindUnion",
    "ListOf",
    "MapOf",
    "Model",
    "ModelRef",
    "ModelUnion",
    "Nullable",
    "Operation",
    "Paging",
    "Parameter",
    "RemovedField",
    "RemovedOperation",
    "Response",
    "ResponseKind",
    "Scalar",
    "ScalarKind",
    "Type",
    "call_parameters",
    "depth",
    "inner_types",
    "map_type",
    "size",
]
