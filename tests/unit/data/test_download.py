"""Downloads against a server on loopback that misbehaves on demand."""

import contextlib
import gzip
import hashlib
import os
import threading
import time
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
        self.plan, self.requests, self.ranges, self.version = {}, [], ranges, 1
        self.is_over = threading.Event()
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
        tag = f'"{self.version}"'
        if misdeed == "garbage":
            body = b"<html>please log in to this network</html>"
        if misdeed == "packed twice":
            body = gzip.compress(body)
        is_same = handler.headers.get("If-Range", tag) == tag
        start = int(asked[6:-1]) if asked and self.ranges and is_same else 0
        if misdeed == "another part":
            start = max(start, 7)
        if misdeed == "no such range" and asked:
            handler.send_error(416)
            return
        if misdeed == "dripping headers":
            for letter in "HTTP/1.0 200 OK\r\nX: " + "x" * 400:
                handler.wfile.write(letter.encode())
                handler.wfile.flush()
                time.sleep(0.02)
            return
        handler.send_response(206 if start else 200)
        if start:
            handler.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        length = {"endless": None, "huge": 10**12, "no length": None}.get(
            misdeed, len(body) - start
        )
        if length is not None:
            handler.send_header("Content-Length", str(length))
        if misdeed in ("packed twice", "says packed"):
            handler.send_header("Content-Encoding", "gzip")
        handler.send_header("ETag", tag)
        handler.end_headers()
        body = body[start:]
        if misdeed == "endless":
            self.num_sent = 0
            with contextlib.suppress(OSError):
                while self.num_sent < 300_000_000:
                    self.num_sent += handler.wfile.write(b"x" * 65536)
            return
        if misdeed == "dripping":
            with contextlib.suppress(OSError):
                for place in range(len(body)):
                    handler.wfile.write(body[place : place + 1])
                    time.sleep(0.02)
            return
        if misdeed == "silent":
            self.is_over.wait(5)
            return
        if misdeed == "changed in between":
            self.version += 1
        if misdeed == "little by little":
            body = body[:900]
        half = misdeed in ("cut", "changed in between")
        handler.wfile.write(body[: len(body) // 2] if half else body)

    def close(self):
        self.is_over.set()
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
        RemoteFile(f.name, 25_000, hashlib.sha256(content_of(f.name)).hexdigest())
        for f in NAMED_SETS["mnist"].files
    )
    changed = replace(NAMED_SETS["mnist"], urls=(mirror.url,), files=files)
    monkeypatch.setitem(NAMED_SETS, "mnist", changed)
    return changed


def left_behind(tmp_path):
    folder = tmp_path / "data" / "mnist"
    return sorted(p.name for p in folder.iterdir()) if folder.exists() else []


def parts_of(tmp_path):
    return [name for name in left_behind(tmp_path) if ".part" in name or "lock" in name]


def test_what_a_killed_download_left_beside_whole_files_goes(entry, tmp_path):
    folder = get("mnist")
    last = entry.files[-1].name
    (folder / f"{last}.part.json").write_text("{}")  # as if killed between renaming and removing
    (folder / ".download.lock").touch()
    get("mnist")
    assert left_behind(tmp_path) == sorted(f.name for f in entry.files)


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


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr("convscope.data.fetching.SILENCE_S", 0.3)
    monkeypatch.setattr("convscope.data.fetching.HEADERS_S", 0.4)
    monkeypatch.setattr("convscope.data.download.ROUNDS", 1)


BAD = {
    "garbage": "another content than the publisher's",
    404: "HTTP 404",
    503: "HTTP 503",
    "endless": "it sent more than",
    "huge": r"its file of 1,000,000,000,000 bytes is larger",
    "dripping": "bytes per second",
    "dripping headers": "the connection was cut|no answer within",
    "silent": "no answer within",
    "another part": "it sent another part of the file",
}


@pytest.mark.parametrize("misdeed", BAD)
def test_a_bad_server_is_given_up_in_time_with_the_reason(
    entry, mirror, tmp_path, impatient, misdeed
):
    mirror.plan = {"always": misdeed}
    with pytest.raises(ConvscopeError, match=BAD[misdeed]):
        get("mnist")
    assert not any(name.endswith(".gz") for name in left_behind(tmp_path))
    kept = [tmp_path / "data" / "mnist" / name for name in left_behind(tmp_path)]
    assert sum(path.stat().st_size for path in kept) < 60_000
    mirror.plan = {}
    get("mnist")
    assert left_behind(tmp_path) == sorted(f.name for f in entry.files)


def test_an_endless_answer_is_cut_off_where_it_is_too_long(entry, mirror, impatient):
    mirror.plan = {"always": "endless"}
    with pytest.raises(ConvscopeError, match="it sent more than 54,096 bytes"):
        get("mnist")
    assert mirror.num_sent < 50_000_000  # what the network took before it was cut


@pytest.mark.parametrize("misdeed", ["no length", "no such range", "packed twice", "says packed"])
def test_a_strange_server_serves_all_the_same(entry, mirror, tmp_path, misdeed):
    mirror.plan = {1: "cut", "always": misdeed}
    assert len(load_data("mnist").train) == 30
    assert parts_of(tmp_path) == []


def test_a_link_that_is_cut_again_and_again_gets_there(entry, mirror, monkeypatch):
    monkeypatch.setattr("convscope.data.download.ROUNDS", 1)
    mirror.plan = {"always": "little by little"}
    get("mnist")
    assert len(mirror.requests) > 20
    assert len(load_data("mnist").train) == 30


def test_the_next_command_goes_on_where_the_last_one_was_cut(entry, mirror, tmp_path, monkeypatch):
    monkeypatch.setattr("convscope.data.download.ROUNDS", 1)
    mirror.plan = {1: "cut", 2: 503}
    with pytest.raises(ConvscopeError, match="HTTP 503"):
        get("mnist")
    assert any(name.endswith(".part") for name in left_behind(tmp_path))
    get("mnist")
    assert mirror.requests[2][1].startswith("bytes=")
    assert parts_of(tmp_path) == []


def test_halves_of_two_versions_are_never_put_together(entry, mirror):
    mirror.plan = {1: "changed in between"}
    get("mnist")
    assert mirror.requests[1][1].startswith("bytes=")
    assert len(load_data("mnist").train) == 30


def test_a_file_that_is_known_by_its_md5_is_checked_by_it(entry, mirror, monkeypatch, tmp_path):
    files = tuple(
        RemoteFile(
            f.name,
            25_000,
            None,
            hashlib.md5(gzip.compress(content_of(f.name), mtime=0)).hexdigest(),
        )
        for f in entry.files
    )
    monkeypatch.setitem(NAMED_SETS, "mnist", replace(entry, files=files))
    mirror.plan = {1: "garbage", 2: "packed twice"}
    get("mnist")
    assert left_behind(tmp_path) == sorted(f.name for f in files)
    wrong = tuple(replace(f, archive_md5="0" * 32) for f in files)
    monkeypatch.setitem(NAMED_SETS, "kmnist", replace(entry, name="kmnist", files=wrong))
    with pytest.raises(ConvscopeError, match="another content than the publisher's"):
        get("kmnist")


def test_a_full_disk_while_downloading_is_said(entry, tmp_path, monkeypatch):
    def full(_handle):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ConvscopeError, match=r"could not be written: No space left.*is kept"):
        get("mnist")
    monkeypatch.undo()


@pytest.mark.parametrize(
    "notes", ["", "[]", "{", '{"url": 3}', '{"url": "u", "validator": "a\\nb"}']
)
def test_notes_about_a_part_that_make_no_sense_are_passed_over(entry, mirror, tmp_path, notes):
    folder = tmp_path / "data" / "mnist"
    folder.mkdir(parents=True)
    name = entry.files[0].name
    (folder / f"{name}.part").write_bytes(b"old")
    (folder / f"{name}.part.json").write_text(notes.replace("u", f"{mirror.url}{name}"))
    get("mnist")
    assert parts_of(tmp_path) == []


def test_no_network_names_files_folder_and_the_embedded_set(entry, monkeypatch, tmp_path):
    monkeypatch.setitem(NAMED_SETS, "mnist", replace(entry, urls=("http://127.0.0.1:9/",)))
    with pytest.raises(ConvscopeError) as caught:
        load_data("mnist")
    text = str(caught.value)
    ways_out = ("holds mnist/ in $CONVSCOPE_DATA", "convscope train digits")
    for part in (*(f.name for f in entry.files), str(tmp_path / "data" / "mnist"), *ways_out):
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
        assert all(f.num_bytes > 4000 for f in info.entry.files)
        assert all(url.endswith("/") for url in info.entry.urls)


def test_the_embedded_digits():
    data = load_data("digits")
    entry = NAMED_SETS["digits"]
    assert data.test is not None
    assert (len(data.train), len(data.test)) == (entry.num_train, entry.num_test)
    assert data.image_shape == entry.image_shape
    assert data.train.images.max() == 255
