"""Downloads against a server on loopback that misbehaves on demand."""

import gzip
import hashlib
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest
from idx_files import idx_bytes

from convscope.data import available, get, load_data
from convscope.data.named_sets import NAMED_SETS, RemoteFile
from convscope.errors import ConvscopeError, UnknownNameError

IMAGES = np.random.default_rng(1).integers(0, 256, (30, 28, 28), np.uint8)
LABELS = (np.arange(30) % 10).astype(np.uint8)


def content_of(name):
    return idx_bytes(IMAGES if "images" in name else LABELS)


class Mirror:
    """A server whose answers are scripted: `plan` maps a request's number to a misdeed."""

    def __init__(self, ranges=True):
        self.plan, self.requests, self.ranges = {}, [], ranges
        mirror = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                mirror.answer(self)

            def log_message(self, *_arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def answer(self, handler):
        name = handler.path.strip("/")
        asked = handler.headers.get("Range")
        self.requests.append((name, asked))
        misdeed = self.plan.get(len(self.requests), self.plan.get("always"))
        if misdeed in (404, 503):
            handler.send_error(misdeed)
            return
        body = gzip.compress(content_of(name), mtime=0)
        if misdeed == "garbage":
            body = b"<html>please log in to this network</html>"
        start = int(asked[6:-1]) if asked and self.ranges else 0
        handler.send_response(206 if start else 200)
        handler.send_header("Content-Length", str(len(body) - start))
        handler.end_headers()
        body = body[start:]
        handler.wfile.write(body[: len(body) // 2] if misdeed == "cut" else body)

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def mirror():
    server = Mirror()
    yield server
    server.close()


@pytest.fixture
def entry(mirror, monkeypatch):
    monkeypatch.setattr("convscope.data.download.PAUSE_S", 0.01)
    files = tuple(
        RemoteFile(f.name, hashlib.sha256(content_of(f.name)).hexdigest())
        for f in NAMED_SETS["mnist"].files
    )
    changed = replace(NAMED_SETS["mnist"], urls=(mirror.url,), files=files)
    monkeypatch.setitem(NAMED_SETS, "mnist", changed)
    return changed


def left_behind(tmp_path):
    folder = tmp_path / "data" / "mnist"
    return sorted(p.name for p in folder.iterdir()) if folder.exists() else []


def test_downloads_and_loads(entry, tmp_path):
    data = load_data("mnist")
    np.testing.assert_array_equal(data.train.images[..., 0], IMAGES)
    assert left_behind(tmp_path) == sorted(f.name for f in entry.files)


def test_a_second_load_asks_no_server(entry, mirror):
    load_data("mnist")
    asked = len(mirror.requests)
    load_data("mnist")
    assert len(mirror.requests) == asked


def test_goes_on_where_the_connection_was_cut(entry, mirror):
    mirror.plan = {1: "cut"}
    get("mnist")
    first, second = mirror.requests[:2]
    assert first[1] is None
    assert second[0] == first[0]
    assert second[1].startswith("bytes=")
    assert len(load_data("mnist").train) == 30


def test_begins_anew_where_the_server_knows_no_ranges(entry, mirror):
    mirror.ranges, mirror.plan = False, {1: "cut"}
    get("mnist")
    assert len(load_data("mnist").train) == 30


def test_tries_again_after_an_overloaded_server(entry, mirror):
    mirror.plan = {1: 503, 2: 503}
    get("mnist")
    assert len(mirror.requests) == 6


def test_takes_the_next_mirror(entry, mirror, monkeypatch):
    bad = Mirror()
    bad.plan = {"always": 404}
    monkeypatch.setitem(NAMED_SETS, "mnist", replace(entry, urls=(bad.url, mirror.url)))
    try:
        get("mnist")
    finally:
        bad.close()
    assert len(bad.requests) == 4
    assert len(mirror.requests) == 4


@pytest.mark.parametrize(
    ("misdeed", "reason"),
    [
        ("garbage", "another content than the publisher's"),
        ("cut", "the connection was cut"),
        (404, "HTTP 404"),
    ],
)
def test_nothing_wrong_is_kept(entry, mirror, tmp_path, misdeed, reason):
    mirror.plan = {"always": misdeed}
    with pytest.raises(ConvscopeError, match=reason):
        get("mnist")
    assert left_behind(tmp_path) == []


def test_no_network_names_files_folder_and_the_embedded_set(entry, monkeypatch, tmp_path):
    monkeypatch.setitem(NAMED_SETS, "mnist", replace(entry, urls=("http://127.0.0.1:9/",)))
    with pytest.raises(ConvscopeError) as caught:
        load_data("mnist")
    text = str(caught.value)
    for part in (*(f.name for f in entry.files), str(tmp_path / "data" / "mnist"), "train digits"):
        assert part in text


def test_a_file_put_there_by_hand_is_checked(entry, tmp_path):
    get("mnist")
    path = tmp_path / "data" / "mnist" / entry.files[0].name
    path.write_bytes(gzip.compress(idx_bytes(IMAGES[::-1])))
    with pytest.raises(ConvscopeError, match="is not the publisher's file"):
        load_data("mnist")


def test_decompressed_files_by_hand_are_as_good(entry, mirror, tmp_path):
    folder = tmp_path / "data" / "mnist"
    folder.mkdir(parents=True)
    for file in entry.files:
        (folder / file.name.removesuffix(".gz")).write_bytes(content_of(file.name))
    assert len(load_data("mnist").train) == 30
    assert mirror.requests == []


def test_without_leave_to_download(entry):
    with pytest.raises(ConvscopeError, match="convscope data get mnist"):
        load_data("mnist", download=False)


def test_unknown_names_are_met_with_the_nearest():
    with pytest.raises(UnknownNameError, match='Did you mean "kmnist"'):
        load_data("kmnits")


def test_a_path_that_does_not_exist():
    with pytest.raises(ConvscopeError, match="there is no such file or folder"):
        load_data("photos/of/fruit")


def test_the_table_is_complete(entry):
    for info in available():
        assert info.is_present == (info.name == "digits")
        assert len(set(info.entry.class_names)) == len(info.entry.class_names) >= 10
        assert all(f.content_sha256 or f.archive_md5 for f in info.entry.files)
        assert all(url.endswith("/") for url in info.entry.urls)


def test_the_embedded_digits():
    data = load_data("digits")
    entry = NAMED_SETS["digits"]
    assert data.test is not None
    assert (len(data.train), len(data.test)) == (entry.num_train, entry.num_test)
    assert data.image_shape == entry.image_shape
    assert data.train.images.max() == 255
