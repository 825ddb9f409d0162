"""``cortex login``, ``logout``, ``profiles`` and ``whoami``: what is stored where, and what is used."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keyring
import pytest

from cortex_async.emulator import ThreadedEmulator
from cortex_cli.connection import keyrings
from tests.cli.keyrings import Forgetful, Hanging, Kept, Locked
from tests.cli.running import KEY, Ran, ran

CORTEX = [sys.executable, "-m", "cortex_cli"]

Cortex = Callable[..., Ran]


@pytest.fixture
def cortex(env: dict[str, str]) -> Cortex:
    def run(*arguments: str, stdin: str = "", **more: str) -> Ran:
        return ran(*arguments, stdin=stdin.encode(), env=env | more)

    return run


@pytest.fixture
def login(cortex: Cortex, served: ThreadedEmulator) -> Cortex:
    def run(*arguments: str, stdin: str = KEY, **more: str) -> Ran:
        return cortex(
            "login", "--base-url", served.base_url, "--credential", "-", *arguments, stdin=stdin, **more
        )

    return run


def entries(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "profiles.json").read_text("utf-8"))["profiles"]
    return found


def test_a_key_is_tried_and_stored_with_the_only_project_that_it_sees(
    login: Cortex, cortex: Cortex, served: ThreadedEmulator, folder: Path
) -> None:
    done = login()
    assert (done.code, done.out) == (0, "")
    assert done.err == (
        f"profile default is stored for {served.base_url} and project p1; its API key is in a file that only you may "
        "read\n"
    )
    assert cortex("whoami").json == {
        "credential": "api_key",
        "from": "profile default",
        "baseUrl": served.base_url,
        "project": "p1",
        "projects": 1,
    }
    assert cortex("profiles").lines == [
        {
            "id": "default",
            "name": "default",
            "used": True,
            "project": "p1",
            "baseUrl": served.base_url,
            "credential": "api_key",
            "store": "file",
        }
    ]
    assert entries(folder)["default"]["secret"] == KEY


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
def test_only_the_owner_may_read_the_file_even_after_a_copy(login: Cortex, folder: Path) -> None:
    login()
    place = folder / "profiles.json"
    assert [stat.S_IMODE(one.stat().st_mode) for one in (folder, place)] == [0o700, 0o600]
    place.chmod(0o644)
    login("--profile", "other")
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_a_wrong_key_is_not_stored(login: Cortex, served: ThreadedEmulator, folder: Path) -> None:
    done = login(stdin="ots_live_wrong")
    assert (done.code, done.out) == (3, "")
    assert done.err == f"cortex: credential is not accepted by {served.base_url}: nothing was stored\n"
    assert not folder.exists()


def test_a_wrong_key_leaves_the_old_one(login: Cortex, folder: Path) -> None:
    login()
    before = entries(folder)
    assert login(stdin="ots_live_wrong").code == 3
    assert entries(folder) == before


def test_a_token_given_as_a_key_says_so(login: Cortex, served: ThreadedEmulator) -> None:
    assert login(stdin=served.access_token).err.endswith(
        "; it looks like an access token: log in with --token\n"
    )


def test_a_token_is_stored_and_tells_about_its_user(
    login: Cortex, cortex: Cortex, served: ThreadedEmulator
) -> None:
    assert login("--token", "--profile", "me", stdin=served.access_token).code == 0
    shown = cortex("whoami", "--profile", "me").json
    assert (shown["credential"], shown["from"]) == ("access_token", "profile me")
    assert shown["userId"]


def test_a_project_that_the_credential_does_not_see_is_refused(login: Cortex, folder: Path) -> None:
    done = login("--project", "nope")
    assert done.code == 4
    assert done.err == "cortex: --project nope cannot be used with this credential: it sees p1\n"
    assert not folder.exists()


@pytest.mark.parametrize(
    ("secret", "message"), [("two words", "without spaces"), (" \n", "non-empty"), ("schlüssel", "ASCII")]
)
def test_what_no_header_can_carry_is_refused_without_a_check(
    login: Cortex, folder: Path, secret: str, message: str
) -> None:
    done = login("--no-check", stdin=secret)
    assert done.code == 2
    assert message in done.err
    assert secret.strip() == "" or secret not in done.err
    assert not folder.exists()


def test_no_check_needs_no_server(cortex: Cortex, folder: Path) -> None:
    done = cortex(
        "login", "--no-check", "--base-url", "http://127.0.0.1:1", "--credential", "-", stdin="a-key\n"
    )
    assert done.code == 0
    assert done.err.endswith("it names no project: log in again with --project, or set CORTEX_PROJECT_ID\n")
    assert entries(folder)["default"]["secret"] == "a-key"


def test_a_server_that_is_not_there_is_exit_code_6(cortex: Cortex, folder: Path) -> None:
    done = cortex("login", "--base-url", "http://127.0.0.1:1", "--credential", "-", stdin="a-key")
    assert (done.code, folder.exists()) == (6, False)


def test_a_secret_is_never_an_argument(cortex: Cortex) -> None:
    done = cortex("login", "--credential", "ots_live_typed")
    assert done.code == 2
    assert "ots_live_typed" not in done.err


@pytest.mark.parametrize("name", ["", "a b", "../x", "-x", "x" * 65, "a\x1b[2J"])
def test_names_that_cannot_be_typed_or_shown_are_refused(login: Cortex, folder: Path, name: str) -> None:
    done = login("--profile", name) if name else login(CORTEX_PROFILE="a b")
    assert done.code == 2
    assert done.err.startswith("cortex: --profile must be a name")
    assert "\x1b" not in done.err
    assert not folder.exists()


def test_the_environment_wins_and_is_told(login: Cortex, cortex: Cortex, served: ThreadedEmulator) -> None:
    done = login("--no-check", CORTEX_API_KEY=KEY, stdin="another")
    assert done.err.endswith("CORTEX_API_KEY is set and wins over every profile\n")
    assert cortex("whoami", CORTEX_API_KEY=KEY).json["from"] == "CORTEX_API_KEY"
    assert cortex("whoami").code == 3


def test_the_environments_server_and_project_are_stored(
    cortex: Cortex, served: ThreadedEmulator, folder: Path
) -> None:
    more = {
        "CORTEX_BASE_URL": f"{served.base_url}/api/",
        "CORTEX_PROJECT_ID": "p1",
        "CORTEX_PROFILE": "night",
    }
    assert cortex("login", "--credential", "-", stdin=KEY, **more).code == 0
    stored = entries(folder)["night"]
    assert (stored["base_url"], stored["project"]) == (f"{served.base_url}/api/", "p1")


def test_logging_in_again_keeps_server_and_project(
    login: Cortex, cortex: Cortex, served: ThreadedEmulator, folder: Path
) -> None:
    login()
    assert cortex("login", "--credential", "-", stdin=KEY).code == 0
    stored = entries(folder)["default"]
    assert (stored["base_url"], stored["project"]) == (served.base_url, "p1")
    moved = cortex("login", "--no-check", "--base-url", "http://127.0.0.1:1", "--credential", "-", stdin=KEY)
    assert moved.code == 0
    assert entries(folder)["default"]["project"] == ""


def test_a_stored_credential_goes_to_its_own_server_only(login: Cortex, cortex: Cortex) -> None:
    login()
    done = cortex("whoami", "--base-url", "http://127.0.0.1:1")
    assert done.code == 3
    assert done.err.startswith(
        "cortex: --base-url is not the server that the credential of profile default is for"
    )


def test_logout_removes_one_profile(login: Cortex, cortex: Cortex, folder: Path) -> None:
    login()
    login("--profile", "other")
    assert cortex("logout").err == "profile default is removed\n"
    assert [*entries(folder)] == ["other"]
    again = cortex("logout")
    assert (again.code, again.err) == (
        4,
        "cortex: profile default does not exist: `cortex profiles` lists them\n",
    )
    assert cortex("whoami").code == 3
    assert cortex("whoami", "--profile", "default").code == 2


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "is not a file of profiles: move it away and log in again"),
        (b"[" * 100_000, "is not a file of profiles"),
        (b'{"version": 1, "profiles": {"default": {"secret": 5}}}', "is not a file of profiles"),
        (b'{"version": 2, "profiles": {}}', "is of a newer version of cortex"),
    ],
)
def test_a_file_that_cannot_be_used_is_left_as_it_is(
    login: Cortex, cortex: Cortex, folder: Path, content: bytes, message: str
) -> None:
    folder.mkdir()
    (folder / "profiles.json").write_bytes(content)
    for done in (login(), cortex("whoami"), cortex("profiles"), cortex("logout")):
        assert done.code == 1
        assert message in done.err
    assert (folder / "profiles.json").read_bytes() == content


def test_a_file_that_nobody_asked_for_does_not_stop_the_environment(
    cortex: Cortex, served: ThreadedEmulator, folder: Path
) -> None:
    folder.mkdir()
    (folder / "profiles.json").write_bytes(b"{")
    more = {"CORTEX_API_KEY": KEY, "CORTEX_BASE_URL": served.base_url}
    done = cortex("whoami", **more)
    assert done.code == 0
    assert done.err.startswith("profiles are ignored: ")
    assert cortex("whoami", "--profile", "default", **more).code == 1


def test_a_folder_that_cannot_be_made_is_one_line(login: Cortex, folder: Path) -> None:
    folder.write_text("a file")
    done = login()
    assert done.code == 1
    assert done.err.startswith(f"cortex: {folder / 'profiles.json'} cannot be written: ")


def test_a_keyring_that_works_has_the_credential_alone(login: Cortex, cortex: Cortex, folder: Path) -> None:
    kept = Kept()
    keyring.set_keyring(kept)
    assert login().err.endswith("its API key is in the keyring\n")
    ((service, item),) = kept.items
    assert (service, item.split()[0], kept.items[service, item]) == (keyrings.SERVICE, "default", KEY)
    assert KEY not in (folder / "profiles.json").read_text("utf-8")
    assert cortex("whoami").json["from"] == "profile default"
    assert login("--store", "file").code == 0
    assert kept.items == {}


def test_folders_of_settings_share_no_items(login: Cortex, tmp_path: Path) -> None:
    kept = Kept()
    keyring.set_keyring(kept)
    login()
    login(CORTEX_CONFIG_DIR=str(tmp_path / "second"))
    assert len(kept.items) == 2


def test_a_login_that_cannot_be_written_leaves_the_old_credential(
    login: Cortex, cortex: Cortex, folder: Path
) -> None:
    kept = Kept()
    keyring.set_keyring(kept)
    login()
    (folder / "profiles.lock").unlink()
    (folder / "profiles.lock").mkdir()
    items = dict(kept.items)
    assert login().code == 1
    assert kept.items == items
    assert cortex("whoami").code == 0


def test_logout_with_a_locked_keyring_says_what_is_left(login: Cortex, cortex: Cortex, folder: Path) -> None:
    keyring.set_keyring(Kept())
    login()
    keyring.set_keyring(Locked())
    done = cortex("logout")
    assert done.code == 0
    assert done.err.startswith("the keyring still has the old credential: remove 'default ")
    assert entries(folder) == {}


@pytest.mark.parametrize("kind", [Locked, Forgetful, Hanging])
def test_a_bad_keyring_is_not_used(
    kind: type[Kept], login: Cortex, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyrings, "QUIET", 0.01)
    monkeypatch.setattr(keyrings, "LIMIT", 0.05)
    keyring.set_keyring(kind())
    assert login().err.endswith("its API key is in a file that only you may read\n")
    assert entries(folder)["default"]["store"] == "file"
    refused = login("--store", "keyring", "--profile", "other")
    assert refused.code == 1
    assert "cortex: --store keyring is not possible: the keyring " in refused.err
    assert refused.err.endswith("; or use --store file\n")
    assert KEY not in refused.err
    assert [*entries(folder)] == ["default"]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [(Locked, "failed (KeyringLocked)"), (Hanging, "did not respond"), (Kept, "no longer in the keyring")],
)
def test_a_keyring_that_fails_later_is_named(
    kind: type[Kept], reason: str, login: Cortex, cortex: Cortex, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring.set_keyring(Kept())
    login()
    monkeypatch.setattr(keyrings, "QUIET", 0.01)
    monkeypatch.setattr(keyrings, "LIMIT", 0.05)
    keyring.set_keyring(kind())
    done = cortex("whoami")
    assert done.code == 1
    assert "profile default " in done.err
    assert reason in done.err
    assert cortex("whoami", CORTEX_API_KEY=KEY).json["from"] == "CORTEX_API_KEY"


def test_logins_at_the_same_time_wait_for_each_other(env: dict[str, str], folder: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    arguments = ["login", "--no-check", "--store", "file", "--credential", "-", "--profile"]
    folder.mkdir()
    with (folder / "profiles.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        processes = [
            subprocess.Popen(
                [*CORTEX, *arguments, name], stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=env
            )
            for name in ("one", "two")
        ]
        with pytest.raises(subprocess.TimeoutExpired):
            processes[0].communicate(b"a-key", timeout=1)
        assert not (folder / "profiles.json").exists()
    processes[1].communicate(b"another-key", timeout=30)
    processes[0].communicate(timeout=30)
    assert [process.returncode for process in processes] == [0, 0]
    assert sorted(entries(folder)) == ["one", "two"]


def test_a_person_is_asked_and_can_leave(env: dict[str, str], served: ThreadedEmulator, folder: Path) -> None:
    pexpect = pytest.importorskip("pexpect")
    words = ["-m", "cortex_cli", "login", "--base-url", served.base_url]
    left = pexpect.spawn(sys.executable, words, env=env, timeout=30)
    left.expect_exact("API key: ")
    left.sendintr()
    left.expect(pexpect.EOF)
    left.close()
    assert (left.exitstatus, folder.exists()) == (130, False)

    env = env | {"PYTHON_KEYRING_BACKEND": "tests.cli.keyrings.InFile", "TEST_KEYRING": f"{folder}.keyring"}
    asked = pexpect.spawn(sys.executable, [*words, "--debug"], env=env, timeout=30)
    asked.expect_exact("API key: ")
    asked.sendline(KEY)
    asked.expect_exact("its API key is in the keyring")
    shown = asked.before + asked.read()
    asked.close()
    assert asked.exitstatus == 0
    assert KEY.encode() not in shown
    assert KEY in Path(f"{folder}.keyring").read_text("utf-8")
