# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of project.users."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Unpack

from cortex_async._core.options import Options
from cortex_async._core.types import JSON
from cortex_async._generated.operations.project import users as inner
from cortex_sync.bridge.operations import Operations

if TYPE_CHECKING:
    from cortex_async._generated.models import ProjectUser, ProjectUserRole


class UsersOperations(Operations[inner.UsersOperations]):
    """Operations of the resource users in the scope project."""

    __slots__ = ()

    def change_role(
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
        return self._wait(self._inner.change_role, permission_id=permission_id, role=role, **options)

    def invite(self, *, email: str, role: ProjectUserRole | str, **options: Unpack[Options]) -> ProjectUser:
        """Invite a user to a project

        Send an invitation to a user by email. They will be added with the specified role.

        Args:
            email: Email address of the user to invite
            role: Role to assign to the invited user

        Raises: Unauthorized; every call can raise RequestFailed and APIError.

        Operation inviteProjectUser: POST /api/projects/{projectId}/users/invite
        """
        return self._wait(self._inner.invite, email=email, role=role, **options)

    def list(self, **options: Unpack[Options]) -> builtins.list[ProjectUser]:
        """Get project users

        Retrieve the list of users associated with a project, including their roles and invitation
        status.

        Raises: Unauthorized, Forbidden; every call can raise RequestFailed and APIError.

        Operation getProjectUsers: GET /api/projects/{projectId}/users
        """
        return self._wait(self._inner.list, **options)

    def remove(self, *, permission_id: str, **options: Unpack[Options]) -> JSON:
        """Remove a user from a project

        Revoke a user's access to the project by their permission ID.

        Args:
            permission_id: The permission ID of the user to remove (ProjectUserDto.id)

        Raises: Unauthorized; every call can raise RequestFailed and APIError.

        Operation removeProjectUser: POST /api/projects/{projectId}/users/remove
        """
        return self._wait(self._inner.remove, permission_id=permission_id, **options)
