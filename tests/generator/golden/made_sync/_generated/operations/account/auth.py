# Made by `python -m generator build` from tests/generator/golden/spec.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.auth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from cortex_async._core.options import Options
from cortex_async._core.types import JSON
from cortex_sync.bridge.operations import Operations
from tests.generator.golden.made._generated.operations.account import auth as inner

if TYPE_CHECKING:
    pass


class AuthOperations(Operations[inner.AuthOperations]):
    """Operations of the resource auth in the scope account."""

    __slots__ = ()

    def login(self, *, password: str, user: str, **options: Unpack[Options]) -> JSON:
        """login

        Operation login: POST /login
        """
        return self._wait(self._inner.login, password=password, user=user, **options)
