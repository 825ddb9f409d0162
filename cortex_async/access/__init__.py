"""Everything that the API, an archive and bundles of evidence hold about one person.

    report = await access_report(project, external_user_id="player-17", archive=archive)
    report.save("report.html", "report.json")

docs/erasure.md describes reports.
"""

from __future__ import annotations

from cortex_async.access.making import access_report
from cortex_async.access.report import AccessReport
from cortex_async.access.values import HeldBundle, HeldFile, Invited, Membership, Said, Unread

__all__ = [
    "AccessReport",
    "HeldBundle",
    "HeldFile",
    "Invited",
    "Membership",
    "Said",
    "Unread",
    "access_report",
]
