"""docs/archives-engines.md, with S3 on loopback."""

from __future__ import annotations

import re
from collections.abc import Iterator

import duckdb
import s3fs

from cortex_async.emulator import Clock
from tests.archives.made import START, said
from tests.archives.s3 import KEY, SECRET, file_system, s3_server
from tests.docs.stage import Stage

OPTIONS = {"clock": lambda: Clock(START)}


def prepare(stage: Stage) -> Iterator[None]:
    session_id = stage.run(said(stage.awaited, stage.project, "two behind the gate", title="Ranked Match"))
    message = stage.emulator.say(session_id, "bob", "gg")
    stage.emulator.annotate(message["id"], "toxicity", {"score": 0.25})
    with s3_server() as address:
        for name, value in [
            ("AWS_ACCESS_KEY_ID", KEY),
            ("AWS_SECRET_ACCESS_KEY", SECRET),
            ("AWS_DEFAULT_REGION", "us-east-1"),
            ("AWS_ENDPOINT_URL_S3", address),
        ]:
            stage.monkeypatch.setenv(name, value)
        # fsspec keeps file systems, with their credentials, for the same URL and options.
        s3fs.S3FileSystem.clear_instance_cache()
        file_system(address).call_s3("create_bucket", Bucket="voice-archive")
        stage.names.update(project=stage.project, endpoint=address)
        yield
        s3fs.S3FileSystem.clear_instance_cache()
        duckdb.unregister_filesystem("s3")
    printed = [one for one in stage.printed if one]
    for table in printed[:3]:
        assert "bob" in table
    assert re.fullmatch(r"\[\(datetime\.datetime\(2026, 5, 1, .*\), 2\)\]\n", printed[3])
    assert printed[4] == f"[('Ranked Match', 'ann', {19 / 21}), ('Ranked Match', 'bob', {2 / 21})]\n"
    assert printed[5].endswith("'bob', 'gg', 'toxicity', 0.25)]\n")
    assert "0.25" in printed[6]
    assert "".join(printed[7:]) == "[(4,)]\n4\n4\n"
