# Made by `python -m generator build` from tests/generator/golden/spec.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.auth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from cortex_async._core.codec.bodies import Form
from cortex_async._core.operations import Operations
from cortex_async._core.options import Options
from cortex_async._core.request import Request, Route
from cortex_async._core.strings.wire_strings import Parameter
from cortex_async._core.types import JSON

if TYPE_CHECKING:
    pass


LOGIN = Route(
    "login",
    "POST",
    "/login",
    form_parameters={"password": Parameter("password", "str"), "user": Parameter("user", "str")},
    keywords="password user",
)


class AuthOperations(Operations):
    """Operations of the resource auth in the scope account."""

    __slots__ = ()

    async def login(self, *, password: str, user: str, **options: Unpack[Options]) -> JSON:
        """login

        Operation login: POST /login
        """
        return await self._call_json(Request(LOGIN, body=Form({"password": password, "user": user})), options)
