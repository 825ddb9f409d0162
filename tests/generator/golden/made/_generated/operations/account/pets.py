# Made by `python -m generator build` from tests/generator/golden/spec.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.pets."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Any, Unpack

from cortex_async._core.operations import Operations
from cortex_async._core.options import Options
from cortex_async._core.request import Request, Route

if TYPE_CHECKING:
    from ...models import Cat, Dog

API_KEY_BEARER = frozenset({"api-key", "bearer"})

LIST = Route("listPets", "GET", "/pets", API_KEY_BEARER)


class PetsOperations(Operations):
    """Operations of the resource pets in the scope account."""

    __slots__ = ()

    async def list(self, **options: Unpack[Options]) -> builtins.list[Cat | Dog | dict[str, Any] | None]:
        """listPets

        Operation listPets: GET /pets
        """
        from ...decoders.responses_ import decode_list_pets_response

        return await self._call(Request(LIST), decode_list_pets_response, options)
