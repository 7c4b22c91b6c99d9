"""Numbers in front of their nouns."""


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """Returns a number with its noun.

    Args:
        number: How many.
        noun: What one of them is called.
        plural: What several are called; by default the noun and an s.

    Example:
        >>> counted(1, "epoch"), counted(1200, "step"), counted(2, "class", "classes")
        ('1 epoch', '1,200 steps', '2 classes')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
