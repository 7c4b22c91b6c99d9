"""What the addresses of the drawing page answer."""

import re
from base64 import b64decode

import pytest
from asking import ask

from convscope.interchange.linking import link_modules
from convscope.server.web_files import ENTRIES, MEDIA_TYPES, WEB, web_files


def test_the_page_loads_its_scripts_and_styles_from_here(app):
    answer = ask(app, "/")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert b'<script type="module" src="/web/page.js">' in answer.body
    assert b"http" not in answer.body
    for line in answer.body.decode().splitlines():
        if 'rel="stylesheet"' in line:
            assert ask(app, line.split('"')[3]).status == 200


def test_the_model_is_the_file_as_it_is(app):
    answer = ask(app, "/model.safetensors")
    assert answer.body == b"a model file"
    assert answer.headers["content-type"] == "application/octet-stream"


def test_the_page_is_told_name_language_and_examples(app, settings):
    told = ask(app, "/page.json").json()
    assert told["name"] == "tiny"
    assert told["language"] == "ja"
    assert told["model"] == "/model.safetensors"
    assert told["examples"]["labels"] == [4, 1]
    assert b64decode(told["examples"]["images"]) == settings.images.tobytes()


def test_files_have_our_own_types_and_come_as_they_lie_but_for_entries(app):
    kinds = set()
    for path in web_files():
        answer = ask(app, f"/web/{path}")
        suffix = path[path.rindex(".") :]
        assert answer.headers["content-type"] == MEDIA_TYPES[suffix]
        as_it_lies = answer.body == (WEB / path).read_bytes()
        assert as_it_lies == (path not in ENTRIES)
        kinds.add(suffix)
    assert {".js", ".html"} <= kinds


@pytest.mark.parametrize("entry", sorted(ENTRIES))
def test_an_entry_brings_all_that_it_imports(app, entry):
    text = ask(app, f"/web/{entry}").body.decode()
    assert text == link_modules(WEB / entry)
    assert not re.search(r"^import\b", text, re.MULTILINE)


@pytest.mark.parametrize(
    "path",
    [
        "/web/",
        "/web/../errors.py",
        "/web/../../../etc/passwd",
        "/web//etc/passwd",
        "/web/net/../../errors.py",
        "/web/net",
        "/errors.py",
    ],
)
def test_no_address_leads_out_of_the_folder(app, path):
    answer = ask(app, path)
    assert answer.status == 404
    assert answer.json().keys() == {"error", "expected", "fix"}


def test_other_methods_are_refused_in_the_same_words(app):
    answer = ask(app, "/page.json", method="POST")
    assert answer.status == 405
    assert answer.json()["error"] == "POST /page.json: Method Not Allowed."
