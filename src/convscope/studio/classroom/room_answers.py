"""What a page asks about the room: joining it, oneself, and for the teacher all of it."""

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from convscope.errors import ConvscopeError
from convscope.studio.classroom import limits
from convscope.studio.classroom.overview import Overview
from convscope.studio.classroom.refused import stranger
from convscope.studio.classroom.room import Pupil, Room, Visitor
from convscope.studio.endpoint import Asked, Download

WIPE = "wipe"
"""What has to be sent along to remove a class."""


@dataclass
class RoomDesk:
    """The room, and where pupils find it.

    Attributes:
        room: All pupils.
        address: Where the room is served, for pupils' devices.
        overview: What was read for the teacher.
    """

    room: Room
    address: str
    overview: Overview = field(default_factory=Overview)

    @property
    def link(self) -> str:
        """What pupils open; the code behind `#` is sent to no server in an address."""
        return f"{self.address}/join#{self.room.code}"

    @property
    def teacher_path(self) -> str:
        """What the teacher opens, below an address of this server."""
        return f"/join#{self.room.teacher_key}"


@dataclass(frozen=True)
class Visit:
    """A question of somebody.

    Attributes:
        desk: Of the room.
        visitor: Who asks; None for a stranger.
        key: What their cookie holds; empty without.
        client: The address of their device.
        asked: The question.
    """

    desk: RoomDesk
    visitor: Visitor | None
    key: str
    client: str
    asked: Asked

    @property
    def room(self) -> Room:
        """All pupils."""
        return self.desk.room

    @property
    def pupil(self) -> Pupil:
        """The pupil who asks.

        Raises:
            Refused: It is none.
        """
        if self.visitor is None or self.visitor.pupil is None:
            raise stranger()
        return self.visitor.pupil


@dataclass(frozen=True)
class Entered:
    """An answer that lets somebody in, or out.

    Attributes:
        told: The JSON.
        key: What their cookie is to hold; empty to remove it.
    """

    told: dict[str, Any]
    key: str


def enter(visit: Visit) -> Entered:
    """Lets somebody in who has the code, or the teacher's key."""
    secret = visit.asked.field("code", str)
    visitor, key = visit.room.enter(secret, visit.key, visit.client)
    return Entered(about(visitor, visit.room), key)


def about(visitor: Visitor, room: Room) -> dict[str, Any]:
    """Returns what a page has to know of whoever opens it."""
    pupil = visitor.pupil
    return {
        "role": visitor.role,
        "id": pupil.id if pupil else "",
        "name": pupil.name if pupil else {"en": "Teacher", "ja": "先生"},
        "is_locked": room.is_locked,
    }


def me(visit: Visit) -> dict[str, Any]:
    """Returns what is kept of whoever asks."""
    own = visit.room.pupils_own(visit.pupil.id)
    return {
        **about(Visitor("pupil", visit.pupil), visit.room),
        "bytes": limits.bytes_in(own.folder),
        "most_bytes": limits.MOST_BYTES,
        "most_trainings": limits.MOST_TRAININGS,
    }


def rename(visit: Visit) -> dict[str, Any]:
    """Gives whoever asks another name."""
    pupil = visit.room.rename(visit.pupil.id, visit.asked.field("name", str))
    return about(Visitor("pupil", pupil), visit.room)


def leave(visit: Visit) -> Entered:
    """Removes whoever asks, with all that is theirs."""
    visit.room.remove(visit.pupil.id)
    return Entered({"left": True}, "")


def show(visit: Visit) -> dict[str, Any]:
    """Returns the whole room."""
    room = visit.room
    return {
        "address": visit.desk.address,
        "link": visit.desk.link,
        "code": room.code,
        "is_locked": room.is_locked,
        "folder": str(room.path),
        "most_pupils": limits.MOST_PUPILS,
        **visit.desk.overview.of(room),
    }


def code_picture(visit: Visit) -> Download:
    """Returns the link for pupils as a QR code."""
    import segno

    file = BytesIO()
    segno.make(visit.desk.link, error="m", micro=False).save(
        file, kind="svg", scale=8, border=4, dark="#000", light="#fff"
    )
    return Download(file.getvalue(), "image/svg+xml")


def lock(visit: Visit) -> dict[str, Any]:
    """Lets pupils begin trainings, or not."""
    visit.room.keep(is_locked=visit.asked.field("is_locked", bool))
    return {"is_locked": visit.room.is_locked}


def remove(visit: Visit) -> dict[str, Any]:
    """Removes a pupil with all that is theirs."""
    id_ = visit.asked.place["pupil"]
    visit.room.remove(id_)
    return {"removed": id_}


def wipe(visit: Visit) -> dict[str, Any]:
    """Removes all pupils with all that is theirs."""
    if visit.asked.field("confirm", str, "") != WIPE:
        raise ConvscopeError(
            "Nothing confirms that the class is to be removed.",
            f'Expected "confirm": "{WIPE}".',
            "Press the button, and then the one that asks whether you are sure.",
        )
    return {"removed": visit.room.wipe()}
