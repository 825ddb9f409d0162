# Made by `python -m generator build` from tests/generator/golden/spec.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.pets."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Any, Unpack

from cortex_async._core.options import Options
from cortex_sync.bridge.operations import Operations
from tests.generator.golden.made._generated.operations.account import pets as inner

if TYPE_CHECKING:
    from tests.generator.golden.made._generated.models import Cat, Dog


class PetsOperations(Operations[inner.PetsOperations]):
    """Operations of the resource pets in the scope account."""

    __slots__ = ()

    def list(self, **options: Unpack[Options]) -> builtins.list[Cat | Dog | dict[str, Any] | None]:
        """listPets

        Operation listPets: GET /pets
        """
        return self._wait(self._inner.list, **options)
