"""Arguments by position and by name, in every mixture, as Python itself takes them."""

import pytest

from convscope.errors import ConvscopeError
from convscope.keras_like.arguments import checked_arguments


@checked_arguments("f()", {"old": None})
def found(x, a=1, b=2):
    return x, a, b


def test_what_python_takes_is_taken():
    assert found(1, b=3) == (1, 1, 3)
    assert found(1, 2, 3) == (1, 2, 3)
    assert found(x=4, a=5) == (4, 5, 2)
    assert found(1, 7, b=8) == (1, 7, 8)
    assert found(1, old=None) == (1, 1, 2)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: found(1, 2, a=3), r"f\(\): multiple values for argument 'a'"),
        (lambda: found(1, x=3), r"f\(\): multiple values for argument 'x'"),
        (lambda: found(), r"f\(\): missing a required argument: 'x'"),
        (lambda: found(a=1), r"f\(\): missing a required argument: 'x'"),
        (lambda: found(1, 2, 3, 4), r"f\(\): too many positional arguments"),
        (lambda: found(1, c=1), r'Unknown argument of f\(\): "c"'),
        (lambda: found(1, old=2), r"f\(\): old=2 is not supported"),
    ],
)
def test_what_python_does_not_take_is_told(call, message):
    with pytest.raises(ConvscopeError, match=message):
        call()
