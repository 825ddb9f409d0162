"""Bundles that somebody has changed, and files that were never bundles."""

from __future__ import annotations

import hashlib
import json
import shutil
import struct
import subprocess
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cortex_async import ArgumentError, ProjectScope
from cortex_async.evidence import (
    Audio,
    Evidence,
    EvidenceError,
    collect_evidence,
    read_evidence,
    save_evidence,
    signing,
    verify,
)
from cortex_async.evidence.__main__ import main
from tests.evidence.cases import Case, parts, zipped
from tests.evidence.conftest import KEY

PUBLIC = KEY.public_key()
PEM = PUBLIC.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
PRIVATE_PEM = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
FINGERPRINT = hashlib.sha256(PUBLIC.public_bytes_raw()).hexdigest()


@pytest.fixture
async def bundle(case: Case, project: ProjectScope, tmp_path: Path) -> Path:
    return (await collect_evidence(project, tmp_path / "a.zip", message_id=case.message_id)).path


@pytest.fixture
async def signed(bundle: Path) -> Path:
    return save_evidence(read_evidence(bundle), bundle.with_name("signed.zip"), sign_with=KEY).path


def rewritten(path: Path, **changes: Any) -> Path:
    """The bundle with other parts, in a zip that is as ours are."""
    content = parts(path)
    for name, value in changes.items():
        key = name.replace("_", ".", 1)
        if value is None:
            del content[key]
        else:
            content[key] = value(content.get(key, b"")) if callable(value) else value
    path.write_bytes(zipped(content))
    return path


def test_changed_missing_and_unexpected_parts_are_named(bundle: Path) -> None:
    rewritten(
        bundle, transcript_jsonl=lambda old: old.replace(b"done", b"fine"), audio_wav=None, extra_exe=b"x"
    )
    found = verify(bundle)
    assert (found.changed, found.missing, found.unexpected) == (
        ("transcript.jsonl",), ("audio.wav",), ("extra.exe",),
    )  # fmt: skip
    assert not found.ok
    assert str(found) == "changed: transcript.jsonl\nmissing: audio.wav\nunexpected: extra.exe"
    with pytest.raises(
        EvidenceError, match=r"a\.zip cannot be used as evidence: changed: transcript\.jsonl,"
    ):
        read_evidence(bundle)


def test_a_part_of_another_length_is_changed(bundle: Path) -> None:
    assert verify(rewritten(bundle, session_json=lambda old: old + b" ")).changed == ("session.json",)


async def test_what_is_accepted_reads_as_the_same_evidence(signed: Path) -> None:
    original, content = read_evidence(signed), signed.read_bytes()
    flipped = signed.with_name("flipped.zip")

    # Half of them in the directory at the end, which is small.
    places = st.one_of(st.integers(0, len(content) - 1), st.integers(len(content) - 700, len(content) - 1))

    @settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
    @given(places, st.integers(1, 255))
    def check(place: int, bits: int) -> None:
        flipped.write_bytes(content[:place] + bytes([content[place] ^ bits]) + content[place + 1 :])
        if verify(flipped, key=PUBLIC).ok:
            assert read_evidence(flipped) == original

    check()


async def test_no_part_of_a_bundle_is_a_bundle(bundle: Path) -> None:
    content = bundle.read_bytes()
    cut = bundle.with_name("cut.zip")
    for length in range(0, len(content), 211):
        cut.write_bytes(content[:length])
        assert verify(cut).problem == f"{cut} is not a bundle: it is not a complete zip file"


def test_a_name_that_occurs_twice_is_refused(bundle: Path) -> None:
    content = parts(bundle)
    with zipfile.ZipFile(bundle, "w") as archive:
        for name, data in content.items():
            archive.writestr(zipfile.ZipInfo(name), data)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr(zipfile.ZipInfo("session.json"), content["session.json"])
    assert verify(bundle).changed == ("session.json",)


def test_compressed_parts_are_never_expanded(bundle: Path) -> None:
    content = parts(bundle)
    bomb = b"\0" * (32 << 20)
    made = json.loads(content["manifest.json"])
    made["parts"][0].update(size=len(bomb), sha256=hashlib.sha256(bomb).hexdigest())
    content |= {"manifest.json": json.dumps(made).encode(), "index.html": bomb}
    with zipfile.ZipFile(bundle, "w") as archive:
        for name, data in content.items():
            kind = zipfile.ZIP_DEFLATED if name == "index.html" else zipfile.ZIP_STORED
            archive.writestr(zipfile.ZipInfo(name), data, kind)
    tracemalloc.start()
    assert verify(bundle).changed == ("index.html",)
    assert tracemalloc.get_traced_memory()[1] < 4 << 20
    tracemalloc.stop()


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "C:\\x", "\x1b[31mred", "a" * 300])
def test_names_are_shown_and_never_used(name: str, bundle: Path, tmp_path: Path) -> None:
    bundle.write_bytes(zipped({**parts(bundle), name: b"x"}))
    before = sorted(tmp_path.iterdir())
    (shown,) = verify(bundle).unexpected
    assert shown.isprintable()
    assert len(shown) < 210
    assert sorted(tmp_path.iterdir()) == before


def patched(place: int, value: bytes) -> Callable[[bytes], bytes]:
    """Change bytes of the end record, which has 22."""
    return lambda old: old[: len(old) - 22 + place] + value + old[len(old) - 22 + place + len(value) :]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda old: b"", "it is not a complete zip file"),
        (lambda old: b"PK\5\6" + b"\0" * 18, "has no manifest.json"),
        (lambda old: b"hello " * 100, "it is not a complete zip file"),
        (lambda old: old + b"x", "it is not a complete zip file"),
        (patched(8, b"\xff\xff\xff\xff"), "it has more parts than a bundle can have"),
        (patched(12, b"\xff\xff\xff\xff"), "it has more parts than a bundle can have"),
        (patched(16, b"\xff\xff\xff\x7f"), "it is not a complete zip file"),
    ],
)
def test_other_files_are_not_bundles(change: Callable[[bytes], bytes], problem: str, bundle: Path) -> None:
    bundle.write_bytes(change(bundle.read_bytes()))
    found = verify(bundle)
    assert found.problem is not None
    assert problem in found.problem
    assert not found.ok
    assert "\n" not in found.problem
    with pytest.raises(EvidenceError, match="cannot be used as evidence"):
        read_evidence(bundle)


def test_bytes_between_the_parts_are_found(bundle: Path) -> None:
    bundle.write_bytes(b"#!/bin/sh\n" + bundle.read_bytes())
    assert verify(bundle).unexpected == ("bytes that belong to no part",)


def test_parts_that_overlap_are_found(bundle: Path) -> None:
    """Entries that share bytes expand a small file: https://www.bamsoftware.com/hacks/zipbomb/"""
    content = bundle.read_bytes()
    start = struct.unpack("<I", content[-6:-2])[0]
    directory = content[start:-22]
    end = content[-22:-14] + struct.pack("<HHII", 14, 14, 2 * len(directory), start) + content[-2:]
    bundle.write_bytes(content[:start] + directory * 2 + end)
    found = verify(bundle)
    assert found.problem is not None or found.changed


DEEP = b"[" * 100_000 + b"]" * 100_000


@pytest.mark.parametrize(
    ("manifest", "problem"),
    [
        (b"", "manifest.json is not valid JSON"),
        (DEEP, "manifest.json is not valid JSON: RecursionError"),
        (b'{"a": NaN}', "manifest.json is not valid JSON"),
        (b'{"a": 1, "a": 2}', "manifest.json is not valid JSON"),
        (b"[]", "manifest.json: the whole is missing or has a wrong type"),
        (b"{}", "manifest.json: format is missing or has a wrong type"),
        (b'{"format": "odin-cortex evidence", "version": 2}', "is not of version 1"),
        (b'{"format": "odin-cortex evidence", "version": true}', "version is missing or has a wrong type"),
        (b'{"format": "odin-cortex evidence", "version": 1}', "parts is missing or has a wrong type"),
        (b" " * (2 << 20), "manifest.json has more than 1048576 bytes"),
    ],
)
def test_hostile_manifests_are_one_line(manifest: bytes, problem: str, bundle: Path) -> None:
    found = verify(rewritten(bundle, manifest_json=manifest))
    assert found.problem is not None
    assert problem in found.problem
    assert len(found.problem) < 200


@pytest.mark.parametrize(
    "change",
    [
        {"parts": [{"name": "a", "size": -1, "sha256": "0" * 64}]},
        {"parts": [{"name": "a", "size": 1, "sha256": "zz"}]},
        {"parts": [{"name": str(n), "size": 0, "sha256": "0" * 64} for n in range(40)]},
        {"parts": [{"name": "a", "size": 0, "sha256": "0" * 64}] * 2},
        {"subject": None},
        {"subject": {"message_id": 5}},
        {"person": {"name": "x"}},
        {"collected_at": "yesterday"},
        {"collected_at": "2026-05-01T18:00:00"},
        {"unavailable": [5]},
        {"decision": {"appeals": 5}},
        {"software": {}},
        {"signed_by": 5},
    ],
)
def test_manifests_of_another_shape_are_refused(change: dict[str, object], bundle: Path) -> None:
    content = json.loads(parts(bundle)["manifest.json"]) | change
    found = verify(rewritten(bundle, manifest_json=json.dumps(content).encode()))
    assert found.problem is not None
    assert found.problem.startswith("manifest.json")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("transcript_jsonl", b'{"message_id": 1}\n'),
        ("transcript_jsonl", DEEP),
        ("annotations_json", b"[]"),
        ("annotations_json", b'{"messages": [{"id": 5}], "session": []}'),
        ("sanctions_json", b"{}"),
        ("session_json", b"5"),
    ],
)
def test_parts_that_cannot_be_read_are_one_line(name: str, content: bytes, bundle: Path) -> None:
    """Anybody can make a manifest that fits them."""
    made = json.loads(parts(bundle)["manifest.json"])
    for part in made["parts"]:
        if part["name"] == name.replace("_", "."):
            part.update(size=len(content), sha256=hashlib.sha256(content).hexdigest())
    rewritten(bundle, manifest_json=json.dumps(made).encode(), **{name: content})
    assert verify(bundle).ok
    with pytest.raises(EvidenceError, match=name.replace("_", ".")) as raised:
        read_evidence(bundle)
    assert "\n" not in str(raised.value)


def test_a_signature_says_whose_bundle_it_is(signed: Path) -> None:
    for key in (None, PUBLIC, PEM):
        found = verify(signed, key=key)
        assert (found.ok, found.signature, found.signed_by) == (True, "valid", FINGERPRINT)
    assert load_pem_private_key(PRIVATE_PEM, None).private_bytes_raw() == KEY.private_bytes_raw()  # type: ignore[union-attr]  # an Ed25519 key
    again = save_evidence(read_evidence(signed), signed.with_name("b.zip"), sign_with=PRIVATE_PEM)
    assert again.path.read_bytes() == signed.read_bytes()


def test_another_key_or_a_changed_manifest_is_found(signed: Path) -> None:
    other = Ed25519PrivateKey.generate()
    found = verify(signed, key=other.public_key())
    assert (found.ok, found.signature, found.changed) == (False, "other key", ("manifest.json.sig",))
    rewritten(signed, manifest_json=lambda old: old.replace(b"Bob", b"Ann"))
    found = verify(signed)
    assert (found.signature, found.signed_by, found.changed) == ("invalid", None, ("manifest.json.sig",))


@pytest.mark.parametrize("part", ["manifest.json.sig", "signer.pem"])
@pytest.mark.parametrize("content", [b"", b"x" * 64, b"x" * 5000])
def test_a_forged_signature_is_found(part: str, content: bytes, signed: Path) -> None:
    made = parts(signed) | {part: content}
    signed.write_bytes(zipped(made))
    found = verify(signed)
    assert (found.ok, found.signature, found.signed_by) == (False, "invalid", None)


def test_a_signature_that_was_removed_is_missing(bundle: Path, signed: Path) -> None:
    content = parts(signed)
    kept = {name: data for name, data in content.items() if name not in ("manifest.json.sig", "signer.pem")}
    signed.write_bytes(zipped(kept))
    assert verify(signed).missing == ("manifest.json.sig", "signer.pem")
    assert verify(bundle).signature == "none"
    assert verify(bundle, key=PUBLIC).missing == ("manifest.json.sig", "signer.pem")


def test_without_the_extra_signatures_are_not_checked(signed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str, extra: str, need: str) -> None:
        raise ModuleNotFoundError(f"{need} {name}: pip install 'odin-cortex[{extra}]'", name=name)

    monkeypatch.setattr(signing, "require", missing)
    found = verify(signed)
    assert (found.ok, found.signature, found.signed_by) == (True, "unchecked", None)
    with pytest.raises(ModuleNotFoundError, match=r"odin-cortex\[evidence\]"):
        verify(signed, key=PEM)


@pytest.mark.parametrize("key", [b"", b"-----BEGIN", b"x" * 5000, "text", 5, KEY])
def test_keys_that_cannot_be_used_are_refused(key: Any, bundle: Path) -> None:
    with pytest.raises(ArgumentError, match=r"^key must be"):
        verify(bundle, key=key)


def test_a_private_key_of_another_kind_is_refused_without_showing_it(bundle: Path) -> None:
    pem = generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    evidence = read_evidence(bundle)
    for key in (pem, PRIVATE_PEM[:-40]):
        with pytest.raises(ArgumentError, match=r"^sign_with must be") as raised:
            save_evidence(evidence, bundle, sign_with=key)
        assert str(pem[40:60]) not in str(raised.value)
    assert KEY.private_bytes_raw().hex() not in repr(signing.signer(KEY))


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl on this machine")
def test_openssl_verifies_the_signature(signed: Path, tmp_path: Path) -> None:
    for name, content in parts(signed).items():
        (tmp_path / name).write_bytes(content)
    command = (
        "openssl pkeyutl -verify -pubin -inkey signer.pem -rawin -in manifest.json -sigfile manifest.json.sig"
    )
    assert subprocess.run(command.split(), cwd=tmp_path, capture_output=True, check=False).returncode == 0


def test_a_large_recording_is_never_in_memory(bundle: Path, tmp_path: Path) -> None:
    large = tmp_path / "large.wav"
    with large.open("wb") as file:
        file.truncate(48 << 20)
    digest = hashlib.sha256(large.read_bytes()).hexdigest()
    audio = Audio(size=48 << 20, sha256=digest, open=lambda: large.open("rb"))
    evidence: Evidence = evolve(read_evidence(bundle), audio=audio)
    tracemalloc.start()
    saved = save_evidence(evidence, tmp_path / "large.zip")
    assert verify(saved.path).ok
    assert tracemalloc.get_traced_memory()[1] < 4 << 20
    tracemalloc.stop()
    assert b'src="data:' not in parts(saved.path)["index.html"]
    with pytest.raises(EvidenceError, match=r"^the recording was changed while it was read$"):
        save_evidence(evolve(evidence, audio=evolve(audio, sha256="0" * 64)), saved.path)
    assert verify(saved.path).ok


def test_the_command_says_what_it_found(
    bundle: Path, signed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "key.pem").write_bytes(PEM)
    assert main(["verify", str(signed), "--key", str(tmp_path / "key.pem")]) == 0
    assert capsys.readouterr().out == f"unchanged, signed by {FINGERPRINT}\n"
    assert main(["verify", str(bundle), "--key", str(tmp_path / "key.pem"), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["missing"] == ["manifest.json.sig", "signer.pem"]
    (tmp_path / "no.zip").write_bytes(b"")
    assert main(["verify", str(tmp_path / "no.zip")]) == 1
    for arguments in ([str(tmp_path / "none.zip")], [str(tmp_path)], [str(bundle), "--key", str(bundle)]):
        assert main(["verify", *arguments]) == 2
        captured = capsys.readouterr()
        assert captured.err.startswith("error: ")
        assert captured.err.count("\n") == 1
    with pytest.raises(SystemExit) as ended:
        main(["verify"])
    assert ended.value.code == 2
