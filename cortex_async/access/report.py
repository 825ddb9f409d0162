"""The report about one person, as a value."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from attrs import frozen

from cortex_async._core.arguments import wrong_type, wrong_value
from cortex_async._core.files.whole_file import WholeFile
from cortex_async.access.values import Content

_PRIVATE: Final = 0o600


@frozen(kw_only=True)
class AccessReport(Content):
    """Everything that is held about one person: ``await access_report(project, external_user_id=...)``.

        report.save("report.html", "report.json")

    Nothing of others is in it, not even names.

    external_user_id: the person.
    project_id: the project.
    made_at: when the report was made, in UTC, by the clock of this machine.
    participants: what the API has of the person as a participant.
    sanctions: all sanctions, without the ids of those who imposed or revoked them.
    memberships, invitations: gatherings.
    said: what the person said, by session, as the API has it; with annotations.
    archived: the same as the archive has it.
    files: files of the archive with lines of the person.
    bundles: bundles of evidence.
    hold: the legal hold on the person.
    erased: whether the archive has erased the person, and leaves out what comes.
    unread: what could not be read, with the reasons.
    not_covered: what the report does not reach, in sentences.
    """

    def to_json(self) -> str:
        """The report as JSON."""
        from cortex_async.access.parts import to_json

        return to_json(self)

    def to_html(self) -> str:
        """The report as a page of its own, for people; it runs no script and loads nothing."""
        from cortex_async.access.page import render

        return render(self)

    def save(self, *paths: str | os.PathLike[str]) -> tuple[Path, ...]:
        """Write the report to files, all of them or none. The suffix says how: ``.html`` or ``.json``.

        New files are readable by their owner alone. Disk access blocks.

        Raises: OSError for a file that cannot be written; ArgumentError for a path with another suffix.
        """
        if not paths:
            raise wrong_value("paths", "at least one path", ())
        contents = [self._content(path) for path in paths]
        with ExitStack() as stack:
            files = [stack.enter_context(WholeFile(path, _PRIVATE)) for path in paths]
            for file, content in zip(files, contents, strict=True):
                file.write(content)
                file.flush()
            return tuple(file.finish() for file in files)

    def _content(self, path: str | os.PathLike[str]) -> bytes:
        if not isinstance(path, (str, os.PathLike)):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
            raise wrong_type("path", "a string or a path", path)
        suffix = Path(path).suffix.lower()
        if suffix not in (".html", ".htm", ".json"):
            raise wrong_value("path", "a name that ends in .html or .json", os.fspath(path))
        return (self.to_json() if suffix == ".json" else self.to_html()).encode()
