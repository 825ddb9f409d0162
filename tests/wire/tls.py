"""A private CA and a server certificate for localhost, valid for a hundred years; the CA's key was deleted."""

from __future__ import annotations

import ssl
from pathlib import Path

CA_FILE = Path(__file__).parent / "certificates" / "ca.pem"
SERVER_FILE = Path(__file__).parent / "certificates" / "server.pem"


def server_context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(SERVER_FILE)
    return context


def client_context() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=CA_FILE)
