"""Evidence about a message or a sanction: one file that can be checked years later.

    collected = await collect_evidence(project, "cases", message_id=message_id)
    print(verify(collected.path).ok)

``EvidenceCollector`` does it by itself when something is flagged. docs/evidence.md describes bundles.
"""

from __future__ import annotations

from cortex_async._core.errors import export_errors
from cortex_async.evidence.bundle import save_evidence
from cortex_async.evidence.collecting import collect_evidence
from cortex_async.evidence.collector import EvidenceCollector
from cortex_async.evidence.collector_settings import CollectFailure
from cortex_async.evidence.errors import EvidenceError
from cortex_async.evidence.evidence import Evidence
from cortex_async.evidence.flags import flagged
from cortex_async.evidence.reading import read_evidence
from cortex_async.evidence.values import (
    Appeal,
    Audio,
    Collected,
    Decision,
    Person,
    Revision,
    Software,
    Subject,
    Unavailable,
)
from cortex_async.evidence.verifying import Verification, verify

__all__ = [
    "Appeal",
    "Audio",
    "CollectFailure",
    "Collected",
    "Decision",
    "Evidence",
    "EvidenceCollector",
    "EvidenceError",
    "Person",
    "Revision",
    "Software",
    "Subject",
    "Unavailable",
    "Verification",
    "collect_evidence",
    "flagged",
    "read_evidence",
    "save_evidence",
    "verify",
]

export_errors(__name__, globals())
