"""A walk through a catalog as its readers walk: in a browser, on a phone and on a desk, by day and by night.

The texts are our own. Nothing is fetched: pages are opened from the disk, and axe comes with a package.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from pipeline.run import Request, build

TIDES = """---
title: The tides
subtitle: A small book of the sea
author: [A. Writer, B. Writer]
lang: en
to: [es]
description: Why the water comes and goes.
subject: [sea, moon]
rights: https://example.org/licence
---

# The moon {#moon}

The moon pulls the *water*.[^1] See [the sun](#sun).

[^1]: It pulls the land too.

# The sun {#sun}

## How much {#much}

| Body | Pull | Distance | Seen by night | Seen by day | Measured at the harbour |
|------|-----:|---------:|---------------|-------------|-------------------------|
| moon | 2    | 384400   | often         | sometimes   | every hour              |
| sun  | 1    | 149597871 | never        | often       | every hour              |

```sh
a_long_line_of_code --that-goes-on --and-on --without-an-end --in-sight --at-all --on-any-telephone
```
"""
LANTERNS = """---
title: مصابيح على المدّ
author: ليلى الكاتبة
lang: ar
description: كتاب قصير عن المشي في الليل.
---

# الطريق {#way}

نمشي ببطء ونحمل *مصباحا*.[^1]

[^1]: من زجاج أزرق.

# العودة {#back}

نعود حين ينطفئ الضوء. انظر [الطريق](#way).
"""
LAMPS = """---
title: 海边的灯
author: 林小舟
lang: zh
description: 一本写给夜里散步的人的小书。
---

# 上路 {#way}

夜里我们*慢慢地*走。[^1]

[^1]: 灯是蓝色的。

# 回家 {#back}

灯灭了，我们就回家。
"""
QUAY = """---
title: The "quay" & <the> fish market
lang: en
---

The market opens on Tuesday.
"""
WORD = """---
title: Die Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamten
lang: de
---

# Die Oberdonaudampfschifffahrtsgesellschaftskapitänswitwenkasse

Wir warten auf das Schiff.
"""
PAGES = (
    "index.html",
    "index.ar.html",
    "quay/quay.en.html",
    "tides/tides.en.html",
    "tides/tides.es.html",
    "tides/tides.en-es.html",
    "lanterns/lanterns.ar.html",
    "tides/read/en/index.html",
    "tides/read/en/chapter-002.html",
    "tides/read/en-es/chapter-001.html",
    "tides/read/es/colophon.html",
    "lanterns/read/ar/chapter-001.html",
    "lamps/read/zh/chapter-001.html",
    "word/word.de.html",
    "word/read/de/index.html",
    "word/read/de/chapter-001.html",
)
PHONE, DESK = 360, 1280
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a catalog of our own texts."""
    home = tmp_path_factory.mktemp("press")
    texts = {"tides.en.md": TIDES, "lanterns.ar.md": LANTERNS, "lamps.zh.md": LAMPS, "word.de.md": WORD}
    for name, text in texts.items():
        (home / name).write_text(text, "utf-8")
    sources = tuple(home / name for name in texts)
    assert build(Request(sources, out=home / "out", stamp=1_700_000_000, bilingual=True), lambda _: None)
    (home / "quay.md").write_text(QUAY, "utf-8")
    only = Request((home / "quay.md",), out=home / "out", stamp=1_700_000_000, formats=("docx",))
    assert build(only, lambda _: None)
    return home / "out"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("there is no chromium (Debian: apt install chromium)")
    with sync_playwright() as program:
        found = program.chromium.launch(
            executable_path=path, args=["--disable-quic", "--disable-background-networking"]
        )
        yield found
        found.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a page of a reader of English who has never been here."""
    context = browser.new_context(locale="en-GB")
    context.set_default_timeout(5000)
    yield context.new_page()
    context.close()


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    """Return the address of the folder on a server of this machine."""
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


STRICT = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none'"


class _Quiet(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", STRICT)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_no_page_has_a_fault_that_axe_knows_nor_is_wider_than_the_window(
    folder: Path, browser: Browser, width: int, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, locale="en-GB")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    faults = []
    for path in PAGES:
        page.goto((folder / path).as_uri())
        found = Axe().run(page, options=RULES).response
        faults += [f"{path}: {each['id']} {each['nodes'][0]['html']}" for each in found["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults.append(f"{path}: wider than {width} pixels")
    context.close()
    assert faults == []
    assert len(asked) > len(PAGES)
    assert [each for each in asked if not each.startswith(folder.as_uri())] == []


def test_the_list_opens_in_the_reader_s_language_and_what_is_chosen_is_remembered(
    folder: Path, browser: Browser
) -> None:
    context = browser.new_context(locale="es-MX")
    page = context.new_page()
    page.goto((folder / "index.html").as_uri())
    page.wait_for_url("**/index.es.html")
    page.get_by_role("navigation").get_by_role("link", name="English").click()
    page.wait_for_url("**/index.html")
    page.goto((folder / "tides/tides.es.html").as_uri())
    page.goto((folder / "index.html").as_uri())
    assert page.locator("html").get_attribute("lang") == "en"
    context.close()


def test_without_scripts_every_page_is_whole_and_languages_can_be_chosen(folder: Path, browser: Browser) -> None:
    context = browser.new_context(locale="es-MX", java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "index.html").as_uri())
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("navigation").get_by_role("link", name="العربية").click()
    assert page.locator("html").get_attribute("dir") == "rtl"
    page.get_by_role("link", name="مصابيح على المدّ").click()
    page.get_by_role("link", name="القراءة عبر الإنترنت").click()
    assert page.get_by_role("heading", level=1).inner_text() == "مصابيح على المدّ"
    context.close()


@pytest.mark.parametrize("edition", ["tides/tides.es", "lanterns/lanterns.ar"])
def test_each_file_that_is_downloaded_has_the_checksum_on_its_page(page: Page, address: str, edition: str) -> None:
    page.goto(f"{address}{edition}.html")
    files = page.locator(".files li")
    assert files.count() == 3
    for number in range(3):
        with page.expect_download() as download:
            files.nth(number).get_by_role("link").click()
        data = download.value.path().read_bytes()
        assert sha256(data).hexdigest() == files.nth(number).locator(".sum").inner_text()


def test_a_server_that_allows_nothing_of_others_and_nothing_inline_stops_nothing(page: Page, address: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    page.on("response", lambda found: found.status < 400 or said.append(f"{found.url}: {found.status}"))
    for path in PAGES:
        page.goto(address + path)
    assert said == []


def test_a_book_is_read_from_its_first_page_to_its_last_and_back(folder: Path, page: Page) -> None:
    page.goto((folder / "tides/tides.en.html").as_uri())
    page.get_by_role("link", name="Read online").click()
    seen = []
    while (following := page.locator("a[rel=next]")).count():
        following.click()
        seen.append(page.get_by_role("heading", level=1).inner_text())
    assert seen == ["The moon", "The sun", "About this edition"]
    page.locator("a[rel=prev]").click()
    assert page.get_by_role("heading", level=1).inner_text() == "The sun"
    page.get_by_role("link", name="Contents").click()
    page.get_by_role("navigation", name="Contents").get_by_role("link", name="How much").click()
    assert page.url.endswith("chapter-002.html#much")


def test_notes_and_links_between_chapters_lead_there_and_back(folder: Path, page: Page) -> None:
    page.goto((folder / "tides/read/en/chapter-001.html").as_uri())
    page.locator("a.noteref").click()
    assert page.locator(".note:target").inner_text().startswith("1. It pulls the land too.")
    page.locator(".note:target a").click()
    assert page.locator(":target").inner_text() == "1"
    page.get_by_role("link", name="the sun", exact=True).click()
    assert page.url.endswith("chapter-002.html#sun")


def test_another_language_goes_on_at_the_same_chapter(folder: Path, page: Page) -> None:
    page.goto((folder / "tides/read/en/chapter-002.html").as_uri())
    page.get_by_role("link", name="español").click()
    page.wait_for_url("**/es/chapter-002.html#sun")
    page.go_back()
    assert page.url.endswith("/en/chapter-002.html")


def test_the_first_thing_that_the_tab_key_reaches_skips_to_the_text(folder: Path, page: Page) -> None:
    page.goto((folder / "tides/tides.en.html").as_uri())
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"
