"""The page as a reader gets it."""

import csv
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from convscope.insight.report import report
from convscope.insight.report.context import Context
from convscope.insight.report.sections import SECTIONS
from convscope.insight.report.verdict import three_sentences
from convscope.insight.report.words import Words
from convscope.texts import to_csv


class Reader(HTMLParser):
    """Collects what can go wrong in a page: identifiers, links, sources, tags, text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.sources: list[str] = []
        self.tags: list[str] = []
        self.unnamed_images = 0
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags.append(tag)
        self.ids += [found["id"]] if found.get("id") else []
        self.links += [found["href"]] if found.get("href") else []
        self.sources += [found["src"]] if found.get("src") else []
        self.unnamed_images += tag == "img" and not found.get("alt")


@pytest.fixture(scope="module", params=["en", "ja"])
def language(request):
    return request.param


@pytest.fixture(scope="module")
def page(bars_run, language, tmp_path_factory):
    path = tmp_path_factory.mktemp("pages") / f"{language}.html"
    assert report(bars_run, language=language, output=path, quick=True) == path
    text = path.read_text("utf-8")
    assert not re.search(r"\d %", text)  # a number and its unit stay on one line
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_it_begins_with_a_verdict_of_three_sentences(page, language):
    verdict = re.findall(r'<p class="verdict">(.*?)</p>', page)
    assert page.index('<p class="verdict">') < page.index("<nav")
    assert len(verdict) == 3
    assert "40" in verdict[0]
    assert "%" in verdict[0]
    assert verdict[2].startswith({"en": "Next:", "ja": "次の一手"}[language])
    assert page.index('class="verdict"') < page.index("<section")


def test_every_section_is_there_in_order_and_computed(page, language):
    words = Words(language)
    found = re.findall(r'<section id="([a-z_]+)"', page)
    assert found == [kind.key for kind in SECTIONS if not kind.option] + ["next"]
    failed = words("page.failed", reason="")
    assert failed not in page


def test_it_needs_no_network_and_runs_no_script(page):
    reader = Reader(page)
    assert reader.sources
    assert all(source.startswith("data:image/") for source in reader.sources)
    assert "script" not in reader.tags
    assert "link" not in reader.tags
    assert all(link.startswith("#") for link in reader.links)
    assert "default-src 'none'" in page


def test_links_lead_somewhere_and_names_are_unique(page):
    reader = Reader(page)
    assert len(reader.ids) == len(set(reader.ids))
    assert {link[1:] for link in reader.links} <= set(reader.ids)
    assert reader.unnamed_images == 0


def test_every_figure_says_which_images_it_shows(page, language):
    captions = re.findall(r"<figcaption>(.*?)</figcaption>", page, re.DOTALL)
    assert len(captions) > 12
    assert all(re.search(r"<small>.+</small>", caption) for caption in captions)


def test_charts_follow_the_colours_of_the_page(page):
    charts = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len(charts) >= 4
    for chart in charts:
        assert "#000000" not in chart
        assert "#0072b2" not in chart.lower()
    assert any("var(--blue)" in chart for chart in charts)


def test_the_time_of_every_section_is_recorded(page, language):
    footer = page[page.index("<footer>") :]
    titles = [Words(language)(f"{kind.key}.title") for kind in SECTIONS if not kind.option]
    assert all(re.search(re.escape(title) + r" \d+\.\d", footer) for title in titles)


def test_leaked_copies_are_found(page, language):
    section = page[page.index('<section id="leakage"') : page.index('<section id="robustness"')]
    assert {"en": "10 of 40 images", "ja": "40 枚のうち 10 枚"}[language] in section


def test_names_of_files_and_classes_are_escaped(plain_run):
    path = report(plain_run, quick=True)
    page = path.read_text("utf-8")
    assert path == plain_run / "report.html"
    assert "<b>tall" not in page
    assert "&lt;b&gt;tall" in page


def test_a_net_without_convolutions_gets_words_instead_of_pictures(plain_run):
    path = report(plain_run, quick=True, language="ja", output=plain_run / "ja.html")
    page = path.read_text("utf-8")
    assert "この節は計算できませんでした：畳み込み層がないので、フィルターもありません。" in page
    assert "特徴マップを持つ層がないので Grad-CAM は計算できません" in page


def test_every_pair_every_suspect_and_every_changed_image_is_listed(bars_run, tmp_path):
    report(bars_run, output=tmp_path / "page.html", quick=True)
    tables = {}
    for name in ("near_duplicates", "suspect_labels", "changed_by_shift"):
        with (bars_run / f"{name}.csv").open(newline="", encoding="utf-8") as file:
            tables[name] = list(csv.DictReader(file))
    copies = [row for row in tables["near_duplicates"] if row["kind"] == "copy"]
    crossing = {row["other_image"] for row in copies if row["other_split"] == "test"}
    assert crossing == set(map(str, range(10)))
    assert all(float(row["difference"]) == 0 for row in copies)
    for row in tables["suspect_labels"]:
        assert row["label"] != row["proposed_class"]
        assert row["reason"]
    for row in tables["changed_by_shift"]:
        answers = {value for key, value in row.items() if key.startswith("right_at_")}
        assert answers == {"yes", "no"}


def test_a_cell_that_a_spreadsheet_would_compute_is_text():
    assert to_csv([["=1+1", "-x", "@a", "plain", -0.5]]) == "'=1+1,'-x,'@a,plain,-0.5\n"


def test_the_verdict_calls_the_test_new_only_if_it_is(bars_run, context):
    seen = three_sentences(context, [], [])[0]
    assert "neither trained on nor chosen by" not in seen
    assert "of them have a near-duplicate among the images that it was trained on" in seen
    empty = replace(context.leakage, pairs=())
    new = Context(context.subject, context.words, context.effort)
    new.__dict__["leakage"] = empty
    assert "neither trained on nor chosen by" in three_sentences(new, [], [])[0]
