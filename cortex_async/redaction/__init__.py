"""Redaction of transcripts: what a line may keep when it leaves for a file or an archive.

    from cortex_async.redaction import MaskPersonalData

    transcript.redacted(MaskPersonalData()).save("match.html")

A ``Redact`` is any function that takes a line and returns it as it may be kept, or None to leave it out.
``MaskPersonalData`` is one that masks e-mail addresses, phone numbers, URLs, card numbers and IP addresses,
as far as rules can find them.
"""

from __future__ import annotations

from cortex_async.redaction.personal_data import MaskPersonalData
from cortex_async.transcripts.redacting import Redact

__all__ = ["MaskPersonalData", "Redact"]
