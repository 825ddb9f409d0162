"""Resume a download with range requests (RFC 9110, section 14): whether and how a response continues what has
arrived.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from attrs import define

_CONTENT_RANGE = re.compile(r"bytes (\d+)-\d*/(\d+|\*)", re.ASCII)


@define
class Progress:
    """What is known of a recording, for requesting the rest of it."""

    total: int | None = None
    validator: str | None = None
    content_type: str | None = None

    def range_headers(self, size: int) -> dict[str, str]:
        """The headers that request everything after the first ``size`` bytes."""
        if size == 0:
            return {}
        headers = {"Range": f"bytes={size}-"}
        if self.validator is not None:
            headers["If-Range"] = self.validator
        return headers

    def continues(self, headers: Mapping[str, str], size: int) -> bool:
        """Whether a partial response continues at ``size``."""
        match = _CONTENT_RANGE.fullmatch(headers.get("content-range", ""))
        if match is None or size == 0:
            return False
        total = None if match[2] == "*" else int(match[2])
        return int(match[1]) == size and (self.total is None or total in (None, self.total))

    def begin(self, headers: Mapping[str, str]) -> None:
        """Note the headers of a response that starts at the beginning."""
        self.content_type = headers.get("content-type")
        self.validator = self.total = None
        if headers.get("content-encoding", "identity") != "identity":
            # Length and entity tag describe the encoded content, not the bytes that are read.
            return
        etag, length = headers.get("etag", ""), headers.get("content-length", "")
        # A weak tag does not mean that the bytes are the same.
        self.validator = etag if etag.startswith('"') else headers.get("last-modified") or None
        self.total = int(length) if length.isdigit() else None
