"""What somebody may not do, with the status that says so."""

from convscope.errors import ConvscopeError


class Refused(ConvscopeError):
    """Somebody may not do what they asked for.

    Args:
        received: What was asked for.
        expected: Who may.
        fix: What to do.
        status: Of the answer: 401 for a stranger, 403 for one who may not, 429 for too much.
    """

    def __init__(self, received: str, expected: str, fix: str, status: int = 403) -> None:
        super().__init__(received, expected, fix)
        self.status = status


def stranger() -> Refused:
    """Returns the refusal of somebody who is not in the room, or not any more."""
    return Refused(
        "You are not in this room, or not any more.",
        "Expected somebody who has joined it.",
        "Open the link that the teacher shows.",
        401,
    )


def teachers_only() -> Refused:
    """Returns the refusal of a pupil where only the teacher may."""
    return Refused(
        "A pupil asked for something of the whole room.",
        "Expected the teacher.",
        "Open your own page.",
    )
