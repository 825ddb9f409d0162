"""One bash for the commands of a page: variables and files of one block are there in the next."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.cli.preloaded import preloaded
from tests.cli.running import environment as of_command_line
from tests.docs.not_run import reason_of_line

ROOT = Path(__file__).parents[2]
_CONTINUED = re.compile(r"\\\n")
_END = "\x1e"


class Shell:
    """A bash in the folder of a page, with ``cortex`` on its path."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    @classmethod
    @contextmanager
    def opened(cls, folder: Path, environment: dict[str, str]) -> Iterator[Shell]:
        tools = folder.parent / f"{folder.name}-tools"
        tools.mkdir()
        address = (
            environment["CORTEX_BASE_URL"],
            environment["CORTEX_PROJECT_ID"],
            environment["CORTEX_API_KEY"],
        )
        env = {**of_command_line(*address), **environment, "TZ": "UTC", "LC_ALL": "C.UTF-8"}
        env["PATH"] = os.pathsep.join([str(tools), str(ROOT / ".venv" / "bin"), env["PATH"]])
        with (
            preloaded(tools / "cortex", env),
            subprocess.Popen(
                ["bash", "--noprofile", "--norc"],
                cwd=folder,
                env=env,
                text=True,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            ) as process,
        ):
            try:
                yield cls(process)
            finally:
                assert process.stdin is not None
                process.stdin.close()

    def run(self, source: str) -> str:
        """What the commands print to stdout and stderr."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        commands = "\n".join(command for command in commands_of(source) if reason_of_line(command) is None)
        self._process.stdin.write(f"{{\n{commands}\n:\n}} 2>&1 < /dev/null\nprintf '{_END}\\n'\n")
        self._process.stdin.flush()
        printed = ""
        while not printed.endswith(f"{_END}\n"):
            line = self._process.stdout.readline()
            if not line:
                raise AssertionError(f"bash ended after {printed!r}")
            printed += line
        return printed.removesuffix(f"{_END}\n")


def commands_of(source: str) -> list[str]:
    """The commands of a block, in the lines that they have; of a console session those after ``$``."""
    lines = _CONTINUED.sub("\x00", source).splitlines()
    if any(line.startswith("$ ") for line in lines):
        lines = [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
    return [line.replace("\x00", "\\\n") for line in lines]
