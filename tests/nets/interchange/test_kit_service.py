"""A kit's service: verdicts in JSON, clear errors, bounded bodies, nobody else's pages."""

import http.client
import json
import socket
import subprocess
import sys
from io import BytesIO

import pytest
from kits import REFUSED, photograph_model, run_in_kit
from PIL import Image

from convscope.interchange.kit import make_kit, write_kit
from convscope.interchange.page_settings import PageSettings
from convscope.model_file import write_model

pytest.importorskip("onnxruntime")

_START = (
    "import runpy, sys; sys.modules.update(dict.fromkeys({refused}));"
    "sys.path.insert(0, '.'); sys.argv = ['serve.py', '--port', '0'];"
    "runpy.run_path('serve.py', run_name='__main__')"
)


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    folder = tmp_path_factory.mktemp("service")
    write_model(folder / "leaves.safetensors", photograph_model())
    made = make_kit(folder / "leaves.safetensors", PageSettings("leaves"), is_service=True)
    write_kit(made, folder / "kit")
    return folder / "kit"


@pytest.fixture(scope="module")
def port(kit):
    command = [sys.executable, "-c", _START.format(refused=REFUSED)]
    with subprocess.Popen(
        command, cwd=kit, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as served:
        try:
            assert served.stdout
            address = served.stdout.readline().strip()
            assert address.startswith("http://127.0.0.1:")
            yield int(address.rpartition(":")[2].partition("/")[0])
        finally:
            served.terminate()
            _, said = served.communicate(timeout=60)
    assert said == ""


@pytest.fixture(scope="module")
def picture():
    file = BytesIO()
    Image.linear_gradient("L").convert("RGB").resize((70, 50)).save(file, "PNG")
    return file.getvalue()


def asked(port, method, path, body=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, body, {k.replace("_", "-"): v for k, v in headers.items()})
    answer = connection.getresponse()
    told = json.loads(answer.read())
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    connection.close()
    return answer.status, told


def test_a_picture_gets_the_verdict_of_the_program(kit, port, picture, tmp_path):
    status, told = asked(port, "POST", "/predict", picture)
    (tmp_path / "picture.png").write_bytes(picture)
    said = run_in_kit(kit, "predict.py", tmp_path / "picture.png").stdout
    cells = said.split("\t")[1:]
    shares = {known: float(share) for known, share in (cell.rsplit(" ", 1) for cell in cells)}
    [answer] = told["answers"]
    assert status == 200
    assert answer["probabilities"] == pytest.approx(shares, abs=1e-6)
    assert answer["class_name"] == max(shares, key=shares.__getitem__)
    assert answer["probability"] == answer["probabilities"][answer["class_name"]]


def test_it_says_what_it_takes(port):
    status, told = asked(port, "GET", "/")
    assert status == 200
    assert told == {
        "class_names": ["kind 0", "kind 1", "kind 2"],
        "net_takes": {"height": 24, "width": 20, "channels": 3},
        "most_bytes": 20_000_000,
    }


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status", "words"),
    [
        ("GET", "/else", None, {}, 404, "There is no /else."),
        ("POST", "/", b"x", {}, 404, "There is no /."),
        ("POST", "/predict", b"no picture", {}, 422, "text, not an image"),
        ("POST", "/predict", b"", {}, 413, "A body of 0 bytes."),
        ("POST", "/predict", [b"x"], {}, 411, "How long the body is was not said."),
        ("POST", "/predict", None, {"Content_Length": "20000001"}, 413, "of 20000001 bytes."),
        ("POST", "/predict", None, {"Content_Length": "9" * 5000}, 413, "A body of 9999999"),
        ("POST", "/predict", None, {"Content_Length": "-5"}, 411, "How long"),
        ("PUT", "/predict", b"x", {}, 501, "Unsupported method"),
        ("POST", "/predict", b"x", {"Host": "evil.example:80"}, 403, "names evil.example"),
        ("POST", "/predict", b"x", {"Origin": "http://evil.example"}, 403, "evil.example"),
    ],
)
def test_other_requests_get_a_clear_error(port, method, path, body, headers, status, words):
    found, told = asked(port, method, path, body, **headers)
    assert found == status
    assert sorted(told) == ["error", "expected", "fix"]
    assert words in told["error"]
    assert told["expected"]
    assert told["fix"]


def test_who_sends_too_much_hears_it_though_all_was_sent(port):
    for _ in range(5):
        assert asked(port, "POST", "/predict", bytes(30_000_000))[0] == 413
        assert asked(port, "POST", "/predict", [bytes(1 << 16)] * 100)[0] == 411


def test_what_is_no_http_and_who_hangs_up_does_no_harm(port, picture):
    with socket.create_connection(("127.0.0.1", port), timeout=60) as raw:
        raw.sendall(b"\x16\x03\x01\x02\x00 hello\r\n\r\n")
        assert b"The request is none" in raw.makefile("rb").read()
    for _ in range(40):  # more than may be open at a time
        socket.create_connection(("127.0.0.1", port), timeout=60).close()
    with socket.create_connection(("127.0.0.1", port), timeout=60) as raw:
        raw.sendall(b"POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 90\r\n\r\nshort")
        raw.shutdown(socket.SHUT_WR)
        assert b"The picture ended early." in raw.makefile("rb").read()
    assert asked(port, "POST", "/predict", picture)[0] == 200


def test_several_pictures_at_a_time_on_one_connection_each(port, picture):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda _: asked(port, "POST", "/predict", picture), range(12)))
    assert [status for status, _ in found] == [200] * 12
    assert all(told == found[0][1] for _, told in found)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for _ in range(3):
        connection.request("POST", "/predict", picture)
        assert json.loads(connection.getresponse().read()) == found[0][1]
    connection.close()
