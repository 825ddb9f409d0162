"""pytest shows the variables of a test that fails: nothing that the emulator and the fakes hand out shows a secret there."""

from __future__ import annotations

from pathlib import Path

from tests.emulator.test_plugin import run

CANARY = "canary-7f3a"

# The secret is in no variable of a frame that fails.
CALLS = f'''
import urllib.error, urllib.request, json

SECRET = "{CANARY}"


def post(url, body, method="POST", **headers):
    data = json.dumps(body).encode()
    headers = {{"Content-Type": "application/json", **headers}}
    try:
        return urllib.request.urlopen(urllib.request.Request(url, data, headers, method=method)).status
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def everything(emulator):
    project = f"{{emulator.base_url}}/api/projects/{{emulator.project_id}}"
    key = {{"X-API-Key": emulator.api_key}}
    post(project + "/plugins/instances", {{"pluginId": "amanda", "settings": {{"apiKey": SECRET}}}}, **key)
    post(project + "/settings", {{"webserviceConfig": {{"url": "http://x", "bodyTemplate": SECRET}}}}, "PUT", **key)
    post(project + "/functions/settings/env-vars", {{"envVars": [{{"key": "K", "value": SECRET}}]}}, "PUT", **key)
    hook = {{"url": "http://127.0.0.1:9/", "events": ["x"], "secret": SECRET, "authType": "api_key", "apiKey": SECRET}}
    post(project + "/webhooks/subscriptions", hook, **key)
    post(project + "/sessions?token=" + SECRET, {{}}, **key, Cookie=SECRET)
    post(emulator.base_url + "/api/nothing?sig=" + SECRET, {{"password": SECRET}})
    return emulator.faults.next("listSessions", body=SECRET, status=500, headers={{"X": SECRET}})


def another(fake):
    post(fake.base_url + "/v1/webhooks?key=" + SECRET, {{"url": "http://x", "secret": SECRET, "token": SECRET}})
    return fake
'''

TESTS = """
import pytest
from calls import another, everything
from cortex_async.contrib.orga.fake import FakeOrga
from cortex_async.contrib.rtcstack.fake import FakeRTCStack, Reply


def test_emulator(cortex_emulator, cortex_sync_client, cortex_sync_project):
    rule = everything(cortex_emulator)
    requests = list(cortex_emulator.requests)
    headers = [dict(one.headers) for one in requests]
    bodies = [one.body for one in requests]
    events, violations, dumped = cortex_emulator.events, cortex_emulator.violations, cortex_emulator.dump()
    inner = cortex_emulator._emulator
    world, faults = inner.world, inner.faults
    assert len(requests) == 99


def test_assertion(cortex_emulator):
    everything(cortex_emulator)
    cortex_emulator.requests.assert_called("createSession", times=99)


def test_fakes():
    fake = FakeRTCStack(api_key="ots_canary-7f3a", api_secret="canary-7f3a-secret")
    with fake.in_thread() as running:
        another(running)
        requests = list(running.requests)
        rooms, webhooks, access, transcriptions = running.rooms, running.webhooks, running._access, running.transcriptions
        reply = Reply(200, {"token": "canary-7f3a" * len(requests)}, {"Set-Cookie": "canary-7f3a"})
        with FakeOrga().in_thread() as orga:
            another(orga)
            calls = orga.calls
            assert len(requests) == 99
"""


def test_what_pytest_shows_holds_no_secret(tmp_path: Path) -> None:
    (tmp_path / "calls.py").write_text(CALLS)
    (tmp_path / "test_game.py").write_text(TESTS.replace("canary-7f3a", '" + CANARY + "').replace(
        "import pytest\n", "import pytest\nCANARY = 'canary-' + '7f3a'\n"
    ))  # fmt: skip
    output = run(tmp_path, "--showlocals", "-vv", "--tb=long")
    assert "3 failed" in output, output
    for name in ("requests ", "bodies ", "dumped ", "rule ", "world ", "access ", "reply ", "calls "):
        assert f"\n{name}" in output, name
    assert CANARY not in output, output
