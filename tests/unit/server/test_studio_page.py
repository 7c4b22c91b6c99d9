"""The studio's addresses: who may ask, what may be sent, and that every question is answered."""

import json
from pathlib import Path

import pytest
from asking import ask, greet

from convscope.server.application import create_application
from convscope.server.security import HEADERS
from convscope.server.studio_page import API, StudioPage
from convscope.studio.endpoint import IMAGE, JSON
from convscope.studio.table import ENDPOINTS
from convscope.studio.workspace import Workspace

VARYING = {"run": "none", "split": "test", "index": "0", "file": "x", "id": "9", "name": "x"}


@pytest.fixture
def app(tmp_path: Path):
    settings = {"language": "ja", "links": {"draw": "/draw"}}
    page = StudioPage(Workspace(tmp_path, tmp_path / "runs"), settings)
    return create_application(page.routes, port=8765)


def address(path: str) -> str:
    return API + path.format(**VARYING)


def test_the_page_and_its_settings_are_served(app):
    assert b"studio_page.js" in ask(app, "/").body
    assert ask(app, "/studio.json").json() == {"language": "ja", "links": {"draw": "/draw"}}
    assert b"/web/page.js" in ask(app, "/draw").body
    assert ask(app, "/page.json").json()["links"] == {"draw": "/draw", "studio": "/"}
    assert ask(app, "/model.safetensors").body[8:9] == b"{"


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda e: f"{e.method} {e.path}")
def test_every_question_is_answered_with_json_or_a_clear_error(app, endpoint):
    body = b"{}" if endpoint.method == "POST" else None
    kind = {"content_type": endpoint.body.media_types[0]}
    answer = ask(app, address(endpoint.path), endpoint.method, body, **kind)
    assert answer.status in (200, 400)
    if answer.status == 400:
        assert set(answer.json()) == {"error", "expected", "fix"}


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda e: f"{e.method} {e.path}")
def test_foreign_pages_are_refused(app, endpoint):
    for headers in ({"origin": "http://evil.example"}, {"origin": "null"}, {"host": "evil:8765"}):
        assert ask(app, address(endpoint.path), endpoint.method, b"{}", **headers).status == 403


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_what_a_form_can_send_is_refused(app, kind):
    answer = ask(app, "/api/set/undo", "POST", b'{"source": "digits"}', content_type=kind)
    assert answer.status == 415


@pytest.mark.parametrize("method", ["PUT", "PATCH", "POST"])
def test_other_methods_are_refused(app, method):
    assert ask(app, "/api/runs", method, b"{}").status == 405


def test_a_body_that_is_too_large_is_refused(app):
    body = b'{"source": "' + b"x" * JSON.most_bytes + b'"}'
    assert ask(app, "/api/set/undo", "POST", body).status == 413


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "image/svg+xml", ""])
def test_an_image_is_sent_as_one(app, kind):
    address = "/api/collections/x/images"
    assert ask(app, address, "POST", b"{}", content_type=kind).status == 415
    assert ask(app, address, "POST", b"{}", content_type="image/png").status == 400


def test_an_image_that_is_too_large_is_refused(app):
    body = bytes(IMAGE.most_bytes + 1)
    answer = ask(app, "/api/collections/x/images", "POST", body, content_type="image/png")
    assert answer.status == 413


def test_the_camera_is_for_the_studio_alone(app):
    assert "camera=(self)," in ask(app, "/").headers["permissions-policy"]
    for path in ("/draw", "/studio.json", "/api/runs", "/web/page.js", "/nowhere"):
        policy = ask(app, path).headers["permissions-policy"]
        assert policy == HEADERS["Permissions-Policy"]
        assert "camera=()" in policy


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000, b"nul"])
def test_a_body_that_is_no_json_is_told(app, body):
    answer = ask(app, "/api/set/undo", "POST", body)
    assert answer.status == 400
    assert "no JSON" in answer.json()["error"]


@pytest.mark.parametrize("body", [[], None, 3, "x", {"source": 3}, {"source": None}])
def test_json_of_another_kind_is_told(app, body):
    answer = ask(app, "/api/set/undo", "POST", json.dumps(body).encode())
    assert answer.status == 400
    assert '"source"' in answer.json()["expected"]


@pytest.mark.parametrize(
    "path", ["/api/runs/../x", "/api/runs/%2e%2e/files/run.json", "/api/runs/a%2fb", "/api/x"]
)
def test_addresses_lead_nowhere_else(app, path):
    assert ask(app, path).status in (400, 404)


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:80"])
def test_the_live_channel_refuses_foreign_pages(app, origin):
    said = greet(app, "/api/live", origin=origin)
    assert said[0]["type"] == "websocket.http.response.start"
    assert said[0]["status"] == 403


def test_the_live_channel_refuses_a_name_that_was_bound_anew(app):
    assert greet(app, "/api/live", host="rebound.example:8765")[0]["status"] == 403


def test_the_live_channel_opens_for_the_page_itself(app):
    said = greet(app, "/api/live", origin="http://127.0.0.1:8765")
    assert said[0]["type"] == "websocket.accept"


def test_a_run_that_is_not_there_ends_no_channel(app):
    said = greet(app, "/api/live?run=none", origin="http://127.0.0.1:8765")
    assert said[0]["type"] == "websocket.accept"
