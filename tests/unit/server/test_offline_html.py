"""The text of the offline page."""

import re
from base64 import b64decode, b64encode
from gzip import decompress
from hashlib import sha256
from html.parser import HTMLParser
from json import loads

import numpy as np
import pytest

from convscope.errors import ConvscopeError
from convscope.interchange.html_pages import page_styles
from convscope.interchange.page import export_page, page_html, worker_text
from convscope.interchange.page_settings import PageSettings
from convscope.model_file import Model, write_model


class Page(HTMLParser):
    """Takes a page apart: the texts of its scripts and styles, all addresses."""

    def __init__(self, text):
        super().__init__()
        self.texts, self.addresses, self.title, self.metas, self._in = [], [], "", {}, None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self._in = tag
        self.addresses += [found[name] for name in ("src", "href") if name in found]
        if "http-equiv" in found:
            self.metas[found["http-equiv"]] = found["content"]
        if tag in ("script", "style"):
            self.texts.append([tag, found.get("type"), ""])

    def handle_endtag(self, _tag):
        self._in = None

    def handle_data(self, data):
        if self._in in ("script", "style"):
            self.texts[-1][2] += data
        if self._in == "title":
            self.title += data


@pytest.fixture
def model(tmp_path, tiny_net):
    weights = {k: np.zeros(s, np.float32) for k, s in tiny_net.parameter_shapes.items()}
    path = tmp_path / "tiny.safetensors"
    names = ("</script><script>alert(1)</script>", "<!--", "ok")
    write_model(path, Model(tiny_net, weights, names))
    return path


def _unpacked(text: str) -> str:
    return decompress(b64decode(text)).decode()


def test_everything_lies_inside(model):
    page = Page(page_html(model.read_bytes(), PageSettings("</title><b>", "ja")))
    assert page.addresses == ["data:,"]
    assert page.title == "</title><b> · convscope"
    (_, _, style), _, (_, kind, data), (_, _, unpack) = page.texts
    assert kind == "application/json"
    told = loads(data)
    assert decompress(b64decode(told["model"])) == model.read_bytes()
    workers = {name: _unpacked(text) for name, text in told["workers"].items()}
    assert workers == {name: worker_text(name) for name in ("net", "learning")}
    assert loads(_unpacked(told["settings"]))["language"] == "ja"
    assert style == page_styles()
    assert "openPage(" in _unpacked(told["script"])
    assert "DecompressionStream" in unpack


def test_the_policy_allows_these_texts_and_no_request(model):
    page = Page(page_html(model.read_bytes(), PageSettings("tiny")))
    policy = page.metas["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert policy.count("unsafe") == policy.count("'wasm-unsafe-eval'") == 1
    assert "connect-src" not in policy
    style, check, data, unpack = (text for _, _, text in page.texts)
    scripts = [check, unpack, _unpacked(loads(data)["script"])]
    hashes = [b64encode(sha256(text.encode()).digest()).decode() for text in (*scripts, style)]
    assert re.findall(r"'sha256-([^']+)'", policy) == hashes


def test_it_begins_with_its_languages_and_is_written_whole(model, tmp_path):
    export_page(model, tmp_path / "page.html", PageSettings("tiny", "ja"))
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert text.startswith('<!doctype html>\n<html lang="ja">')
    assert text.endswith("</html>\n")


def test_what_is_no_model_makes_no_page(tmp_path):
    (tmp_path / "broken.safetensors").write_bytes(b"1234")
    with pytest.raises(ConvscopeError, match="is not a whole safetensors file"):
        export_page(tmp_path / "broken.safetensors", tmp_path / "page.html", PageSettings("x"))
    assert not (tmp_path / "page.html").exists()
