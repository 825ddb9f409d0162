"""Every operation with every status and every example in the specs."""

from __future__ import annotations

import pytest
from attrs import has

from cortex_async._core.call_errors import APIError, error_class
from cortex_async.contrib.fake import FakeServer, Reply
from tests.contrib.calls import CALLS, AnyClient
from tests.contrib.specs import APIS, Documented, documented, operations, schema_violations

EVERY = [case for api in APIS for case in documented(api)]


def test_every_operation_can_be_called() -> None:
    assert {api: sorted(CALLS[api]) for api in APIS} == {api: sorted(operations(api)) for api in APIS}
    assert [len(CALLS[api]) for api in APIS] == [30, 3, 5]


@pytest.mark.parametrize("case", [case for case in EVERY if case.schema is not None], ids=str)
def test_the_examples_in_the_specs_match_their_schemas(case: Documented) -> None:
    assert schema_violations(case.api, case.schema, case.body) == []


@pytest.mark.parametrize("case", [case for case in EVERY if case.status < 300], ids=str)
async def test_a_success_becomes_its_type(
    case: Documented, anyone: dict[str, tuple[FakeServer, AnyClient]]
) -> None:
    fake, client = anyone[case.api]
    headers = {"Content-Type": case.media} if case.media == "text/plain" else {}
    fake.next(case.operation, Reply(case.status, case.body, headers))
    response = await CALLS[case.api][case.operation](client)
    if case.media == "application/json" and not isinstance(response, list):
        assert has(type(response))
        assert _plain(client.codec.unstructure(response)) == _plain(case.body)
    elif isinstance(response, list):
        assert all(has(type(item)) for item in response)
    else:
        assert response == case.body


@pytest.mark.parametrize("case", [case for case in EVERY if case.status >= 300], ids=str)
async def test_an_error_becomes_its_class(
    case: Documented, anyone: dict[str, tuple[FakeServer, AnyClient]]
) -> None:
    fake, client = anyone[case.api]
    # Enough for the retries of an idempotent operation and a renewed token.
    fake.next(case.operation, *[Reply(case.status, case.body)] * 8)
    with pytest.raises(APIError) as caught:
        await CALLS[case.api][case.operation](client)
    error = caught.value
    assert type(error) is error_class(case.status)
    assert error.status == case.status
    assert error.operation == case.operation
    assert error.parsed == case.body
    assert error.message in str(error)


def _plain(body: object) -> object:
    """Members that are null may be left out; datetimes are written in one format, with their time zone."""
    if isinstance(body, dict):
        return {name: _plain(value) for name, value in body.items() if value is not None}
    if isinstance(body, list):
        return [_plain(value) for value in body]
    return body.removesuffix("Z").removesuffix(".000") if isinstance(body, str) else body
