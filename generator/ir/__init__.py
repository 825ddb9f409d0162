"""What the emitters see of an API: values, decided once, with every name final.

Nothing here knows the document's syntax, Python's syntax or a template. The readers build these values, the emitters read them.
"""

from generator.ir.models import NO_DEFAULT, Enum, Field, Model, RemovedField
from generator.ir.operations import (
    Answer,
    AnswerKind,
    Body,
    BodyMedia,
    Choice,
    Keyword,
    Operation,
    Paging,
    Parameter,
    RemovedOperation,
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
    inner_types,
    map_type,
    size,
)
from generator.ir.whole import Api, EventUnion

__all__ = [
    "NO_DEFAULT",
    "Answer",
    "AnswerKind",
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
    "Scalar",
    "ScalarKind",
    "Type",
    "call_parameters",
    "inner_types",
    "map_type",
    "size",
]
