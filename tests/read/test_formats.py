"""One report from each kind of file: its text, its spans, and what is known of it."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest
from fpdf import FPDF
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ascribe.model import Origin, Refusal, Report, Taken, content_hash, line_ends
from ascribe.read import Columns, Options, take

STORY = (
    "Two bombs went off at the Nahran market in Zarhat on Tuesday morning. "
    "Medics at the hospital counted seventeen dead. "
    "The Front denied that its men had been anywhere near the city. "
    "Shops stayed shut for the rest of the day, and a curfew was called for the evening."
)


def put(path: Path, content: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def one(path: Path, options: Options | None = None) -> Report:
    (taken,) = take(path, options)
    assert isinstance(taken, Taken), taken
    assert taken.report.sha256 == content_hash(taken.original)
    assert taken.report.id == taken.report.sha256[:16]
    return taken.report


# text


def test_text_is_the_file_as_it_stands(tmp_path: Path) -> None:
    words = f"Market hit\n\nKarsova Courier | 19 July 2023\n\n{STORY}\n  indented\tand spaced  \n"
    report = one(put(tmp_path / "market.txt", words))
    assert report.text == words
    assert report.name == "market"
    assert report.title == "Market hit"
    assert (report.publisher, report.publisher_from) == ("Karsova Courier", Origin.DATELINE)
    assert (report.published, report.published_from) == (date(2023, 7, 19), Origin.DATELINE)
    assert report.location == str(tmp_path / "market.txt")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\t"), min_size=1).filter(str.strip))
def test_any_text_comes_back(tmp_path: Path, text: str) -> None:
    assert one(put(tmp_path / "a.txt", text)).text == text.removeprefix("\ufeff")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_that_say_what_they_are(tmp_path: Path, encoding: str) -> None:
    assert one(put(tmp_path / "a.txt", "Déjà vu in Zarḥat\n".encode(encoding))).text == "Déjà vu in Zarḥat\n"


def test_an_encoding_that_a_person_names(tmp_path: Path) -> None:
    path = put(tmp_path / "a.txt", "انفجار في السوق".encode("cp1256"))
    assert one(path, Options(encoding="cp1256")).text == "انفجار في السوق"


def test_line_ends_and_controls(tmp_path: Path) -> None:
    assert one(put(tmp_path / "a.txt", b"one\r\ntwo\rthree\x0cfour")).text == "one\ntwo\nthreefour"


def test_markdown_is_kept_raw(tmp_path: Path) -> None:
    words = f"# Market hit\n\n*Highland Voice* | 19 July 2023\n\n{STORY}\n"
    report = one(put(tmp_path / "a.md", words))
    assert (report.text, report.title, report.media_type) == (words, "Market hit", "text/markdown")
    assert (report.publisher, report.published) == ("Highland Voice", date(2023, 7, 19))


# who published it, and when


def test_options_go_before_sidecars_and_those_before_datelines(tmp_path: Path) -> None:
    path = put(tmp_path / "a.txt", f"ZARHAT, 19 July 2023 (Meridian Wire) — {STORY}")
    report = one(path)
    assert (report.publisher_from, report.published_from) == (Origin.DATELINE, Origin.DATELINE)
    put(
        tmp_path / "a.meta.json",
        '{"publisher": "Free Ostrel", "published": "20 July 2023", "url": "https://ostrel.example/1"}',
    )
    report = one(path)
    assert (report.publisher, report.publisher_from) == ("Free Ostrel", Origin.SIDECAR)
    assert (report.published, report.published_from) == (date(2023, 7, 20), Origin.SIDECAR)
    assert report.url == "https://ostrel.example/1"
    report = one(path, Options(publisher="VIO", published=date(2023, 7, 21)))
    assert (report.publisher, report.publisher_from) == ("VIO", Origin.OPTION)
    assert (report.published, report.published_from) == (date(2023, 7, 21), Origin.OPTION)


def test_nothing_is_invented(tmp_path: Path) -> None:
    report = one(put(tmp_path / "a.txt", STORY))
    assert (report.publisher, report.publisher_from) == (None, Origin.UNKNOWN)
    assert (report.published, report.published_from) == (None, Origin.UNKNOWN)
    assert report.title is None


# web pages

PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>Market hit | Karsova Courier</title>
{head}</head><body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Market hit by two bombs</h1><p>{story}</p><p>{story2}</p></article>
<footer>All rights reserved 2025-01-01</footer></body></html>"""


def page(tmp_path: Path, head: str = "") -> Report:
    filled = PAGE.format(
        head=head, story=STORY, story2="The mayor spoke of a black day for Zarhat, and for the highlands."
    )
    return one(put(tmp_path / "2021" / "01" / "02" / "page.html", filled))


def test_main_text_with_its_title_first(tmp_path: Path) -> None:
    report = page(tmp_path)
    assert report.text.startswith("Market hit by two bombs\n")
    assert "seventeen dead" in report.text
    assert "Sport" not in report.text
    assert report.text.count("Market hit by two bombs") == 1


def test_open_graph(tmp_path: Path) -> None:
    report = page(
        tmp_path,
        '<meta property="og:site_name" content="Karsova Courier"><meta property="og:title" content="Bombs at market">'
        '<meta property="article:published_time" content="2023-07-19T08:00:00+02:00">'
        '<meta name="author" content="N. Ferro">'
        '<link rel="canonical" href="https://courier.example/market">',
    )
    assert (report.publisher, report.publisher_from) == ("Karsova Courier", Origin.METADATA)
    assert (report.published, report.published_from) == (date(2023, 7, 19), Origin.METADATA)
    assert (report.title, report.author, report.url) == (
        "Bombs at market",
        "N. Ferro",
        "https://courier.example/market",
    )
    assert report.text.startswith("Bombs at market\n\n")


@pytest.mark.parametrize("wrap", ["{}", "[{}]", '{{"@graph": [{{"@type": "WebSite", "name": "x"}}, {}]}}'])
def test_linked_data(tmp_path: Path, wrap: str) -> None:
    entry = {
        "@type": ["NewsArticle"],
        "headline": "Bombs at market",
        "datePublished": "2023-07-19T08:00:00Z",
        "dateModified": "2024-01-01",
        "publisher": {"@type": "Organization", "name": "Sarmen Today é"},
    }
    report = page(tmp_path, f'<script type="application/ld+json">{wrap.format(json.dumps(entry))}</script>')
    assert (report.publisher, report.published) == ("Sarmen Today é", date(2023, 7, 19))


@pytest.mark.parametrize(
    "head",
    [
        "",
        '<meta name="last-modified" content="2023-07-19"><meta property="article:modified_time" content="2023-07-19">',
        '<link rel="canonical" href="https://courier.example/2023/07/19/market">',
        '<script type="application/ld+json">{"datePublished": "2023-07-19"</script>',
    ],
)
def test_no_day_is_guessed(tmp_path: Path, head: str) -> None:
    assert page(tmp_path, head).published is None


def test_a_page_taken_often_is_the_same(tmp_path: Path) -> None:
    assert len({page(tmp_path).text for _ in range(6)}) == 1


def test_a_page_full_of_script_and_drawings_is_no_bomb(tmp_path: Path) -> None:
    script = "<script>" + "for(i=0;i<n;i++){if(a<b)c('<div>')}" * 3000 + "</script>"
    drawing = "<svg>" + '<path d="M0 0"/>' * 2000 + "</svg>"
    assert "seventeen dead" in page(tmp_path, script + drawing).text


# PDF


def pdf(*pages: str) -> bytes:
    document = FPDF()
    document.set_title("Findings on Zarhat")
    for words in pages:
        document.add_page()
        document.set_font("helvetica", size=12)
        document.multi_cell(0, 8, words)
    return bytes(document.output())


def test_pdf_pages_in_order(tmp_path: Path) -> None:
    report = one(put(tmp_path / "findings.pdf", pdf(STORY, "A second page tells of arrests.")))
    assert "Medics at the hospital counted seventeen dead." in " ".join(report.text.split())
    assert report.text.index("Two bombs") < report.text.index("A second page")
    assert (report.title, report.media_type) == ("Findings on Zarhat", "application/pdf")


# e-mail


def message(html: bool = False) -> bytes:
    mail = EmailMessage()
    mail["From"] = "VIO Press Désk <press@vio.example>"
    mail["Subject"] = "Nahran market: the count"
    mail["Date"] = "Wed, 19 Jul 2023 18:00:00 +0200"
    if html:
        mail.set_content(f"<html><body><article><p>{STORY}</p></article></body></html>", subtype="html")
    else:
        mail.set_content(STORY + "\n")
        mail.add_alternative("<p>other</p>", subtype="html")
    return mail.as_bytes()


@pytest.mark.parametrize("html", [False, True])
def test_eml(tmp_path: Path, html: bool) -> None:
    report = one(put(tmp_path / "a.eml", message(html)))
    assert report.text.startswith("Nahran market: the count\n\nTwo bombs")
    assert (report.publisher, report.author) == ("VIO Press Désk", "press@vio.example")
    assert (report.published, report.published_from) == (date(2023, 7, 19), Origin.METADATA)


# tables


def test_csv_with_usual_names(tmp_path: Path) -> None:
    rows = 'Headline,Text,Source,Date,URL,id\r\nMarket hit,"Two bombs,\r\nand fire.",VSNA,19/07/2023,https://v.example/1,v1\r\n'
    report = one(put(tmp_path / "a.csv", rows))
    assert report.text == "Market hit\n\nTwo bombs,\nand fire."
    assert (report.name, report.title, report.url) == ("v1", "Market hit", "https://v.example/1")
    assert (report.publisher, report.publisher_from) == ("VSNA", Origin.COLUMN)
    assert (report.published, report.published_from) == (date(2023, 7, 19), Origin.COLUMN)
    assert report.location.endswith("a.csv#row-1")


def test_tsv_with_named_columns(tmp_path: Path) -> None:
    path = put(tmp_path / "a.tsv", "nr\tstory\ttext\n7\tTwo bombs.\tnot this\n")
    assert one(path, Options(columns=Columns(text="story", id="nr"))).text == "Two bombs."


def test_the_original_of_a_row_is_the_row_whatever_the_order_of_its_columns(tmp_path: Path) -> None:
    first = one(put(tmp_path / "a.jsonl", '{"text": "Two bombs.", "date": "2023-07-19"}'))
    second = one(put(tmp_path / "b.jsonl", '{"date":"2023-07-19","text":"Two bombs."}'))
    assert first.id == second.id


def test_jsonl_rows_may_lack_what_others_have(tmp_path: Path) -> None:
    rows = [{"text": "Two bombs.", "outlet": "VSNA"}, {"text": "Three bombs."}, {"text": "Four.", "outlet": None}]
    path = put(tmp_path / "a.jsonl", "\n\n".join(map(json.dumps, rows)))
    taken = list(take(path, Options(columns=Columns(publisher="outlet"))))
    assert [t.report.publisher for t in taken if isinstance(t, Taken)] == ["VSNA", None, None]
    assert [t.report.name for t in taken if isinstance(t, Taken)] == ["a-row-1", "a-row-3", "a-row-5"]


def test_a_title_is_put_first_only_where_the_text_has_it_not(tmp_path: Path) -> None:
    rows = [{"title": "Market hit", "text": "Market hit. Two bombs."}, {"title": "Market hit", "text": "Two bombs."}]
    taken = list(take(put(tmp_path / "a.jsonl", "\n".join(map(json.dumps, rows)))))
    texts = [t.report.text for t in taken if isinstance(t, Taken)]
    assert texts == ["Market hit. Two bombs.", "Market hit\n\nTwo bombs."]


# folders and archives


def test_a_folder_in_order_without_hidden_files_sidecars_and_keys(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a.txt", "b/1.txt", ".hidden.txt", ".git/x.txt", "c.md"):
        put(tmp_path / name, f"{name}: {STORY}")
    put(tmp_path / "a.json", '{"id": "a", "incidents": []}')
    put(tmp_path / "a.meta.json", '{"publisher": "VIO"}')
    put(tmp_path / "other.json", '{"some": "thing"}')
    results = list(take(tmp_path))
    assert [r.report.name for r in results if isinstance(r, Taken)] == ["a", "1", "2", "c"]
    assert [r.report.publisher for r in results if isinstance(r, Taken)] == ["VIO", None, None, None]
    assert [Path(r.location).name for r in results if isinstance(r, Refusal)] == ["other.json"]


def test_an_archive_is_read_like_the_folder_it_holds(tmp_path: Path) -> None:
    files = {
        "in/b.txt": STORY,
        "in/a.txt": f"A: {STORY}",
        "in/a.meta.json": '{"publisher": "VIO"}',
        "in/a.json": '{"incidents": []}',
        "__MACOSX/in/._a.txt": "x",
        "in/.DS_Store": "x",
        "rows.csv": "text,id\nTwo bombs.,r1\n",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        archive.writestr("in/c.pdf", pdf(STORY))
    results = list(take(put(tmp_path / "all.zip", out.getvalue())))
    reports = [r.report for r in results if isinstance(r, Taken)]
    assert len(reports) == len(results)
    assert [(r.name, r.publisher) for r in reports] == [("a", "VIO"), ("b", None), ("c", None), ("r1", None)]
    assert reports[0].location == f"{tmp_path}/all.zip!/in/a.txt"
    assert reports[3].location == f"{tmp_path}/all.zip!/rows.csv#row-1"
    assert reports[1].id == one(put(tmp_path / "b.txt", STORY)).id


def test_line_ends_are_the_models(tmp_path: Path) -> None:
    words = "one\r\ntwo\x07\r\n"
    assert one(put(tmp_path / "a.txt", words)).text == line_ends(words)


def test_an_empty_column_name_leaves_a_field_to_the_text_itself(tmp_path: Path) -> None:
    source = tmp_path / "rows.csv"
    source.write_text('text,date\n"Fire\n\nZARHAT, 19 July 2023 — A barn burned.",4/3/2017\n', encoding="utf-8")
    (taken,) = take(source, Options(columns=Columns(published="")))
    assert isinstance(taken, Taken)
    assert str(taken.report.published) == "2023-07-19"
