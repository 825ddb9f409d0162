"""Blocks and lines that no test runs, each with its reason. ``python -m tests.docs`` shows what this leaves out."""

from __future__ import annotations

import re
from fnmatch import fnmatch

BLOCKS: list[tuple[str, str, str, str]] = [
    # page, language, part of the block, reason
    ("docs/integrations-*.md", "python", "", "in the real framework: tests/integrations/test_guides.py"),
    ("docs/relay.md", "sh", "python -m", "goes on until SIGTERM: tests/relay/test_relay_service.py"),
    ("docs/workers.md", "sh", "cortex dead-letters", "needs a Redis with dead letters: tests/relay/worker"),
    (
        "docs/emulator.md",
        "",
        "record --upstream",
        "goes on until Ctrl-C: tests/emulator/test_command_line.py",
    ),
    ("docs/recipes/cron-and-systemd.md", "text", "17 4 * * *", "a line of a crontab"),
    ("docs/recipes/docker.md", "dockerfile", "FROM", "needs a Docker daemon"),
    (
        "docs/recipes/pyinstaller.md",
        "sh",
        "pyinstaller",
        "half a minute: tests/packaging builds such a program",
    ),
    ("docs/architecture.md", "", "cortex_cli  pytest_plugin", "the order of the rooms"),
    ("docs/archives.md", "", "1204 sessions", "the report of a large project; tests/archives tests its form"),
    ("docs/archives*.md", "", "voice-archive/", "files in a folder; tests/archives compares such trees"),
    ("docs/cli/cookbook.md", "sh", "cortex events tail message.annotation", "goes on until Ctrl-C"),
    ("docs/cli/cookbook.md", "text", "17 4 * * *", "a line of a crontab"),
    (
        "docs/command-line.md",
        "text",
        "versions    Python",
        "the report of another machine: tests/cli/test_doctor.py",
    ),
    (
        "docs/command-line.md",
        "sh",
        "cortex login",
        "asks for keys and keeps them: tests/cli/test_profiles.py",
    ),
    (
        "docs/command-line.md",
        "sh",
        "cortex emulator say",
        "several terminals: tests/cli/test_emulator_commands.py",
    ),
    (
        "docs/command-line.md",
        "sh",
        "--follow",
        "goes on until Ctrl-C: tests/cli/test_events_tail.py, test_transcript.py",
    ),
    ("docs/command-line.md", "sh", "~/.bashrc", "lines of start-up files: tests/cli/test_completion.py"),
    (
        "docs/command-line.md",
        "sh",
        "cortex spec fetch",
        "one file against another: tests/cli/test_spec_commands.py",
    ),
    ("docs/contrib.md", "", "RTCSTACK_URL", "needs a server of RTCstack"),
    ("docs/drift.md", "", "make drift OBSERVED", "a list of commands: tests/generator/test_observed.py"),
    ("docs/drift.md", "", "the API deviates", "a log line: tests/telemetry/drift/test_guide.py"),
    (
        "docs/emulator.md",
        "",
        "--port 8787 --seed",
        "goes on until Ctrl-C: tests/emulator/test_command_line.py",
    ),
    ("docs/emulator.md", "", "docker build", "needs a Docker daemon"),
    ("docs/performance.md", "", "hot_paths --write", "writes the budgets of tests/benchmarks"),
    ("docs/performance.md", "", "make bench ", "takes minutes"),
    ("docs/mcp.md", "sh", "cortex login", "asks for keys and keeps them: tests/cli/test_profiles.py"),
    ("docs/mcp.md", "sh", "cortex mcp --http", "goes on until Ctrl-C: tests/mcp/test_http.py"),
    ("docs/mcp.md", "sh", "sanctions create", "printed by a tool: tests/mcp/test_mcp_guide.py"),
    ("docs/evidence.md", "console", "openssl", "needs OpenSSL 3: tests/evidence/test_verifying.py"),
    (
        "docs/generator.md",
        "",
        "python -m generator build",
        "a list of commands: tests/generator/test_documentation.py",
    ),
    (
        "docs/generator.md",
        "",
        "error: #/components",
        "the message of a spec that is refused: tests/generator/test_refused.py",
    ),
    (
        "docs/regenerate.md",
        "",
        "make regenerate",
        "a list of commands that need the network or a second file",
    ),
    ("docs/regenerate.md", "python", "create_recap", "part of a module of the emulator"),
]
"""Whole blocks."""

LINES: list[tuple[str, str]] = [
    (r"pip install ", "installs packages; `make dist` does it in a clean environment"),
    (r"cortex (listen|webhooks replay|.* --follow)", "goes on until Ctrl-C: tests/cli"),
    (r"python -m cortex_async\.emulator ", "goes on until Ctrl-C; the page runs against an emulator like it"),
    (r"export CORTEX_BASE_URL", "the emulator of the test has another port"),
    (r"python3? -m venv", "makes an environment; `make` does, too"),
    (r"python -m cortex_async\.relay", "goes on until Ctrl-C: tests/relay"),
    (r"export CORTEX_API_KEY=\.\.\.", "a placeholder"),
    (r"make [a-z-]+", "runs in CI; the target is looked up in the Makefile"),
]
"""Shell commands that begin like this."""


def reason(page: str, language: str, source: str) -> str | None:
    """Why a block is not run; None if it is."""
    for pattern, wanted, part, why in BLOCKS:
        if fnmatch(page, pattern) and wanted == language and part in source:
            return why
    return None


def reason_of_line(line: str) -> str | None:
    """Why a shell command is not run; None if it is."""
    for pattern, why in LINES:
        if re.match(pattern, line.removeprefix("$ ").strip()):
            return why
    return None
