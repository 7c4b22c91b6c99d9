"""Twenty pupils follow their trainings at once, on real sockets of one server."""

import asyncio
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from threading import Thread
from time import perf_counter, sleep
from urllib.request import Request, urlopen

import pytest
import uvicorn
from starlette.middleware import Middleware
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosedError

from convscope.runs.folder import RunFolder
from convscope.runs.live.event_file import EventFile
from convscope.server.application import create_application
from convscope.server.classroom_page import ClassroomPage
from convscope.server.listening import open_port
from convscope.server.live_socket import NOT_ALLOWED
from convscope.server.room_guard import RoomGuard
from convscope.studio.classroom import limits
from convscope.studio.classroom.room import Room
from convscope.studio.classroom.room_answers import RoomDesk
from convscope.studio.workspace import Workspace

PUPILS, EVENTS = 20, 8


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    monkeypatch.chdir(tmp_path)
    return Room(Workspace(tmp_path, tmp_path / "runs"))


@pytest.fixture
def port(room: Room) -> Iterator[int]:
    with open_port() as listener:
        number = listener.getsockname()[1]
        desk = RoomDesk(room, f"http://127.0.0.1:{number}")
        page = ClassroomPage(room.workspace, {"links": {}}, desk=desk)
        app = create_application(page.routes, number, guards=[Middleware(RoomGuard, room=room)])
        config = uvicorn.Config(app, log_level="warning", lifespan="off", ws="websockets-sansio")
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            sleep(0.01)
        yield number
        server.should_exit = True
        thread.join()


def join(room: Room, port: int) -> str:
    request = Request(
        f"http://127.0.0.1:{port}/api/room/join",
        json.dumps({"code": room.code}).encode(),
        {"Content-Type": "application/json"},
    )
    with urlopen(request, timeout=30) as answer:
        return answer.headers["Set-Cookie"].partition(";")[0]


def run_of(room: Room, cookie: str) -> EventFile:
    """Begins a run of a pupil; returns what its training writes."""
    pupil = room.visitor(cookie.partition("=")[2]).pupil
    path = room.pupils_own(pupil.id).runs / "net"
    path.mkdir(parents=True)
    (path / "run.json").write_text("{}")
    return EventFile(RunFolder(path))


def asked_s(port: int, cookie: str) -> float:
    """Returns the median time of an answer, in s."""
    took = []
    for _ in range(15):
        began = perf_counter()
        request = Request(f"http://127.0.0.1:{port}/api/room/me", headers={"Cookie": cookie})
        with urlopen(request, timeout=30) as answer:
            answer.read()
        took.append(perf_counter() - began)
    return median(took)


async def follow(port: int, cookie: str, heard: list[int]) -> None:
    address = f"ws://127.0.0.1:{port}/api/live?run=net"
    async with connect(address, additional_headers={"Cookie": cookie}) as socket:
        while len(heard) < EVENTS:
            told = json.loads(await socket.recv())
            heard += [event["step"] for event in told.get("events", []) if "step" in event]


async def all_follow(port: int, cookies: list[str], files: list[EventFile]) -> dict:
    heard: list[list[int]] = [[] for _ in cookies]
    one = await asyncio.to_thread(asked_s, port, cookies[0])
    followers = [
        asyncio.create_task(follow(port, cookie, own))
        for cookie, own in zip(cookies, heard, strict=True)
    ]
    await asyncio.sleep(0.5)
    many = []
    for step in range(EVENTS):
        for file in files:
            file.append({"kind": "batch", "step": step})
        many.append(await asyncio.to_thread(asked_s, port, cookies[step]))
    await asyncio.wait_for(asyncio.gather(*followers), 120)
    again = await asyncio.to_thread(asked_s, port, cookies[0])
    return {"heard": heard, "quiet_s": max(one, again), "busy_s": median(many)}


def test_twenty_live_pages_all_hear_everything_and_answers_stay_prompt(room, port):
    cookies = [join(room, port) for _ in range(PUPILS)]
    files = [run_of(room, cookie) for cookie in cookies]
    with ThreadPoolExecutor(1) as thread:  # other tests may have left a loop in this one
        found = thread.submit(asyncio.run, all_follow(port, cookies, files)).result()
    assert found["heard"] == [list(range(EVENTS))] * PUPILS
    print(f"an answer takes {found['busy_s'] / found['quiet_s']:.2f} times as long")
    assert found["busy_s"] < 8 * found["quiet_s"]


def test_a_pupil_opens_so_many_channels_and_no_more(room, port):
    cookie = join(room, port)

    async def crowd() -> int:
        headers = {"Cookie": cookie}
        address = f"ws://127.0.0.1:{port}/api/room/live"
        sockets = [
            await connect(address, additional_headers=headers) for _ in range(limits.MOST_LIVE)
        ]
        status = 0
        try:
            await connect(address, additional_headers=headers)
        except Exception as refusal:
            status = refusal.response.status_code
        await sockets.pop().close()
        async with connect(address, additional_headers=headers) as socket:  # one has left
            assert json.loads(await socket.recv())["kind"] == "locked"
        for each in sockets:
            await each.close()
        return status

    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(asyncio.run, crowd()).result() == 429


def test_the_room_hears_where_a_pupil_is_and_a_removed_one_is_told(room, port):
    cookie = join(room, port)
    id_ = room.pupils[0].id

    async def visit() -> list[str]:
        address = f"ws://127.0.0.1:{port}/api/room/live"
        async with connect(address, additional_headers={"Cookie": cookie}) as socket:
            kinds = [json.loads(await socket.recv())["kind"]]
            for said in ("[" * 9, '{"screen": "collect"}', '{"screen": "nowhere"}', "x" * 900):
                await socket.send(said)
            while room.presence.of(id_).screen != "collect":
                await asyncio.sleep(0.05)
            assert room.presence.of(id_).pages == 1
            room.remove(id_)
            async for text in socket:
                kinds.append(json.loads(text)["kind"])
            return kinds

    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(asyncio.run, visit()).result() == ["locked", "removed"]
    assert room.presence.of(id_).pages == 0


async def hear_all(socket) -> None:
    async for _ in socket:
        pass


def test_a_removed_pupil_follows_no_run_any_more(room, port):
    cookie = join(room, port)
    run_of(room, cookie).append({"kind": "batch", "step": 0})

    async def stay() -> int:
        address = f"ws://127.0.0.1:{port}/api/live?run=net"
        async with connect(address, additional_headers={"Cookie": cookie}) as socket:
            await socket.recv()
            room.remove(room.pupils[0].id)
            with pytest.raises(ConnectionClosedError) as closed:
                await asyncio.wait_for(hear_all(socket), 60)
            return closed.value.rcvd.code

    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(asyncio.run, stay()).result() == NOT_ALLOWED


def test_what_comes_too_fast_waits_and_then_is_refused():
    now = [0.0]
    rate = limits.Rate(2.0, 3.0, lambda: now[0])
    assert [rate.wait_s(1.0) for _ in range(5)] == [0, 0, 0, 0.5, 1.0]
    assert rate.wait_s(1.0) is None
    now[0] = 10.0
    assert [rate.wait_s(0.0) for _ in range(4)] == [0, 0, 0, None]
