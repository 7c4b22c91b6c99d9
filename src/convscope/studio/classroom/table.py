"""What a page may ask of a room besides the studio's own table, and who may."""

from convscope.studio.classroom import room_answers
from convscope.studio.classroom.room import MOST_LETTERS
from convscope.studio.endpoint import ANYBODY, MEMBERS, TEACHER, Endpoint

ROOM_ENDPOINTS = (
    Endpoint(
        "POST",
        "room/join",
        "Lets somebody in; the answer sets a cookie that no script can read.",
        room_answers.enter,
        {"code": "the room's code, or what the teacher's link holds"},
        "`role`: `teacher` or `pupil`, `id`, `name` by language, `is_locked`",
        who=ANYBODY,
    ),
    Endpoint(
        "GET",
        "room/me",
        "What is kept of the pupil who asks.",
        room_answers.me,
        gives="`id`, `name`, `bytes` of all that is theirs, `most_bytes`, `is_locked`",
        who=MEMBERS,
    ),
    Endpoint(
        "POST",
        "room/me",
        "Gives the pupil who asks another name.",
        room_answers.rename,
        {"name": f"any text of at most {MOST_LETTERS} letters"},
        "the same as joining",
        who=MEMBERS,
    ),
    Endpoint(
        "POST",
        "room/leave",
        "Removes the pupil who asks, with all that is theirs.",
        room_answers.leave,
        gives="`left`",
        who=MEMBERS,
    ),
    Endpoint(
        "GET",
        "room",
        "The whole room: who is there and where, runs, bets.",
        room_answers.show,
        gives="`address`, `link`, `code`, `is_locked`, `folder`, `pupils`, `bets`, `won_within`, "
        "`waiting`, `running`",
        who=TEACHER,
    ),
    Endpoint(
        "GET",
        "room/code.svg",
        "The link for pupils as a QR code.",
        room_answers.code_picture,
        gives="an SVG file",
        who=TEACHER,
    ),
    Endpoint(
        "POST",
        "room/lock",
        "Lets pupils begin trainings, or not; what runs goes on.",
        room_answers.lock,
        {"is_locked": "true or false"},
        "`is_locked`",
        who=TEACHER,
    ),
    Endpoint(
        "DELETE",
        "room/pupils/{pupil}",
        "Removes a pupil with all that is theirs.",
        room_answers.remove,
        gives="`removed`",
        who=TEACHER,
    ),
    Endpoint(
        "POST",
        "room/wipe",
        "Removes all pupils with all that is theirs. What is the teacher's stays.",
        room_answers.wipe,
        {"confirm": f"`{room_answers.WIPE}`"},
        "`removed`: how many pupils",
        who=TEACHER,
    ),
)
