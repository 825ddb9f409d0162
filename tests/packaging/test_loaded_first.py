"""Everything a call needs is imported before its request is sent: if a module is missing, nothing has been sent."""

from __future__ import annotations

import socket
import sys

import pytest

from tests.packaging.programs import ROOT, run

CALLS = {
    "an object": "project.sessions.get('s')",
    "a list": "project.messages.list('s')",
    "a page": "project.participants.list().first_page()",
    "a walk": "list(project.participants.list())",
    "something new": "project.sessions.create(title='t', external_room_id='r')",
    "a change": "project.gatherings.get('g')",
    "a view": "project.sessions.watch('s').__enter__()",
    "a list that stays current": "project.participants.watch().__enter__()",
    "a response with several types": "client.auth.get_profile()",
}

PROGRAM = """
import sys
from cortex_async import {package}
from cortex_sync import CortexClient, Retry

class Missing:
    def find_spec(self, name, path=None, target=None):
        if "_generated.decoders" in name:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Missing())
client = CortexClient(access_token="k", retry=False, timeout=2)
project = client.project("p")
try:
    {call}
except ModuleNotFoundError as error:
    print("missing")
"""


@pytest.mark.parametrize("what", CALLS)
def test_a_missing_decoder_is_found_out_before_anything_is_sent(what: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        host, port = server.getsockname()[:2]
        program = PROGRAM.format(package="CortexError", call=CALLS[what])
        environment = {"PYTHONPATH": str(ROOT), "CORTEX_BASE_URL": f"http://{host}:{port}"}
        printed, errors = run([sys.executable, "-c", program], environment)
        assert printed == ["missing"], errors
        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.accept()
