"""A room: who is let in, who sees what, and what nobody may do."""

import json
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from asking import ask
from classroom_visitors import ADDRESS, Person
from PIL import Image
from starlette.middleware import Middleware

from convscope.runs.queue import add_training, read_queue
from convscope.runs.settings import TrainSettings
from convscope.server.application import create_application
from convscope.server.classroom_page import ClassroomPage
from convscope.server.room_guard import RoomGuard
from convscope.server.security import LOOPBACK
from convscope.studio import training_answers
from convscope.studio.classroom import limits
from convscope.studio.classroom.room import Room
from convscope.studio.classroom.room_answers import RoomDesk
from convscope.studio.classroom.table import ROOM_ENDPOINTS
from convscope.studio.endpoint import ANYBODY, MEMBERS, TEACHER
from convscope.studio.table import ENDPOINTS
from convscope.studio.workspace import Workspace

VARYING = {
    "run": "none",
    "split": "test",
    "index": "0",
    "file": "run.json",
    "id": "9",
    "name": "x",
    "pupil": "none",
}

CLOSED = [endpoint for endpoint in (*ENDPOINTS, *ROOM_ENDPOINTS) if endpoint.who != ANYBODY]


def address(path: str) -> str:
    return "/api/" + path.format(**VARYING)


def picture(value: int = 200) -> bytes:
    file = BytesIO()
    Image.new("L", (8, 8), value).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONVSCOPE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("CONVSCOPE_CACHE", str(tmp_path / "cache"))
    # No training begins: what is looked at is what is asked for.
    monkeypatch.setattr(training_answers, "ensure_runner", lambda _root: None)
    images = np.random.default_rng(0).integers(0, 256, (16, 8, 8), np.uint8)
    labels = np.arange(12) % 2
    np.savez(
        "shapes.npz", x_train=images[:12], y_train=labels, x_test=images[12:], y_test=labels[:4]
    )
    return Room(Workspace(tmp_path, tmp_path / "runs", "shapes.npz"))


@pytest.fixture
def app(room: Room):
    desk = RoomDesk(room, f"http://{ADDRESS}:8765")
    settings = {"language": "", "links": {"draw": "/draw", "lessons": "/lessons"}}
    page = ClassroomPage(room.workspace, settings, desk=desk)
    guards = [Middleware(RoomGuard, room=room)]
    return create_application(page.routes, 8765, (*LOOPBACK, ADDRESS), guards)


@pytest.fixture
def ann(app, room: Room) -> Person:
    person = Person(app)
    assert person.join(room.code).status == 200
    return person


@pytest.fixture
def ben(app, room: Room) -> Person:
    person = Person(app)
    assert person.join(room.code).status == 200
    return person


@pytest.fixture
def teacher(app, room: Room) -> Person:
    person = Person(app)
    assert person.join(room.teacher_key).status == 200
    return person


def id_of(person: Person) -> str:
    return person.get("/api/room/me").json()["id"]


def draw(person: Person, value: int = 200) -> None:
    person.post("/api/collections", {"name": "mine", "classes": ["a", "b"]})
    path = "/api/collections/mine/images?class=a"
    assert person.post(path, picture(value), content_type="image/png").status == 200


@pytest.mark.parametrize("endpoint", CLOSED, ids=lambda e: f"{e.method} {e.path}")
def test_a_stranger_is_told_to_join(app, endpoint):
    body = b"{}" if endpoint.method == "POST" else None
    kind = {"content_type": endpoint.body.media_types[0], "host": f"{ADDRESS}:8765"}
    for cookie in ("", "convscope-room-x=1", "x" * 9000, 'a="\\', "\x00"):
        answer = ask(app, address(endpoint.path), endpoint.method, body, cookie=cookie, **kind)
        assert answer.status == 401
        assert "Open the link" in answer.json()["fix"]


@pytest.mark.parametrize("path", ["/", "/draw", "/lessons"])
def test_a_stranger_is_led_to_the_door(app, path):
    answer = Person(app).get(path)
    assert (answer.status, answer.headers["location"]) == (303, "/join")


@pytest.mark.parametrize("path", ["/studio.json", "/page.json", "/model.safetensors"])
def test_a_stranger_gets_no_settings_and_no_model(app, path):
    assert Person(app).get(path).status == 401


@pytest.mark.parametrize("path", ["/api/live", "/api/room/live"])
def test_a_stranger_gets_no_live_channel(app, path):
    assert Person(app).greet(path)[0]["status"] == 401
    assert Person(app, "convscope-room-0=guess").greet(path)[0]["status"] == 401


def test_the_door_is_open_and_holds_no_secret(app, room):
    answer = Person(app).get("/join")
    assert answer.status == 200
    assert b"join_page.js" in answer.body
    assert room.code.encode() not in answer.body


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_whoever_knows_no_code_stays_outside(app, room, method):
    for code in ("", "aaaaa-aaaaa", room.code[:-1], room.teacher_key[:-1], room.code + "a"):
        answer = Person(app).join(code)
        assert answer.status == 403
        assert "set-cookie" not in answer.headers
    assert not room.pupils


def test_a_code_may_be_typed_in_capitals_and_with_spaces(app, room):
    assert Person(app).join(f" {room.code.upper().replace('-', '  ')} ").status == 200


def test_guessing_is_slow_and_keeps_nobody_else_out(app, room, monkeypatch):
    monkeypatch.setattr(limits, "monotonic", lambda: 0.0)
    guesser = Person(app)
    statuses = [guesser.join("aaaaa-aaaaa").status for _ in range(int(limits.MOST_WRONG_CODES) + 3)]
    assert statuses[: int(limits.MOST_WRONG_CODES)] == [403] * int(limits.MOST_WRONG_CODES)
    assert statuses[int(limits.MOST_WRONG_CODES) :] == [429] * 3
    assert guesser.join(room.code).status == 200


def test_no_script_reads_the_cookie_and_no_other_site_sends_it(app, room):
    cookie = Person(app).join(room.code).headers["set-cookie"]
    for part in ("HttpOnly", "SameSite=strict", "Path=/"):
        assert part.lower() in cookie.lower()
    key = cookie.partition("=")[2].partition(";")[0]
    kept = "".join(path.read_text() for path in room.path.rglob("*.json"))
    assert len(key) > 40
    assert key not in kept


def test_whoever_comes_back_is_the_same(app, room, ann):
    before = id_of(ann)
    assert ann.join(room.code).json()["id"] == before
    assert len(room.pupils) == 1
    again = Room(room.workspace)  # the server was ended meanwhile
    assert again.visitor(ann.cookie.partition("=")[2]).pupil.id == before
    assert again.code == room.code


def test_names_differ_and_are_made_in_both_languages(app, room):
    names = [Person(app).join(room.code).json()["name"] for _ in range(20)]
    assert len({name["en"] for name in names}) == len({name["ja"] for name in names}) == 20


def test_a_pupil_takes_another_name_but_nobody_elses(ann, ben):
    assert ann.post("/api/room/me", {"name": "  Ada   L. "}).json()["name"]["ja"] == "Ada L."
    for name in ("ada l.", "", "x" * 31, "a\nb\x00", 3):
        assert ben.post("/api/room/me", {"name": name}).status == 400


def test_a_room_is_full_at_some_point(app, room, monkeypatch):
    monkeypatch.setattr(limits, "MOST_PUPILS", 1)
    Person(app).join(room.code)
    answer = Person(app).join(room.code)
    assert (answer.status, "at most 1" in answer.json()["expected"]) == (429, True)


OF_THE_ROOM = [endpoint for endpoint in ROOM_ENDPOINTS if endpoint.who == TEACHER]


@pytest.mark.parametrize("endpoint", OF_THE_ROOM, ids=lambda e: f"{e.method} {e.path}")
def test_a_pupil_does_nothing_that_is_the_teachers(ann, ben, room, endpoint):
    path = "/api/" + endpoint.path.format(pupil=id_of(ben))
    body = {"is_locked": True, "confirm": "wipe"}
    answer = ann.post(path, body) if endpoint.method == "POST" else ann.get(path, endpoint.method)
    assert answer.status == 403
    assert len(room.pupils) == 2
    assert not room.is_locked


def test_every_address_says_who_may_ask():
    assert {endpoint.who for endpoint in ENDPOINTS} == {MEMBERS}
    assert [e.path for e in ROOM_ENDPOINTS if e.who == ANYBODY] == ["room/join"]


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda e: f"{e.method} {e.path}")
def test_no_address_leads_a_pupil_to_another(ann, ben, endpoint):
    draw(ben)
    path = f"{address(endpoint.path)}?pupil={id_of(ben)}"
    sends = endpoint.method == "POST"
    kind = {"content_type": endpoint.body.media_types[0]} if sends else {}
    answer = ann.post(path, b"{}", **kind) if sends else ann.get(path, endpoint.method)
    assert answer.status == 403


def test_pages_and_models_of_another_are_not_opened(ann, ben):
    whose = id_of(ben)
    for path in ("/studio.json", "/page.json", "/model.safetensors"):
        assert ann.get(f"{path}?pupil={whose}").status == 403
    assert ann.greet(f"/api/live?pupil={whose}")[0]["type"] != "websocket.accept"


def test_what_a_pupil_draws_is_theirs_alone(ann, ben, teacher, room):
    draw(ann)
    assert ann.get("/api/collections").json()["collections"][0]["name"] == "mine"
    assert ben.get("/api/collections").json()["collections"] == []
    assert ben.get("/api/collections/mine").status == 400
    assert ben.get("/api/collections/mine/image?image=a/0001.png").status == 400
    source = ann.get("/api/collections").json()["collections"][0]["source"]
    for path in ("set", "set/images", "set/check", "set/map", "set/suspects"):
        answer = ben.get(f"/api/{path}?source={source}")
        assert answer.status in (403, 404)
    seen = teacher.get(f"/api/collections?pupil={id_of(ann)}")
    assert seen.json()["collections"][0]["source"] == source
    assert teacher.get("/api/collections").json()["collections"] == []


@pytest.mark.parametrize(
    "source",
    [
        *("/etc", "../", ".", "classroom", "classroom/pupils", "./shapes.npz", "runs"),
        *("shapes.npz/../shapes.npz", "/etc/passwd", "~", "file:///etc", "mnist", ""),
    ],
)
def test_a_pupil_opens_no_other_data_of_the_machine(ann, source):
    for path in ("set", "set/images", "set/check", "set/suspects"):
        assert ann.get(f"/api/{path}?source={source}").status in (400, 403)
    for path, body in (
        ("set/undo", {"source": source}),
        ("set/corrections", {"source": source, "images": ["x"], "removed": True}),
        ("trainings", {"settings": {"data": source}}),
        ("net", {"net": "mnist", "source": source}),
    ):
        if path == "net" and not source:
            continue
        assert ann.post(f"/api/{path}", body).status in (400, 403), path


@pytest.mark.parametrize("net", ["/etc/passwd", "secret.json", "../../secret.json", "runs/x.json"])
def test_a_pupil_opens_no_file_as_a_net(ann, room, net):
    (room.workspace.folder / "secret.json").write_text('{"layers": "told to nobody"}')
    for path, body in (
        ("net", {"net": net}),
        ("trainings", {"settings": {"data": "shapes.npz", "net": net}}),
    ):
        answer = ann.post(f"/api/{path}", body)
        assert answer.status == 403
        assert "told to nobody" not in answer.body.decode()


@pytest.mark.parametrize("run", ["..", ".", "../x", "%2e%2e", "mine", ".bin"])
def test_runs_of_the_teacher_are_not_a_pupils(ann, room, run):
    for place in (room.workspace.runs / "mine", room.workspace.folder / "mine"):
        place.mkdir(parents=True)
        (place / "run.json").write_text("{}")
    for path in (f"/api/runs/{run}", f"/api/runs/{run}/files/run.json", f"/api/runs/{run}/events"):
        assert ann.get(path).status in (400, 404)


def test_labels_that_a_pupil_puts_right_are_their_own(ann, ben, teacher, room):
    names = [i["name"] for i in ann.get("/api/set/images?source=shapes.npz").json()["images"]]
    body = {"source": "shapes.npz", "images": names[:2], "removed": True}
    assert ann.post("/api/set/corrections", body).status == 200
    assert sum(ann.get("/api/set?source=shapes.npz").json()["counts"]["train"]) == 10
    for other in (ben, teacher):
        assert sum(other.get("/api/set?source=shapes.npz").json()["counts"]["train"]) == 12
    assert not (room.workspace.folder / "shapes.npz.labels.csv").exists()
    # What the teacher decides counts for all, before what a pupil does.
    body = {"source": "shapes.npz", "images": names[2:3], "removed": True}
    assert teacher.post("/api/set/corrections", body).status == 200
    assert sum(ann.get("/api/set?source=shapes.npz").json()["counts"]["train"]) == 9
    assert ann.post("/api/set/undo", {"source": "shapes.npz"}).status == 200
    assert sum(ann.get("/api/set?source=shapes.npz").json()["counts"]["train"]) == 11


def train(person: Person, **settings):
    return person.post(
        "/api/trainings", {"settings": {"data": "shapes.npz", **settings}, "bet": 0.9}
    )


def test_trainings_of_the_room_are_in_turn_and_seen_by_their_own(ann, ben, teacher, room):
    for _ in range(2):
        assert train(ann).status == 200
    assert train(ben).status == 200
    told = ann.get("/api/queue").json()["entries"]
    assert [entry["ahead"] for entry in told] == [0, 2]
    own = ben.get("/api/queue").json()["entries"]
    assert [entry["ahead"] for entry in own] == [1]
    assert not {"folder", "runs", "labels"} & set(own[0])
    assert ben.get(f"/api/queue/{told[0]['id']}", "DELETE").status == 400
    assert ann.get(f"/api/queue/{told[0]['id']}", "DELETE").status == 200
    assert teacher.get("/api/queue").json()["entries"] == []
    assert [entry.runs for entry in read_queue(room.path)] == [
        *(f"pupils/{id_of(person)}/runs" for person in (ann, ann, ben)),
    ]


def test_a_pupil_queues_so_many_trainings(ann, ben):
    for _ in range(limits.MOST_TRAININGS):
        assert train(ann).status == 200
    answer = train(ann)
    assert (answer.status, "take one out" in answer.json()["fix"]) == (429, True)
    assert train(ben).status == 200


@pytest.mark.parametrize(
    "settings",
    [
        *({"epochs": 10_001}, {"epochs": "9"}, {"batch_size": True}, {"budget": 99_999.0}),
        *({"size": [9000, 9000]}, {"device": "cuda"}, {"epochs": None}, {"learning_rate": -1}),
    ],
)
def test_a_training_beyond_bounds_is_refused(ann, settings):
    assert train(ann, **settings).status == 400


def test_images_of_a_class_have_a_bound_of_their_own(ann, teacher):
    assert ann.get("/api/choices").json()["bounds"]["height"] == [1, limits.MOST_SIDE]
    assert teacher.get("/api/choices").json()["bounds"]["height"] == [1, 1024]
    size = [limits.MOST_SIDE + 1, 8]
    for answer in (
        train(ann, size=size),
        ann.post("/api/net", {"net": "few-pixels", "source": "shapes.npz", "size": size}),
    ):
        assert answer.status == 400
        assert f"each from 1 to {limits.MOST_SIDE}" in answer.json()["expected"]
    assert train(ann, size=[8, 8], fit="crop").status == 200


def test_a_pupil_begins_from_the_net_of_a_small_file(ann, room):
    net = {"format": 2, "input": {"shape": [8, 8, 1]}, "layers": [{"kind": "Flatten"}]}
    kind = "application/octet-stream"
    sent = json.dumps(net).encode()
    answer = ann.post("/api/net/file?name=theirs.json", sent, content_type=kind)
    assert answer.json()["architecture"]["layers"][0]["kind"] == "Flatten"
    before = ann.get("/api/room/me").json()["bytes"]
    large = b" " * (limits.MOST_IMAGE_BYTES + 1)
    assert ann.post("/api/net/file?name=theirs.json", large, content_type=kind).status == 413
    assert ann.get("/api/room/me").json()["bytes"] == before


def test_a_net_too_large_for_a_class_is_refused(ann):
    layers = [
        {"kind": "Flatten"},
        {"kind": "Dense", "units": 60_000},
        {"kind": "Dense", "units": 2},
    ]
    net = {"format": 2, "input": {"shape": [8, 8, 1]}, "layers": layers}
    body = {"settings": {"data": "shapes.npz"}, "architecture": net}
    answer = ann.post("/api/trainings", body)
    assert (answer.status, "smaller net" in answer.json()["fix"]) == (400, True)


def test_locked_trainings_wait_for_the_teacher(ann, teacher, room):
    assert teacher.post("/api/room/lock", {"is_locked": True}).status == 200
    answer = train(ann)
    assert (answer.status, "Nothing is lost" in answer.json()["fix"]) == (403, True)
    assert Room(room.workspace).is_locked  # also after a new start
    teacher.post("/api/room/lock", {"is_locked": False})
    assert train(ann).status == 200


def test_a_full_disk_share_is_told_and_keeps_what_is_there(ann, ben, monkeypatch):
    draw(ann)
    monkeypatch.setattr(limits, "MOST_BYTES", 300)
    path = "/api/collections/mine/images?class=a"
    body = picture() + bytes(400)
    answer = ann.post(path, body, content_type="image/png", content_length=str(len(body)))
    assert answer.status == 400
    assert "Everything so far is kept" in answer.json()["fix"]
    assert ann.get("/api/collections/mine").json()["classes"][0]["count"] == 1


def test_a_pupil_begins_so_many_collections(ann, ben, monkeypatch):
    monkeypatch.setattr(limits, "MOST_COLLECTIONS", 1)
    draw(ann)
    answer = ann.post("/api/collections", {"name": "more", "classes": ["a"]})
    assert (answer.status, answer.json()["fix"]) == (429, "Go on with one of them.")
    draw(ben)


def test_a_pupil_sends_smaller_images_than_the_teacher(ann, teacher):
    large = bytes(limits.MOST_IMAGE_BYTES + 1)
    path = "/api/collections/x/images?class=a"
    assert ann.post(path, large, content_type="image/png").status == 413
    assert teacher.post(path, large, content_type="image/png").status == 400


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000, b"[]", b"3", b'{"code": 3}'])
def test_a_malformed_body_is_told(app, ann, body):
    for path in ("/api/room/join", "/api/room/me"):
        answer = ann.post(path, body)
        assert answer.status == 400
        assert set(answer.json()) == {"error", "expected", "fix"}


def test_an_oversized_body_is_refused_before_joining(app):
    assert Person(app).post("/api/room/join", b'"' + b"x" * (1 << 20) + b'"').status == 413


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_form_of_another_site_is_refused(app, room, ann, kind):
    body = json.dumps({"code": room.code}).encode()
    assert Person(app).post("/api/room/join", body, content_type=kind).status == 415
    assert ann.post("/api/trainings", b"{}", content_type=kind).status == 415


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "rebound.example:8765"},
        {"host": ADDRESS},
        {"host": f"{ADDRESS}:80"},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:8765"},  # another name of the same server
        {"origin": f"https://{ADDRESS}:8765"},
    ],
)
def test_foreign_pages_are_refused_whoever_is_asked_for(app, room, ann, teacher, headers):
    for person in (ann, teacher):
        assert person.get("/api/runs", **headers).status == 403
        assert person.post("/api/room/me", {"name": "x"}, **headers).status == 403
        assert person.greet("/api/room/live", **headers)[0]["status"] == 403
        assert person.greet("/api/live", **headers)[0]["status"] == 403
    assert Person(app).post("/api/room/join", {"code": room.code}, **headers).status == 403


def test_the_policy_is_as_strict_in_a_room(ann, app):
    for answer in (ann.get("/"), Person(app).get("/join")):
        policy = answer.headers["content-security-policy"]
        assert "unsafe-inline" not in policy
        assert policy.startswith("default-src 'none'")


def test_the_teacher_looks_at_a_pupils_things_and_changes_nothing(teacher, ann):
    draw(ann)
    whose = f"pupil={id_of(ann)}"
    assert teacher.get(f"/api/collections/mine?{whose}").json()["classes"][0]["count"] == 1
    assert teacher.get(f"/studio.json?{whose}").json()["looking_at"]["id"] == id_of(ann)
    answer = teacher.post(f"/api/collections/mine/bin?{whose}", {"class": "a"})
    assert (answer.status, "only looks" in answer.json()["expected"]) == (403, True)
    assert teacher.get(f"/api/runs/x?{whose}", "DELETE").status == 403
    assert teacher.get("/api/collections?pupil=../..").status == 400


def test_a_page_is_told_who_opens_it(ann, teacher):
    assert teacher.get("/studio.json").json()["room"]["role"] == "teacher"
    told = ann.get("/studio.json").json()["room"]
    assert told["role"] == "pupil"
    assert set(told["name"]) == {"en", "ja"}


def test_the_teacher_sees_the_room(teacher, ann, ben, room):
    draw(ann)
    ann.greet("/api/room/live")
    seen = teacher.get("/api/room").json()
    assert seen["link"] == f"http://{ADDRESS}:8765/join#{room.code}"
    first = seen["pupils"][0]
    assert (first["id"], first["num_collections"], first["is_here"]) == (id_of(ann), 1, False)
    assert first["bytes"] > 60
    picture = teacher.get("/api/room/code.svg")
    assert picture.headers["content-type"] == "image/svg+xml"
    assert picture.body.lstrip().startswith((b"<?xml", b"<svg"))


def test_a_removed_pupil_is_outside_and_leaves_nothing(teacher, ann, ben, room):
    draw(ann)
    train(ann)
    gone = id_of(ann)
    assert teacher.get(f"/api/room/pupils/{gone}", "DELETE").json() == {"removed": gone}
    assert ann.get("/api/runs").status == 401
    assert ann.greet("/api/live")[0]["status"] == 401
    assert not (room.path / "pupils" / gone).exists()
    assert read_queue(room.path) == []
    assert ben.get("/api/runs").status == 200


def test_a_pupil_leaves_and_takes_everything_along(ann, room):
    draw(ann)
    answer = ann.post("/api/room/leave", {})
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert ann.get("/api/runs").status == 401
    assert [*(room.path / "pupils").iterdir()] == []


def test_a_class_is_wiped_only_when_confirmed(teacher, ann):
    for body in ({}, {"confirm": "yes"}, {"confirm": True}):
        assert teacher.post("/api/room/wipe", body).status == 400
    assert ann.get("/api/runs").status == 200


def test_wiping_leaves_nothing_of_the_class_and_all_of_the_teachers(teacher, ann, ben, room):
    before, code = (room.workspace.folder / "shapes.npz").read_bytes(), room.code
    add_training(room.workspace.runs, TrainSettings(data="shapes.npz"), "mine")
    for person in (ann, ben):
        draw(person)
        train(person)
    name = ann.get("/api/room/me").json()["name"]["en"]
    assert teacher.post("/api/room/wipe", {"confirm": "wipe"}).json() == {"removed": 2}
    assert ann.get("/api/runs").status == ben.get("/api/runs").status == 401
    assert Person(ann.app).join(code).status == 403  # the old link leads nowhere
    left = [path for path in room.path.rglob("*") if path.is_file()]
    assert {path.name for path in left} <= {"room.json", ".lock"}
    assert name not in "".join(path.read_text() for path in left)
    assert (room.workspace.folder / "shapes.npz").read_bytes() == before
    assert [entry.name for entry in read_queue(room.workspace.runs)] == ["mine"]
    assert teacher.get("/api/room").json()["pupils"] == []
    assert Person(ann.app).join(room.code).status == 200


@pytest.mark.parametrize("path", ["/api/live", "/api/room/live"])
def test_a_member_gets_the_live_channel(ann, teacher, path):
    for person in (ann, teacher):
        assert person.greet(path, origin=f"http://{ADDRESS}:8765")[0]["type"] == "websocket.accept"


def test_the_studio_of_one_machine_knows_no_room(tmp_path):
    from convscope.server.studio_page import StudioPage

    page = StudioPage(Workspace(tmp_path, tmp_path / "runs"), {"language": "", "links": {}})
    alone = create_application(page.routes, port=8765)
    for path in ("/join", "/api/room", "/api/room/me"):
        assert ask(alone, path).status == 404
    assert ask(alone, "/api/runs", host=f"{ADDRESS}:8765").status == 403
    assert ask(alone, "/api/runs").status == 200
