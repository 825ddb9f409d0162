"""Docstrings of generated classes."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from attrs import frozen

# Each field has its full description as an attribute docstring; the class lists them in short.
_LONGEST_DOC = 300
_LONGEST_TYPE = 200


@frozen
class FieldDoc:
    """One field as the docstring of its class lists it.

    ``default`` is None for a field that must be given.
    """

    name: str
    type: str
    default: str | None
    doc: str

    @property
    def line(self) -> str:
        kind = self.type if len(self.type) <= _LONGEST_TYPE else f"{self.type[:_LONGEST_TYPE]}..."
        details = kind if self.default is None else f"{kind}, default {self.default}"
        doc = textwrap.shorten(self.doc, _LONGEST_DOC, placeholder=" ...")
        return f"    {self.name} ({details}): {doc}" if doc else f"    {self.name} ({details})"


def class_doc(description: str, schema: str, fields: Iterable[FieldDoc], note: str = "") -> str:
    """Return the docstring of a model: its description, a note, its fields, and the schema behind it."""
    source = f"Schema {schema} of the API."
    lines = [field.line for field in fields]
    attributes = ["", "Attributes:", *lines] if lines else []
    noted = ["", note] if note else []
    if not description.strip():
        return "\n".join([source, *noted, *attributes])
    return "\n".join([description, *noted, *attributes, "", source])
