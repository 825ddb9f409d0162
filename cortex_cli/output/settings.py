"""How data is written: the options of the section "Output"."""

from __future__ import annotations


class OutputSettings:
    """The output options of one run.

    format: ``table``, ``json``, ``ndjson``, ``csv``, ``yaml``, ``id``, or empty to choose by what stdout is.
    fields: JSON names, dotted for members of members; empty for the usual ones.
    utc: show datetimes in UTC, not in the local time zone.
    wide: show all columns, and do not cut them.
    pager: page long tables on a terminal.
    show_secrets: show fields that are secret on a terminal, too.
    """

    def __init__(self) -> None:
        self.format = ""
        self.fields: tuple[str, ...] = ()
        self.utc = False
        self.wide = False
        self.pager = True
        self.show_secrets = False
