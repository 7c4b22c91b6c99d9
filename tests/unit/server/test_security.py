"""Only the page itself may ask, and what it gets is locked up."""

import pytest
from asking import ask

from convscope.server.security import HEADERS

PATHS = ["/", "/page.json", "/model.safetensors", "/web/page.js", "/nowhere"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "127.0.0.1", "127.0.0.1:80", "", "localhost:1"]
)
def test_a_foreign_host_is_refused(app, path, host):
    answer = ask(app, path, host=host)
    assert answer.status == 403
    assert host[:100] in answer.json()["error"]
    assert answer.json()["fix"] == "Open the address that convscope printed."


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "origin", ["http://evil.example", "https://127.0.0.1:8765", "http://127.0.0.1:80", "null"]
)
def test_a_foreign_origin_is_refused(app, path, origin):
    answer = ask(app, path, origin=origin)
    assert answer.status == 403
    assert origin in answer.json()["error"]


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765"])
def test_the_page_itself_is_answered(app, host):
    assert ask(app, "/page.json", host=host, origin=f"http://{host}").status == 200


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_headers(app, path):
    for answer in (ask(app, path), ask(app, path, host="evil.example")):
        expected = {name.lower(): value for name, value in HEADERS.items()}
        assert expected.items() <= answer.headers.items()


def test_the_policy_allows_nothing_from_elsewhere(app):
    policy = ask(app, "/").headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert policy.count("unsafe") == policy.count("'wasm-unsafe-eval'") == 1
    assert "http" not in policy
