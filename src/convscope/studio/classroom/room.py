"""A room: its code, its pupils and their keys, kept in files so that a new start finds them."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from secrets import token_hex
from shutil import rmtree
from threading import RLock
from time import time
from typing import Any

from convscope.errors import ConvscopeError, UnknownNameError, in_short
from convscope.files import write_atomically
from convscope.studio.classroom import limits, tokens
from convscope.studio.classroom.names import Name, free_name
from convscope.studio.classroom.presence import Presence
from convscope.studio.classroom.pupil_workspace import RUNS, PupilWorkspace
from convscope.studio.classroom.refused import Refused
from convscope.studio.opened import Opened
from convscope.studio.workspace import Workspace
from convscope.texts import parse_json, to_json_text

FOLDER, PUPILS, RECORD = "classroom", "pupils", "room.json"

TEACHER, PUPIL = "teacher", "pupil"

MOST_LETTERS = 30
"""Of a name that a pupil gives."""


@dataclass(frozen=True)
class Pupil:
    """Somebody who has joined.

    Attributes:
        id: Names the folder; no secret.
        name: By the code of its language.
        key: Digest of what the pupil's cookie holds.
        joined: UNIX time, in s.
    """

    id: str
    name: Name
    key: str
    joined: float


@dataclass(frozen=True)
class Visitor:
    """Who asks.

    Attributes:
        role: `teacher` or `pupil`.
        pupil: None for the teacher.
    """

    role: str
    pupil: Pupil | None = None

    @property
    def is_teacher(self) -> bool:
        """Whether it is the teacher."""
        return self.role == TEACHER

    @property
    def id(self) -> str:
        """Names who it is, for limits."""
        return self.pupil.id if self.pupil else TEACHER


class Room:
    """All pupils of a teacher's folder.

    Args:
        workspace: The teacher's.

    Attributes:
        path: The room's folder.
        code: What pupils join with; another one after the class was wiped.
        teacher_key: What the teacher's link holds; another one at every start.
        is_locked: Whether pupils may begin no training.
        port: The port that it was served on last; 0 for none.
        presence: Who is there.

    Raises:
        ConvscopeError: The folder cannot be used.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.path = room_folder(workspace.folder)
        self.presence = Presence()
        self.teacher_key = tokens.new_key()
        self._teacher_sessions: set[str] = set()
        self._wrong: dict[str, limits.Rate] = defaultdict(
            lambda: limits.Rate(
                limits.MOST_WRONG_CODES / limits.WRONG_CODES_S, limits.MOST_WRONG_CODES
            )
        )
        self._opened = Opened()
        self._workspaces: dict[str, PupilWorkspace] = {}
        self._lock = RLock()
        kept = _read(self.path / RECORD)
        self.id = _text(kept, "id") or token_hex(4)
        self.code = _text(kept, "code") or tokens.new_code()
        self.is_locked = kept.get("is_locked") is True
        port = kept.get("port")
        self.port = port if isinstance(port, int) else 0
        self._pupils = {pupil.id: pupil for pupil in _read_pupils(self.path / PUPILS)}
        if not kept:
            self.keep()

    @property
    def cookie(self) -> str:
        """The name of the cookie that holds a key; other rooms of a machine have others."""
        return f"convscope-room-{self.id}"

    @property
    def pupils(self) -> list[Pupil]:
        """All pupils, who joined first coming first."""
        return sorted(self._pupils.values(), key=lambda pupil: (pupil.joined, pupil.id))

    def keep(self, *, port: int | None = None, is_locked: bool | None = None) -> None:
        """Writes what is to be found at the next start.

        Args:
            port: The port that it is served on.
            is_locked: Whether pupils may begin no training.
        """
        with self._lock:
            self.port = self.port if port is None else port
            self.is_locked = self.is_locked if is_locked is None else is_locked
            kept = {
                "id": self.id,
                "code": self.code,
                "port": self.port,
                "is_locked": self.is_locked,
            }
            _write(self.path / RECORD, kept)
        self.presence.changed()

    def enter(self, secret: str, key: str = "", client: str = "") -> tuple[Visitor, str]:
        """Lets somebody in who has the code, or the teacher's key.

        Args:
            secret: The code or the key.
            key: What their cookie holds already: the same pupil comes back.
            client: Their address, for counting wrong codes.

        Returns:
            Who they are, and what their cookie is to hold.

        Raises:
            Refused: The code is another one, too many were tried, or the room is full.
        """
        is_teacher = tokens.is_key(secret, self.teacher_key)
        is_pupil = tokens.is_code(secret, self.code)
        if not is_teacher and not is_pupil:
            raise self._wrong_code(client)
        with self._lock:
            if is_teacher:
                own = tokens.new_key()
                self._teacher_sessions.add(tokens.digest_of(own))
                return Visitor(TEACHER), own
            known = self.visitor(key)
            if known is not None and known.pupil is not None:
                return known, key
            if len(self._pupils) >= limits.MOST_PUPILS:
                raise Refused(
                    f"{len(self._pupils)} pupils are in this room.",
                    f"Expected at most {limits.MOST_PUPILS}.",
                    "Ask the teacher to remove those who have left.",
                    429,
                )
            own = tokens.new_key()
            pupil = Pupil(
                token_hex(4),
                free_name({each.name["en"] for each in self._pupils.values()}),
                tokens.digest_of(own),
                round(time(), 3),
            )
            self._keep(pupil)
        self.presence.changed()
        return Visitor(PUPIL, pupil), own

    def _wrong_code(self, client: str) -> Refused:
        if self._wrong[client].wait_s() is None:
            return Refused(
                "Too many wrong codes came from your device.",
                "Expected the code that the teacher shows.",
                "Wait a minute, then type it again.",
                429,
            )
        return Refused(
            "This is not the code of this room.",
            "Expected the code that the teacher shows; it changes when a class is wiped.",
            "Look at it again: it has no 0, 1, i, l and o.",
        )

    def visitor(self, key: str) -> Visitor | None:
        """Returns who holds a key; None for a stranger."""
        if not key:
            return None
        digest = tokens.digest_of(key)
        # What is compared are digests of 256 random bits: how far they agree tells nothing.
        if digest in self._teacher_sessions:
            return Visitor(TEACHER)
        for pupil in list(self._pupils.values()):
            if pupil.key == digest:
                return Visitor(PUPIL, pupil)
        return None

    def pupil(self, id_: str) -> Pupil:
        """Returns a pupil.

        Raises:
            UnknownNameError: There is none.
        """
        if id_ not in self._pupils:
            raise UnknownNameError("pupil", id_, self._pupils or ["none yet"])
        return self._pupils[id_]

    def workspace_of(self, visitor: Visitor) -> Workspace:
        """Returns what is somebody's own."""
        return self.workspace if visitor.pupil is None else self.pupils_own(visitor.pupil.id)

    def pupils_own(self, id_: str) -> PupilWorkspace:
        """Returns what is a pupil's own.

        Raises:
            UnknownNameError: There is no such pupil.
        """
        with self._lock:
            pupil = self.pupil(id_)
            if pupil.id not in self._workspaces:
                folder = self.path / PUPILS / pupil.id
                self._workspaces[pupil.id] = PupilWorkspace(
                    folder,
                    folder / RUNS,
                    opened=self._opened,
                    room=self.path,
                    shared=self.workspace,
                    is_locked=lambda: self.is_locked,
                )
            return self._workspaces[pupil.id]

    def rename(self, id_: str, text: str) -> Pupil:
        """Gives a pupil the name that they want.

        Raises:
            ConvscopeError: It is no name, or somebody has it.
        """
        name = " ".join(text.split())
        with self._lock:
            taken = {
                each.casefold()
                for pupil in self._pupils.values()
                if pupil.id != id_
                for each in pupil.name.values()
            }
            is_name = 0 < len(name) <= MOST_LETTERS and name.isprintable()
            if not is_name or name.casefold() in taken:
                raise ConvscopeError(
                    f"name: received {in_short(text)}.",
                    f"Expected a name of at most {MOST_LETTERS} letters that nobody else here has.",
                    "Give another one; it need not be your own.",
                )
            pupil = replace(self.pupil(id_), name={"en": name, "ja": name})
            self._keep(pupil)
        self.presence.changed()
        return pupil

    def remove(self, id_: str) -> None:
        """Removes a pupil with all that is theirs; their cookie opens nothing any more."""
        from convscope.studio.classroom.wiping import end_trainings

        with self._lock:
            pupil = self.pupil(id_)
            own = self.pupils_own(id_)
            del self._pupils[id_], self._workspaces[id_]
        end_trainings(self.path, own.place)
        rmtree(self.path / PUPILS / pupil.id, ignore_errors=True)
        self.presence.forget(id_)

    def wipe(self) -> int:
        """Removes all pupils with all that is theirs; returns how many. The code becomes another.

        What is the teacher's stays as it is.
        """
        from convscope.studio.classroom.wiping import wipe_class

        with self._lock:
            count, gone = len(self._pupils), [*self._pupils]
            self._pupils.clear()
            self._workspaces.clear()
            self.code = tokens.new_code()
        wipe_class(self.path)
        self.keep()
        for id_ in gone:
            self.presence.forget(id_)
        return count

    def _keep(self, pupil: Pupil) -> None:
        folder = self.path / PUPILS / pupil.id
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(folder / "pupil.json", asdict(pupil))
        self._pupils[pupil.id] = pupil


def room_folder(folder: Path) -> Path:
    """Returns where the room of a teacher's folder lies."""
    return folder / FOLDER


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Lets nobody else serve or wipe a room meanwhile.

    Args:
        path: The room's folder; made if it does not exist.

    Raises:
        ConvscopeError: Another process holds it, or the folder cannot be written.
    """
    from filelock import FileLock, Timeout

    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FileLock(path / ".lock")
        lock.acquire(timeout=0)
    except Timeout:
        raise ConvscopeError(
            f"{path} is being served by another convscope studio --host.",
            "Expected a room that nobody serves.",
            "Use the teacher's screen of that one, or end it with Ctrl-C.",
        ) from None
    except OSError as error:
        raise ConvscopeError(
            f"{path}: {error.strerror}.",
            "Expected a folder that can be written.",
            "Start it in a folder of yours.",
        ) from None
    try:
        yield
    finally:
        lock.release()


def _read(path: Path) -> dict[str, Any]:
    """Returns what a file of the room holds; a damaged one counts as none."""
    try:
        found = parse_json(path.read_bytes(), str(path), "Expected a room's file.", "Remove it.")
    except (OSError, ConvscopeError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(path: Path, content: dict[str, Any]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_atomically(path, to_json_text(content, indent=1).encode())
    with suppress(OSError):
        path.chmod(0o600)


def _read_pupils(folder: Path) -> Iterator[Pupil]:
    for path in sorted(folder.glob("*/pupil.json")):
        found = _read(path)
        name, joined, key = found.get("name"), found.get("joined"), _text(found, "key")
        if not isinstance(name, dict) or not isinstance(joined, int | float):
            continue
        if found.get("id") == path.parent.name and key and set(name) == {"en", "ja"}:
            told = {language: str(text) for language, text in name.items()}
            yield Pupil(path.parent.name, told, key, joined)


def _text(found: dict[str, Any], name: str) -> str:
    value = found.get(name)
    return value if isinstance(value, str) else ""
