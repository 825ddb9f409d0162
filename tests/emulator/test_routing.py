"""Every operation of the spec is served, and every path is routed to its operation."""

from __future__ import annotations

import pytest

from cortex_async.emulator.allowed_statuses import BY_OPERATION
from cortex_async.emulator.dispatch import Incoming, route
from cortex_async.emulator.errors import HTTPError
from cortex_async.emulator.spec import Operation, load_spec, split_path
from tests.emulator.api import Api

OPERATIONS = list(load_spec().operations.values())


def found(method: str, path: str) -> tuple[str, dict[str, str]]:
    match = route(load_spec(), Incoming(method, path, "", {}))
    return match.operation.id, dict(match.path)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.id)
def test_a_template_finds_its_operation(operation: Operation) -> None:
    path = operation.path.replace("{", "").replace("}", "")
    values = {segment[1:-1]: segment[1:-1] for segment in operation.segments if segment.startswith("{")}
    assert found(operation.method, path) == (operation.id, values)


def test_literal_segments_win() -> None:
    p = "/api/projects/p"
    assert found("GET", f"{p}/functions/settings")[0] == "getSettings"
    assert found("PUT", f"{p}/functions/settings")[0] == "updateSettings"
    assert found("GET", f"{p}/functions/npm-package/versions")[0] == "getNpmPackageInfo"
    assert found("GET", f"{p}/gatherings/lookup/members")[0] == "lookupByCode"
    assert found("POST", f"{p}/gatherings/join")[0] == "joinByCode"
    assert found("GET", f"{p}/gatherings/join") == ("getGathering", {"projectId": "p", "id": "join"})
    assert found("POST", f"{p}/sanctions/user/revoke") == ("revokeSanction", {"projectId": "p", "id": "user"})


def test_one_path_two_names() -> None:
    path = "/api/projects/p/gatherings/g/members/m"
    assert found("PATCH", path) == ("updateMember", {"projectId": "p", "id": "g", "memberId": "m"})
    assert found("DELETE", path) == ("removeMember", {"projectId": "p", "id": "g", "participantId": "m"})


def test_a_segment_is_decoded_by_itself() -> None:
    path = "/api/projects/p/functions/npm-package/%40scope%2Fpackage"
    assert found("GET", path)[1]["packageName"] == "@scope/package"
    assert split_path("/api/%2E%2E/x/") == ("api", "..", "x")
    assert split_path("/api//x") is None
    assert split_path("*") is None
    assert split_path("/%ff") is None


def test_refusals() -> None:
    with pytest.raises(HTTPError) as refusal:
        found("DELETE", "/api/plugins")
    assert (refusal.value.status, refusal.value.headers) == (405, {"Allow": "GET"})
    with pytest.raises(HTTPError) as refusal:
        found("GET", "/api/plugins/x/y/z/1/2/3/4")
    assert refusal.value.status == 404


async def test_the_spec_is_served_byte_for_byte(api: Api) -> None:
    async with api.http.get(api.emulator.base_url + "/api/docs-json") as response:
        assert await response.read() == load_spec().raw
        assert response.content_type == "application/json"


def test_the_list_of_further_statuses_has_no_dead_lines() -> None:
    by_key = {operation.key: operation for operation in OPERATIONS}
    for key, statuses in BY_OPERATION.items():
        assert key not in by_key or not statuses & by_key[key].statuses, key
