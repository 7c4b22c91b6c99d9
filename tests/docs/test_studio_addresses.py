"""`docs/studio-addresses.md` is what the table of addresses says, word for word."""

from studio_addresses import PAGE, document


def test_the_page_is_written_from_the_table():
    assert PAGE.read_text(encoding="utf-8") == document(), "run tools/studio_addresses.py"
