"""What cannot be read is refused in one line that names file and reason; the rest goes in."""

from __future__ import annotations

import io
import json
import os
import struct
import zipfile
from datetime import date
from pathlib import Path

import pytest
from fpdf import FPDF
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from ascribe.model import Refusal, Taken
from ascribe.read import Columns, Limits, Options, take

GOOD = "Two guards were hurt at the gate on Monday.\nNobody claimed the attack.\n"


def only_refusal(path: Path, options: Options | None = None) -> Refusal:
    """The one refusal that a path comes to; it is one line and names the path."""
    (refusal,) = take(path, options)
    assert isinstance(refusal, Refusal), refusal
    assert refusal.location.startswith(str(path))
    assert refusal.reason
    assert "\n" not in refusal.reason
    return refusal


def put(path: Path, content: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def pdf(words: str = "Four people were killed near the depot.", password: str | None = None) -> bytes:
    document = FPDF()
    document.add_page()
    document.set_font("helvetica", size=12)
    document.multi_cell(0, 8, words)
    made = bytes(document.output())
    if password is None:
        return made
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(made)))
    writer.encrypt(password, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def picture_pdf() -> bytes:
    document = FPDF()
    document.add_page()
    document.rect(20, 20, 50, 50)
    return bytes(document.output())


DEEP = b"<html><body>" + b"<div>" * 100_000 + b"text"
UNKNOWN = b"<html><body>" + b"<x>" * 9_000 + b"text"

FILES: dict[str, tuple[bytes, str]] = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\t\n ", "empty"),
    "mark.txt": (b"\xef\xbb\xbf \n", "no text"),
    "line.txt": (b"a" * 50_000_000, "limit"),
    "long.txt": (b"word " * 500_000, "one line has 2,500,000 characters"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 20, "binary"),
    "controls.txt": (b"ab\x01\x02\x03\x04" * 50, "binary"),
    "latin.txt": ("Déjà vu à Karsova\n".encode("latin-1"), "not valid utf-8 at byte 1; name its encoding"),
    "utf16.txt": ("A bomb went off.".encode("utf-16-le"), "binary"),
    "odd.txt": (b"\xff\xfeA", "not valid utf-16"),
    "locked.pdf": (pdf(password="secret"), "encrypted"),
    "short.pdf": (pdf()[:-400], "cut short"),
    "noise.pdf": (b"%PDF-1.7\n" + b"\x01\x02\x03" * 400 + b"\n%%EOF", "damaged"),
    "none.pdf": (b"hello", "no PDF"),
    "scan.pdf": (picture_pdf(), "OCR"),
    "deep.html": (DEEP, "tags"),
    "nested.html": (UNKNOWN, "nested"),
    "huge.html": (b"<p title='" + b"a" * 11_000_000 + b"'>x</p>", "limit for a page"),
    "bare.html": (b"<html><body></body></html>", "no main text"),
    "binary.html": (b"\x00\x01\x02<p>", "binary"),
    "none.eml": (b"no headers here", "headers"),
    "picture.eml": (
        b"Subject: x\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n",
        "no text part",
    ),
    "notes.docx": (b"PK\x03\x04", "files of kind .docx are not read"),
    "noending": (b"words", "files of kind no ending"),
    "key.json": (b"{}", "files of kind .json"),
    "none.zip": (b"PK\x03\x04 and nothing more", "damaged"),
    "binary.csv": (b"text\n\x00\x00\x00", "binary"),
    "other.csv": (b"a,b\n1,2\n", "no column holds the text"),
    "latin.csv": ("text\nDéjà vu\n".encode("latin-1"), "encoding"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_broken_file_is_refused_with_its_reason(tmp_path: Path, name: str) -> None:
    content, reason = FILES[name]
    assert reason in only_refusal(put(tmp_path / name, content)).reason


def test_in_a_folder_everything_else_goes_in(tmp_path: Path) -> None:
    for name, (content, _) in FILES.items():
        put(tmp_path / name, content)
    put(tmp_path / "a-good.txt", GOOD)
    put(tmp_path / "z-good.txt", "Another day. " + GOOD)
    results = list(take(tmp_path))
    assert [r.report.name for r in results if isinstance(r, Taken)] == ["a-good", "z-good"]
    refused = {Path(r.location).name for r in results if isinstance(r, Refusal)}
    assert refused == set(FILES)


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    assert "no such file" in only_refusal(tmp_path / "gone.txt").reason
    assert "no such file" in only_refusal(put(tmp_path / "a.txt", GOOD) / "b.txt").reason


@pytest.mark.parametrize("name", ["a" * 300 + ".txt", "nul\x00.txt"])
def test_a_path_that_cannot_be(tmp_path: Path, name: str) -> None:
    (refusal,) = take(f"{tmp_path}/{name}")
    assert isinstance(refusal, Refusal)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "neither" in only_refusal(tmp_path / "pipe.txt").reason


@pytest.mark.parametrize("address", ["https://courier.example/a", "ftp://courier.example/b.txt"])
def test_addresses_come_later(address: str) -> None:
    (refusal,) = take(address)
    assert isinstance(refusal, Refusal)
    assert "save the page" in refusal.reason


def test_an_unknown_encoding_is_said_once(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", GOOD)
    put(tmp_path / "b.csv", "text\nwords\n")
    (refusal,) = take(tmp_path, Options(encoding="klingon"))
    assert isinstance(refusal, Refusal)
    assert "klingon" in refusal.reason


def test_a_day_in_the_year_9999(tmp_path: Path) -> None:
    text = put(tmp_path / "a.txt", GOOD)
    assert "9999" in only_refusal(text, Options(published=date(9999, 1, 1))).reason
    put(tmp_path / "a.meta.json", '{"published": "9999-12-31"}')
    assert "9999" in only_refusal(text).reason
    rows = put(tmp_path / "r.csv", "text,date\nFirst.,31 December 9999\nSecond.,2023-07-19\n")
    refused, taken = take(rows)
    assert isinstance(refused, Refusal)
    assert "9999" in refused.reason
    assert refused.location.endswith("#row-1")
    assert isinstance(taken, Taken)


def test_in_metadata_and_datelines_an_impossible_day_is_no_day(tmp_path: Path) -> None:
    page = "<html><head><meta property='article:published_time' content='9999-01-01'></head><body><article><p>"
    html = put(tmp_path / "a.html", page + GOOD * 5 + "</p></article></body></html>")
    dated = put(tmp_path / "b.txt", f"KARSOVA, 31 December 9999 (Meridian Wire) — {GOOD}")
    for path in (html, dated):
        (taken,) = take(path)
        assert isinstance(taken, Taken)
        assert taken.report.published is None


@pytest.mark.parametrize("sidecar", ["", "[]", "{", '{"publisher": 3}', "\xff"])
def test_a_sidecar_that_cannot_be_read(tmp_path: Path, sidecar: str) -> None:
    path = put(tmp_path / "a.txt", GOOD)
    put(tmp_path / "a.meta.json", sidecar.encode("latin-1"))
    assert "a.meta.json" in only_refusal(path).reason


# archives


def archive(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files.items():
            out.writestr(name, content)
    return path


def refusals(path: Path, options: Options | None = None) -> dict[str, str]:
    return {r.location.partition("!/")[2]: r.reason for r in take(path, options) if isinstance(r, Refusal)}


def test_hostile_entries_are_refused_and_the_others_go_in(tmp_path: Path) -> None:
    path = archive(
        tmp_path / "a.zip",
        {
            "good.txt": GOOD.encode(),
            "../climbs.txt": GOOD.encode(),
            "/absolute.txt": GOOD.encode(),
            "C:\\drive.txt": GOOD.encode(),
            "inner.zip": b"PK",
            "bomb.txt": b"0" * 30_000_000,
            "empty.txt": b"",
        },
    )
    found = refusals(path)
    assert "climbs" in found["../climbs.txt"]
    assert "climbs" in found["/absolute.txt"]
    assert "climbs" in next(reason for name, reason in found.items() if "drive" in name)
    assert "archive within an archive" in found["inner.zip"]
    assert "zip bomb" in found["bomb.txt"]
    assert "empty" in found["empty.txt"]
    assert [t.report.name for t in take(path) if isinstance(t, Taken)] == ["good"]
    assert not (tmp_path.parent / "climbs.txt").exists()


def test_an_archive_too_large_in_total_or_in_number(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {f"{n}.txt": GOOD.encode() for n in range(9)})
    assert "unpacks to" in only_refusal(path, Options(limits=Limits(zip_bytes=100))).reason
    assert "9 files" in only_refusal(path, Options(limits=Limits(zip_entries=5))).reason


def test_an_entry_that_lies_about_its_size(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"a.txt": b"word " * 2_000_000})
    data = path.read_bytes().replace(struct.pack("<L", 10_000_000), struct.pack("<L", 900))
    (result,) = take(put(path, data))
    assert isinstance(result, Refusal)


def test_an_encrypted_entry(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"a.txt": GOOD.encode()})
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))
    assert "encrypted" in refusals(path)["a.txt"]


# tables


def test_all_faults_of_a_mapping_come_in_one_message(tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", "body,when\nwords,2023-07-19\n")
    reason = only_refusal(path, Options(columns=Columns(text="article", published="day"))).reason
    assert "text=article" in reason
    assert "published=day" in reason
    assert "body, when" in reason


def test_lines_that_are_no_objects_are_refused_one_by_one(tmp_path: Path) -> None:
    good = json.dumps({"text": GOOD, "id": "a"})
    lines = ["{", "[1]", '"words"', good, "null", '{"text": ["a"]}', '{"text": ""}', '{"other": 1}', "[" * 100_000]
    results = list(take(put(tmp_path / "a.jsonl", "\n".join(lines).encode() + b'\n{"text": "\xe9"}\n')))
    assert [r.report.name for r in results if isinstance(r, Taken)] == ["a"]
    refused = [r.location.rpartition("#")[2] for r in results if isinstance(r, Refusal)]
    assert refused == [f"row-{n}" for n in (1, 2, 3, 5, 6, 7, 8, 9, 10)]


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_a_row_longer_than_any_report_does_not_keep_out_the_next(tmp_path: Path, name: str) -> None:
    rows = ["x" * 5_000, "short"]
    csv_text = "text\n" + "\n".join(rows) + "\n"
    jsonl = "\n".join(json.dumps({"text": row}) for row in rows)
    path = put(tmp_path / name, csv_text if name == "a.csv" else jsonl)
    refused, taken = take(path, Options(limits=Limits(text_characters=1_000)))
    assert isinstance(refused, Refusal)
    assert "limit" in refused.reason
    assert isinstance(taken, Taken)


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_a_line_without_end_is_not_held(tmp_path: Path, name: str) -> None:
    path = put(tmp_path / name, b"text\n" * (name == "a.csv") + b"x" * 100_000)
    (refused,) = take(path, Options(limits=Limits(text_characters=1_000)))
    assert isinstance(refused, Refusal)
    assert "more than 10,000" in refused.reason


def test_halves_of_pairs_can_be_stored(tmp_path: Path) -> None:
    (taken,) = take(put(tmp_path / "a.jsonl", '{"text": "odd \\ud800 words", "title": "\\udfff", "id": "\\ud801"}'))
    assert isinstance(taken, Taken)
    for words in (taken.report.text, taken.report.title, taken.report.name):
        assert words is not None
        words.encode("utf-8")


def test_a_file_whose_name_is_no_text_can_be_stored(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    put(tmp_path / name, GOOD)
    (taken,) = take(tmp_path)
    assert isinstance(taken, Taken)
    assert taken.report.name == "caf\ufffd"
    taken.report.location.encode("utf-8")


# anything at all


KINDS = [".txt", ".md", ".html", ".pdf", ".eml", ".jsonl", ".csv", ".tsv", ".zip", ".json", ""]
SEEDS = [
    pdf(),
    GOOD.encode(),
    b"<html><body><p>" + GOOD.encode() * 4,
    b"Subject: a\nFrom: b <c@d>\n\nwords",
    b"text,date\na,b\n",
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kind=st.sampled_from(KINDS), content=st.binary(max_size=400), beside=st.binary(max_size=40))
def test_no_bytes_raise(tmp_path: Path, kind: str, content: bytes, beside: bytes) -> None:
    put(tmp_path / "x.meta.json", beside)
    for result in take(put(tmp_path / f"x{kind}", content)):
        assert isinstance(result, Taken | Refusal)
    (tmp_path / "x.meta.json").unlink()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kind=st.sampled_from(KINDS), seed=st.sampled_from(SEEDS), data=st.data())
def test_no_damage_raises(tmp_path: Path, kind: str, seed: bytes, data: st.DataObject) -> None:
    content = bytearray(seed)
    if kind == ".zip":
        content = bytearray(archive(tmp_path / "whole.zip", {"a.txt": seed, "b.csv": b"text\nwords\n"}).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    content = content[: data.draw(st.integers(len(content) // 2, len(content)))]
    for result in take(put(tmp_path / f"x{kind}", bytes(content))):
        assert isinstance(result, Taken | Refusal)
        if isinstance(result, Taken):
            assert result.report.text.strip()
            result.report.text.encode("utf-8")
