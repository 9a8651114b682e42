"""The page of a report: its original beside the text, other reports that carry it, text from right to left."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from fpdf import FPDF
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from playwright.sync_api import Browser, Page, expect

import ascribe
from ascribe.show.web.marking import differing, language
from ascribe.show.web.original import safe_html

Serving = Callable[[Path], str]
CLAIM = "The Islamic State claimed responsibility for the attack in a statement."
STORY = (
    "BASRA, 5 May 2021 ({}) — A bomb killed nine people at a market in Basra on 5 May. " + CLAIM + " The army blamed "
    "Hezbollah for the bombing. Shops stayed closed on the next day, and the governor came to see the place. Hospitals "
    "asked for blood. The road to the port was closed until the evening, and the police searched cars.{}\n"
)
HOSTILE = """<html lang="en"><head><title>Bomb kills nine</title><script>alert('script')</script>
<meta http-equiv="refresh" content="0;url=http://127.0.0.2/gone"><base href="http://127.0.0.2/">
<link rel="stylesheet" href="http://127.0.0.2/x.css"><style>@import "http://127.0.0.2/y.css"</style></head>
<body onload="alert('load')" style="background:url(http://127.0.0.2/z)">
<h1 onclick="alert('click')">Bomb kills nine</h1>
<p>BASRA, 1 June 2021 (State Wire) — A bomb killed nine people in Basra on 1 June.
<a href="javascript:alert('link')" target="_top">The army</a> blamed Hezbollah for the bombing.</p>
<img src="http://127.0.0.2/i.png" onerror="alert('img')" alt="a &lt;b&gt; square">
<svg onload="alert('svg')"><script>1</script></svg>
<math><mtext><script>alert('math')</script></mtext></math><iframe src="javascript:alert('frame')"></iframe>
<form action="http://127.0.0.2/"><button formaction="javascript:alert('form')">Send</button></form>
<table><tr><td colspan="2" onclick="alert('cell')">killed</td></tr></table>
<object data="http://127.0.0.2/o"></object><noscript><img src=x onerror="alert('noscript')"></noscript></body></html>"""


def paper() -> bytes:
    pdf = FPDF()
    pdf.set_font("helvetica", size=12)
    for text in (
        "The masthead of the Gulf Herald, and nothing else.",
        STORY.format("Gulf Herald", "").replace("—", "-"),
    ):
        pdf.add_page()
        pdf.multi_cell(0, 8, text)
    return bytes(pdf.output())


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    (folder / "paper.pdf").write_bytes(paper())
    (folder / "hostile.html").write_text(HOSTILE, encoding="utf-8")
    (folder / "herald.txt").write_text(STORY.format("Gulf Herald", ""), encoding="utf-8")
    (folder / "wire.txt").write_text(STORY.format("State Wire", " A second device was found."), encoding="utf-8")
    (folder / "arabic.txt").write_text(
        "انفجار في البصرة\n\nقتل تسعة أشخاص في انفجار قنبلة في سوق بالبصرة.\n", encoding="utf-8"
    )
    with ascribe.new(folder / "report.case") as opened:
        opened.add([folder / n for n in ("herald.txt", "wire.txt", "paper.pdf", "hostile.html", "arabic.txt")])
        opened.update()
    return folder / "report.case"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    yield context.new_page()
    context.close()


def ids(case: Path) -> dict[str, str]:
    with ascribe.open(case) as opened:
        return {r.name: r.id for r in opened.reports()}


def test_the_page_of_a_pdf_that_holds_the_sentence_stands_beside_the_text(
    case: Path, serving: Serving, page: Page
) -> None:
    base, report = serving(case), ids(case)["paper"]
    page.goto(f"{base}/reports/{report}")
    text = page.locator("article.text").text_content() or ""
    start = text.index(CLAIM)
    page.goto(f"{base}/reports/{report}?at={start}-{start + len(CLAIM)}")
    page.get_by_role("link", name="The original", exact=True).click()
    expect(page.get_by_text("Page 2 of 2")).to_be_visible()
    picture = page.get_by_role("img", name="Page 2 of the original")
    assert picture.evaluate("async (i) => { await i.decode(); return i.naturalWidth; }") == 1100
    shown = Image.open(io.BytesIO(httpx.get(base + (picture.get_attribute("src") or "")).content))
    plain = Image.open(io.BytesIO(httpx.get(f"{base}/reports/{report}/leaf/2.png").content))
    assert shown.size == plain.size
    assert shown.tobytes() != plain.tobytes()  # the sentence is marked
    page.get_by_role("link", name="Earlier").click()
    expect(page.get_by_text("Page 1 of 2")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Page 2 of 2")).to_be_visible()


def test_pages_that_are_not_there_are_refused(case: Path, serving: Serving) -> None:
    base, held = serving(case), ids(case)
    assert httpx.get(f"{base}/reports/{held['paper']}/leaf/3.png").status_code == 404
    assert httpx.get(f"{base}/reports/{held['paper']}/leaf/0.png").status_code == 404
    assert httpx.get(f"{base}/reports/{held['paper']}?beside=original&leaf=9").status_code == 404
    assert httpx.get(f"{base}/reports/{held['herald']}/leaf/1.png").status_code == 422
    assert httpx.get(f"{base}/reports/{held['paper']}/shown").status_code == 422
    assert httpx.get(f"{base}/reports/{held['herald']}?beside=original").status_code == 200


def test_hostile_html_is_shown_and_nothing_of_it_runs(case: Path, serving: Serving, page: Page) -> None:
    base, report = serving(case), ids(case)["hostile"]
    said: list[str] = []
    asked: list[str] = []
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{base}/reports/{report}?beside=original")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", name="Bomb kills nine")).to_be_visible()
    expect(frame.get_by_text("The army blamed Hezbollah for the bombing")).to_be_visible()
    expect(frame.get_by_text("a <b> square")).to_be_visible()
    expect(
        frame.locator("script, img, a[href], iframe, form, input, svg, math, object, link, base, [onclick]")
    ).to_have_count(0)
    frame.get_by_role("heading").click()
    frame.locator("td").click()
    alone = page.goto(f"{base}/reports/{report}/shown")
    assert alone is not None
    policy = alone.headers["content-security-policy"]
    assert "default-src 'none'; sandbox;" in policy
    assert "script-src" not in policy
    assert page.locator("td").evaluate("(e) => e.colSpan") == 2
    assert said == []
    assert all(url.startswith(base) for url in asked)


@given(st.text(alphabet="<>\"'&=/ abscriptonlodhref:\x00\n", max_size=80))
def test_whatever_is_given_as_html_only_harmless_elements_come_out(text: str) -> None:
    from lxml import html

    made = safe_html(f"<p>x{text}</p>".encode())
    tree = html.document_fromstring(made)
    for element in tree.iter():
        if isinstance(element.tag, str):
            assert element.tag not in {"script", "img", "iframe", "svg", "form", "object", "base", "link"}
            assert set(element.attrib) <= {"lang", "dir", "colspan", "rowspan", "class", "charset"}


def test_html_in_other_characters_is_read_as_it_says_of_itself() -> None:
    made = safe_html('<meta charset="windows-1251"><p>взрыв в Басре</p>'.encode("windows-1251"))
    assert "взрыв в Басре" in made
    assert safe_html(b"").startswith("<!doctype html>")


def test_reports_that_carry_the_text_are_named_and_compared(case: Path, serving: Serving, page: Page) -> None:
    base, held = serving(case), ids(case)
    page.goto(f"{base}/reports/{held['herald']}")
    note = page.locator(".note").filter(has_text="carry this text")
    expect(note).to_contain_text("State Wire")
    note.get_by_role("link", name="compare").last.click()
    expect(page.locator("ins")).to_contain_text(["State Wire", "A second device was found."])
    page.goto(f"{base}/reports/{held['wire']}?beside={held['arabic']}")
    expect(page.locator("ins")).to_have_count(0)  # only what carries the same text is compared


@given(st.text(max_size=60), st.text(max_size=60))
def test_compared_passages_are_the_text(one: str, other: str) -> None:
    assert "".join(p.text for p in differing(one, other)) == other
    assert all(p.shared for p in differing(other, other))


def test_text_from_right_to_left_is_shown_so(case: Path, serving: Serving, page: Page) -> None:
    page.goto(f"{serving(case)}/reports/{ids(case)['arabic']}")
    article = page.locator("article.text")
    expect(article).to_have_attribute("lang", "ar")
    assert article.evaluate("(e) => getComputedStyle(e).direction") == "rtl"
    assert page.locator("h1").evaluate("(e) => getComputedStyle(e).direction") == "rtl"
    assert page.locator("html").evaluate("(e) => getComputedStyle(e).direction") == "ltr"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("انفجار في سوق بالبصرة", "ar"),
        ("انفجار بمب در تهران، پلیس چند گروه را متهم کرد", "fa"),
        ("פיצוץ בשוק", "he"),
        ("Вибух на ринку в місті", "uk"),
        ("Взрыв на рынке в городе", "ru"),
        ("Explosion at a market", None),
        ("", None),
    ],
)
def test_the_language_is_told_by_its_letters(text: str, code: str | None) -> None:
    assert language(text) == code


def test_a_report_fits_a_narrow_screen_with_its_original(case: Path, serving: Serving, browser: Browser) -> None:
    base, held = serving(case), ids(case)
    context = browser.new_context(viewport={"width": 360, "height": 800})
    narrow = context.new_page()
    for address in (f"{held['paper']}?beside=original", f"{held['hostile']}?beside=original", held["arabic"]):
        narrow.goto(f"{base}/reports/{address}")
        assert narrow.evaluate("document.documentElement.scrollWidth") <= 360, address
    context.close()
