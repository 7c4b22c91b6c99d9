"""The process that reads one HDF5 file: bytes in, an answer out, then it ends."""

import json
import os
import sys

from convscope.errors import ConvscopeError
from convscope.keras_files.hdf5.own_process import DONE, REFUSED, limit_this_process


def answer_to(image: bytes) -> bytes:
    """Returns the answer for a file: its content, or why it is refused."""
    from convscope.keras_files.hdf5.reading import read_content

    try:
        return DONE + read_content(image).packed()
    except ConvscopeError as error:
        return REFUSED + json.dumps(error.as_json()).encode()


def main() -> None:
    """Reads the file from standard input and writes the answer to standard output."""
    image = sys.stdin.buffer.read()
    from convscope.keras_files.hdf5.reading import bytes_allowed

    limit_this_process(len(image), bytes_allowed(len(image)))
    answer = answer_to(image)
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    os._exit(0)  # what a damaged file has left in the library is not tidied up


if __name__ == "__main__":
    main()
