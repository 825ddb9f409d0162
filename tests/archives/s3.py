"""An S3 server on loopback (moto's), for tests."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import s3fs
from moto.backends import get_backend
from moto.moto_server.threaded_moto_server import ThreadedMotoServer

KEY, SECRET = "AKIACANARYKEY", "canary-secret-of-s3"


@contextmanager
def s3_server() -> Iterator[str]:
    """A server; yields its address."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def options(address: str, **more: Any) -> dict[str, Any]:
    """Options of ``s3fs`` for a server, with one attempt for each call."""
    return {
        "key": KEY,
        "secret": SECRET,
        "client_kwargs": {"endpoint_url": address, "region_name": "us-east-1"},
        "config_kwargs": {"retries": {"max_attempts": 0}, "connect_timeout": 5},
        **more,
    }


def file_system(address: str, **more: Any) -> Any:
    found = s3fs.S3FileSystem(**options(address, **more), skip_instance_cache=True)
    found.retries = 1
    return found


def new_bucket(system: Any) -> str:
    name = f"bucket-{uuid4().hex}"
    system.call_s3("create_bucket", Bucket=name)
    return name


def make_older(bucket: str, key: str, seconds: float) -> None:
    """Move the time at which an object was written into the past."""
    backends: Any = get_backend("s3")
    for account in backends.values():
        if bucket in account["aws"].buckets:
            found = account["aws"].buckets[bucket].keys[key]
            found.last_modified -= timedelta(seconds=seconds)
