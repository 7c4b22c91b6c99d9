"""What lets somebody in: the room's code, the teacher's token, and the keys in cookies."""

from hashlib import sha256
from hmac import compare_digest
from secrets import choice, token_urlsafe

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""None that is taken for another one on a projector."""

CODE_LETTERS = 10
"""31 to the power of 10 codes; wrong ones are counted, see `limits.MOST_WRONG_CODES`."""


def new_code() -> str:
    """Returns a code that can be typed, such as `7kq2m-xw4fh`."""
    letters = [choice(LETTERS) for _ in range(CODE_LETTERS)]
    half = CODE_LETTERS // 2
    return f"{''.join(letters[:half])}-{''.join(letters[half:])}"


def new_key() -> str:
    """Returns 256 bits that nobody guesses, as text."""
    return token_urlsafe(32)


def digest_of(key: str) -> str:
    """Returns what is kept of a key: who reads it cannot come in with it."""
    return sha256(key.encode(errors="replace")).hexdigest()


def is_code(given: str, code: str) -> bool:
    """Returns whether a code was given, in a time that does not tell how much of it agrees.

    Capitals and what stands between letters do not count, for people type it.
    """
    return is_key("".join(each for each in given.lower() if each.isalnum()), code.replace("-", ""))


def is_key(given: str, key: str) -> bool:
    """Returns whether a key was given, in a time that does not tell how much of it agrees."""
    return compare_digest(digest_of(given), digest_of(key))
