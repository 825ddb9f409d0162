"""Command lines against the emulator: output, pages, permission, dry runs."""

from __future__ import annotations

import csv
import io
import json
import logging
from datetime import datetime
from pathlib import Path

import pytest
import yaml

from cortex_async.emulator import ThreadedEmulator
from tests.cli.running import Ran, environment, ran


class Cortex:
    """``cortex`` connected to an emulator."""

    def __init__(self, emulator: ThreadedEmulator) -> None:
        self.env = environment(emulator.base_url, emulator.project_id, emulator.api_key)

    def __call__(self, line: str, *more: str, stdin: bytes = b"", terminal: bool = False) -> Ran:
        return ran(*line.split(" "), *more, env=self.env, stdin=stdin, terminal=terminal)

    def participants(self, count: int) -> None:
        for number in range(count):
            self(f"participants create --external-user-id user-{number}")


@pytest.fixture
def cortex(cortex_emulator: ThreadedEmulator) -> Cortex:
    return Cortex(cortex_emulator)


def test_a_record_is_json_with_the_names_of_the_api(cortex: Cortex) -> None:
    made = cortex("sessions create --title Raid --external-room-id room-1").json
    assert made["externalRoomId"] == "room-1"
    assert cortex(f"sessions get {made['id']}").json == made


def test_each_format(cortex: Cortex) -> None:
    cortex("sessions create --title=a,b --external-room-id room-1")
    (made,) = cortex("sessions list").lines
    assert cortex("sessions list -o json").json == [made]
    assert yaml.safe_load(cortex("sessions list -o yaml").out) == [made]
    assert cortex("sessions list -o id").out == f"{made['id']}\n"
    rows = list(csv.DictReader(io.StringIO(cortex("sessions list -o csv").out)))
    assert (len(rows), rows[0]["title"]) == (1, "a,b")
    assert cortex("sessions list -o table --fields title").out == "title\na,b\n"
    assert (
        cortex(f"sessions get {made['id']} -o csv --fields id,title").out == f'id,title\n{made["id"]},"a,b"\n'
    )


def test_options_of_the_frame_may_come_first(cortex: Cortex) -> None:
    cortex("sessions create --title Raid --external-room-id room-1")
    assert cortex("-o json --fields title sessions list").json == [{"title": "Raid"}]


def test_options_of_the_frame_may_stand_between_a_group_and_its_command(cortex: Cortex) -> None:
    cortex("sessions create --title Raid --external-room-id room-1")
    assert cortex("sessions -o json --fields title list").json == [{"title": "Raid"}]
    assert "--fields" not in cortex("sessions --help").out


def test_csv_holds_no_formulas(cortex: Cortex) -> None:
    cortex("participants create --external-user-id=@ada --display-name", '=HYPERLINK("http://x.test")')
    cortex("participants create --external-user-id=bob --display-name", "a;+1", "--user-data", '{"level":-5}')
    for words in ("participants list --fields", "participants list --all --fields"):
        done = cortex(f"{words} externalUserId,displayName,userData.level -o csv")
        assert list(csv.reader(io.StringIO(done.out)))[1:] == [
            ["'@ada", '\'=HYPERLINK("http://x.test")', ""],
            ["bob", "a;'+1", "-5"],
        ]


def test_a_narrow_terminal_gets_a_block_for_each_record(
    cortex: Cortex, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = cortex("sessions create --title Raid --external-room-id room-1").json
    cortex.env["COLUMNS"] = "40"
    done = cortex("sessions list -o table --fields id,title,externalRoomId,status")
    assert done.err == ""
    assert (
        done.out
        == f"{made['id']}\n  title           Raid\n  externalRoomId  room-1\n  status          active\n"
    )
    cortex("sessions create --title Other --external-room-id room-2")
    blocks = cortex("sessions list -o table --fields title,id,status").out.split("\n\n")
    assert [block.split()[:2] for block in blocks] == [["title", "Raid"], ["title", "Other"]]


def test_a_table_of_sanctions_says_until_when(cortex: Cortex) -> None:
    cortex("sanctions create --type ranked_restriction --external-user-id a-rather-long-name --end-at +1h")
    head = cortex("sanctions list -o table").out.splitlines()[0].split()
    assert (head[:2], head[3]) == (["id", "type"], "endAt")


def test_a_paged_list_stops_at_its_limit_and_says_so(cortex: Cortex) -> None:
    cortex.participants(5)
    few = cortex("participants list --limit 3")
    assert (len(few.lines), few.err) == (3, "3 of 5 are shown: --all shows all\n")
    every = cortex("participants list --all --page-size 2")
    assert (len(every.lines), every.err) == (5, "")
    assert len(cortex("participants list --limit 3 --offset 3").lines) == 2


def test_a_datetime_is_relative_and_echoed_in_full(cortex: Cortex) -> None:
    done = cortex("sanctions create --type mute --external-user-id bob --end-at +10m")
    assert done.err.startswith("--end-at 20")
    option, echoed = done.err.split()
    assert option == "--end-at"
    sent = datetime.fromisoformat(done.json["endAt"])
    assert datetime.fromisoformat(echoed) == sent.replace(microsecond=0)
    lifted = cortex(f"sanctions update {done.json['id']} --null end-at").json
    assert lifted.get("endAt") is None


def test_what_takes_something_away_asks(cortex: Cortex) -> None:
    cortex.participants(1)
    (one,) = cortex("participants list -o id").out.split()
    refused = cortex(f"participants delete {one}")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith("cortex: participants delete needs --yes where it cannot ask: ")
    declined = cortex(f"participants delete {one}", stdin=b"n\n", terminal=True)
    assert declined.code == 1
    assert declined.err.endswith("cortex: nothing was done\n")
    assert cortex("participants list -o id").out.split() == [one]
    assert cortex(f"participants delete {one} --yes").code == 0
    assert cortex("participants list -o id").out == ""


def test_what_costs_money_asks_and_what_is_free_does_not(cortex: Cortex) -> None:
    plugins = cortex("plugin-catalog list").lines
    free = next(one for one in plugins if not one.get("productSlug"))
    paid = next(one for one in plugins if one.get("productSlug"))
    assert cortex(f"plugins install --plugin-id {free['id']}").code == 0
    refused = cortex(f"plugins install --plugin-id {paid['id']}")
    assert refused.code == 2
    assert f"It costs money (product {paid['productSlug']})" in refused.err
    assert len(cortex("plugins list").lines) == 1


def test_a_dry_run_sends_nothing_and_shows_no_secret(cortex: Cortex, tmp_path: Path) -> None:
    place = tmp_path / "secret"
    place.write_text("canary-of-a-secret\n")
    done = cortex(
        f"webhooks create-subscription --url http://x.test/hook --events session.* --secret @{place} --dry-run"
    )
    assert done.json["method"] == "POST"
    assert done.json["body"] == {"events": ["session.*"], "secret": "***", "url": "http://x.test/hook"}
    assert "canary" not in done.out + done.err
    assert cortex.env["CORTEX_API_KEY"] not in done.out + done.err
    assert cortex("webhooks list-subscriptions").out == ""


def test_a_dry_run_needs_no_credential(cortex: Cortex) -> None:
    del cortex.env["CORTEX_API_KEY"]
    done = cortex("participants list --search ada --dry-run")
    assert done.json["url"].endswith("/participants?search=ada&limit=50&offset=0")


def test_api_calls_what_has_no_command(cortex: Cortex) -> None:
    path = "/api/projects/{projectId}/participants"
    made = cortex(f"api POST {path} --field externalUserId=ada --field", 'userData:={"level": 5}')
    assert (made.json["externalUserId"], made.json["userData"]) == ("ada", {"level": 5})
    body = cortex(f"api post {path} --body -", stdin=b'{"externalUserId": "bob"}')
    assert body.json["externalUserId"] == "bob"
    assert [
        one["externalUserId"] for one in cortex(f"api GET {path} --query search=bob").json["participants"]
    ] == ["bob"]
    assert cortex(f"api DELETE {path}/{made.json['id']}").out == ""
    shown = cortex(f"api POST {path} --field a=5 --field b:=5 --field c=@x --dry-run").json
    assert (shown["method"], shown["body"]) == ("POST", {"a": "5", "b": 5, "c": "@x"})


def test_only_strings_that_are_usually_in_files_are_read_from_files(cortex: Cortex, tmp_path: Path) -> None:
    place = tmp_path / "code.ts"
    place.write_text("export default 1")
    names = ("--external-user-id=-", f"--display-name=@{place}")
    assert cortex("participants create --dry-run", *names).json["body"] == {
        "externalUserId": "-",
        "displayName": f"@{place}",
    }
    body = cortex(f"functions create --name f --code @{place} --dry-run").json["body"]
    assert body["code"] == "export default 1"
    assert cortex("functions create --name f --code @@x --dry-run").json["body"]["code"] == "@x"


def test_a_body_of_objects_is_checked(cortex: Cortex, tmp_path: Path) -> None:
    place = tmp_path / "variables.json"
    place.write_text(json.dumps([{"key": "A", "value": "canary", "isSecret": True, "typo": 1}]))
    done = cortex(f"functions update-env-vars --env-vars @{place}")
    assert done.code == 2
    assert done.err.startswith("cortex: --env-vars")
    assert "canary" not in done.err


def test_a_run_leaves_logging_as_it_was(cortex: Cortex) -> None:
    root, sdk = logging.getLogger(), logging.getLogger("cortex_async")
    before = list(root.handlers), sdk.level
    assert cortex("sessions list --debug").code == 0
    assert cortex("sessions list").code == 0
    assert (root.handlers, sdk.level) == before
