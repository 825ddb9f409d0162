"""``manage.py cortex_sessions``: lists the sessions of the project."""

from __future__ import annotations

import json
from typing import Any

from cortex_async.dicts import to_dict
from cortex_async.integrations.django.framework import BaseCommand
from cortex_async.integrations.django.management.options import add_project, one_line_errors, project_of


class Command(BaseCommand):
    help = "List the sessions of the Cortex project, the newest first."

    def add_arguments(self, parser: Any) -> None:
        add_project(parser)
        parser.add_argument("--status", help="only sessions in this state, e.g. running")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(self, *_: object, project: str | None, status: str | None, **options: Any) -> None:
        with one_line_errors():
            found = project_of(project).sessions.list()
        for session in sorted(found, key=lambda one: one.created_at, reverse=True):
            if status is not None and session.status != status:
                continue
            if options["json"]:
                self.stdout.write(json.dumps(to_dict(session, names="api")))
            else:
                self.stdout.write(
                    f"{session.id}  {session.status:10}  {session.created_at:%Y-%m-%d %H:%M}  {session.title}"
                )
