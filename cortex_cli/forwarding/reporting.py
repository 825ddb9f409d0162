"""What is shown of each attempt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from cortex_cli.escaping import line
from cortex_cli.following.flow import Flow, cut

if TYPE_CHECKING:
    from cortex_cli.following.occurred import Occurred
    from cortex_cli.forwarding.delivery import Attempt
    from cortex_cli.invocation import Invocation

FIELDS: Final = ("id", "type", "url", "attempt", "status", "durationMs", "error", "retryIn")
_LINES: Final = 20


class Report:
    """Writes a record for each attempt: lines for people, with the response's body if it failed."""

    def __init__(self, invocation: Invocation) -> None:
        self._invocation = invocation
        self._flow = Flow(invocation, FIELDS)

    def __call__(self, event: Occurred, attempt: Attempt, retry_in: float | None) -> None:
        """Write the record of an attempt.

        retry_in: seconds until the next one, None if there is none.
        """
        found: dict[str, Any] = {
            "id": event.id,
            "type": event.type,
            "url": attempt.url,
            "attempt": attempt.number,
            "delivered": attempt.delivered,
            "status": attempt.status,
            "durationMs": round(attempt.seconds * 1000),
            "error": attempt.error,
            "responseBody": attempt.body,
            "retryIn": retry_in,
        }
        record = {name: value for name, value in found.items() if value is not None}
        self._flow.write(record, lambda: self._shown(record))

    def _shown(self, record: Mapping[str, Any]) -> Sequence[str]:
        status = record.get("status", "---")
        first = (
            f"{datetime.now().astimezone():%H:%M:%S}  {status}  {record['durationMs']:>5} ms  "
            f"{record['type']:<24}  {record.get('id', '-')}  {record['url']}"
        )
        head = cut(self._invocation, line(first))
        if record["delivered"]:
            return [head]
        again = f"again in {record['retryIn']:g} s" if "retryIn" in record else "given up"
        body = str(record.get("responseBody") or "").strip()
        lines = body.splitlines()[:_LINES] if body else []
        why = record.get("error") or f"attempt {record['attempt']} failed"
        return [head, line(f"    {why}; {again}"), *(line(f"    | {one}") for one in lines)]
