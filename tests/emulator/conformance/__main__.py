"""Start an emulator with something in it and have schemathesis attack every operation.

It gets the spec with two additions, both published by the emulator: the statuses of ``emulator/allowed_statuses.py`` and the request
fields that accept null. Everything else is the spec as the vendor serves it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

from cortex_async.emulator import Emulator, ThreadedEmulator
from cortex_async.emulator.allowed_statuses import allowed
from cortex_async.emulator.schemas import NULL_HAS_MEANING
from cortex_async.emulator.spec import load_spec
from tests.emulator.conformance.state import fill, identifiers

ROOT = Path(__file__).parents[3]
SEED = 1
# Without the check of the Allow header, which fails where one path of the spec also matches another one's template
# (/api-keys/scopes is /api-keys/{id} as well).
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "missing_required_header",
    "unsupported_method",
    "ignored_auth",
)
PHASES = "examples,coverage,fuzzing"
SECONDS = 120
EXAMPLES = 30
RESTORED_EVERY = 0.5


def amended() -> dict[str, Any]:
    """The spec with the emulator's additions."""
    parsed: dict[str, Any] = orjson.loads(load_spec().raw)
    for operation in load_spec().operations.values():
        declared = parsed["paths"][operation.path][operation.method.lower()]
        for status in sorted(allowed(operation)):
            declared["responses"].setdefault(str(status), {"description": "see emulator/allowed_statuses.py"})
    for name, fields in NULL_HAS_MEANING.items():
        for field in fields:
            parsed["components"]["schemas"][name]["properties"][field]["nullable"] = True
    return parsed


def main() -> int:
    # Streams must end, or schemathesis would read them forever.
    emulator = Emulator.in_thread(
        random_seed=SEED,
        stream_limit=0.02,
        webhook_timeout=0.1,
        activation_step=0,
        runtime_delay=0,
        control=True,
    )
    with emulator, tempfile.TemporaryDirectory() as folder:
        fill(emulator)
        dumped = emulator.dump()
        path = Path(folder)
        (path / "openapi.json").write_bytes(orjson.dumps(amended()))
        (path / "schemathesis.toml").write_text(configuration(emulator, dumped))
        with restored(emulator, dumped):
            status = attack(path, emulator)
        for violation in emulator.violations:
            print(f"does not conform to the spec: {violation}", file=sys.stderr)
        return status or bool(emulator.violations)


def attack(folder: Path, emulator: ThreadedEmulator) -> int:
    """Run schemathesis; returns its exit status."""
    run = "from schemathesis.cli import schemathesis; schemathesis()"
    command = [
        *(sys.executable, "-c", run),
        *("--config-file", str(folder / "schemathesis.toml")),
        *("run", str(folder / "openapi.json"), "--url", emulator.base_url),
        *("--header", f"X-API-Key: {emulator.api_key}"),
        *("--header", f"Authorization: Bearer {emulator.access_token}"),
        *("--checks", ",".join(CHECKS), "--phases", PHASES, "--mode", "all"),
        *("--seed", str(SEED), "--max-examples", str(EXAMPLES), "--max-time", str(SECONDS)),
        *("--suppress-health-check", "all", "--generation-database", "none"),
        "--continue-on-failure",
        # Their advice is about links and ids.
        *("--warnings", "off"),
    ]
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "SCHEMATHESIS_HOOKS": "tests.emulator.conformance.signing",
        "CONFORMANCE_PROJECT": emulator.project_id,
        "CONFORMANCE_SECRET": emulator.project_secret() or "",
    }
    return subprocess.run(command, cwd=folder, env=environment, check=False).returncode


@contextmanager
def restored(emulator: ThreadedEmulator, dumped: str) -> Iterator[None]:
    """Restore what the run deletes every few seconds. Otherwise it would test nothing but 404s."""
    over = threading.Event()

    def restore() -> None:
        while not over.wait(RESTORED_EVERY):
            emulator.load(dumped)

    thread = threading.Thread(target=restore)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def configuration(emulator: ThreadedEmulator, dumped: str) -> str:
    """Ids that exist, since random ones would only lead to 404s."""
    lines = ["[parameters]", f'"path.projectId" = {json.dumps(emulator.project_id)}']
    for tag, values in identifiers(dumped).items():
        lines += ["", "[[operations]]", f"include-tag = {json.dumps(tag)}", "[operations.parameters]"]
        lines += [f'"path.{name}" = {json.dumps(value)}' for name, value in values.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
