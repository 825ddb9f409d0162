"""``manage.py`` of the project."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line  # type: ignore[import-untyped]  # Django ships no types

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.integrations.django_project.settings")
execute_from_command_line(sys.argv)
