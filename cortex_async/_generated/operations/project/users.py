# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of project.users."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Unpack

from cortex_async._core.operations import Operations
from cortex_async._core.options import Options
from cortex_async._core.request import Request, Route
from cortex_async._core.strings.wire_strings import Parameter
from cortex_async._core.types import JSON

from ... import models

if TYPE_CHECKING:
    from ...models import ProjectUser, ProjectUserRole

API_KEY_BEARER = frozenset({"api-key", "bearer"})

CHANGE_ROLE = Route(
    "changeProjectUserRole",
    "POST",
    "/api/projects/{projectId}/users/change-role",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
    keywords="permission_id role",
)
INVITE = Route(
    "inviteProjectUser",
    "POST",
    "/api/projects/{projectId}/users/invite",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
    keywords="email role",
)
LIST = Route(
    "getProjectUsers",
    "GET",
    "/api/projects/{projectId}/users",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
)
REMOVE = Route(
    "removeProjectUser",
    "POST",
    "/api/projects/{projectId}/users/remove",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
    keywords="permission_id",
)


class UsersOperations(Operations):
    """Operations of the resource users in the scope project."""

    __slots__ = ()

    async def change_role(
        self, *, permission_id: str, role: ProjectUserRole | str, **options: Unpack[Options]
    ) -> JSON:
        """Change a project member's role

        Update the role assigned to a project member.

        Args:
            permission_id: The permission ID of the user (ProjectUserDto.id)
            role: New role to assign

        Raises: Unauthorized; every call can raise RequestFailed and APIError.

        Operation changeProjectUserRole: POST /api/projects/{projectId}/users/change-role
        """
        return await self._call_json(
            Request(
                CHANGE_ROLE,
                self._bound,
                body=models.ChangeProjectUserRole(permission_id=permission_id, role=role),
            ),
            options,
        )

    async def invite(
        self, *, email: str, role: ProjectUserRole | str, **options: Unpack[Options]
    ) -> ProjectUser:
        """Invite a user to a project

        Send an invitation to a user by email. They will be added with the specified role.

        Args:
            email: Email address of the user to invite
            role: Role to assign to the invited user

        Raises: Unauthorized; every call can raise RequestFailed and APIError.

        Operation inviteProjectUser: POST /api/projects/{projectId}/users/invite
        """
        return await self._call(
            Request(INVITE, self._bound, body=models.InviteProjectUser(email=email, role=role)),
            models.ProjectUser,
            options,
        )

    async def list(self, **options: Unpack[Options]) -> builtins.list[ProjectUser]:
        """Get project users

        Retrieve the list of users associated with a project, including their roles and invitation
        status.

        Raises: Unauthorized, Forbidden; every call can raise RequestFailed and APIError.

        Operation getProjectUsers: GET /api/projects/{projectId}/users
        """
        return await self._call(Request(LIST, self._bound), list[models.ProjectUser], options)

    async def remove(self, *, permission_id: str, **options: Unpack[Options]) -> JSON:
        """Remove a user from a project

        Revoke a user's access to the project by their permission ID.

        Args:
            permission_id: The permission ID of the user to remove (ProjectUserDto.id)

        Raises: Unauthorized; every call can raise RequestFailed and APIError.

        Operation removeProjectUser: POST /api/projects/{projectId}/users/remove
        """
        return await self._call_json(
            Request(REMOVE, self._bound, body=models.RemoveProjectUser(permission_id=permission_id)), options
        )
