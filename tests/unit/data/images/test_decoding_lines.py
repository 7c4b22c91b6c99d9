"""Long work says that it goes on, also where no bar can move."""

import pytest

from convscope.data.images import progress


@pytest.mark.parametrize(("wanted", "says"), [(None, True), (False, False)])
def test_a_pipe_gets_a_line_every_few_seconds(capsys, monkeypatch, wanted, says):
    clock = iter(range(0, 1000, 2))  # every look at the clock finds 2 s gone
    monkeypatch.setattr(progress, "perf_counter", lambda: next(clock))
    with progress.progress_bar("Decoding images", 2000, wanted) as advance:
        for _ in range(8):
            advance(250)
    lines = capsys.readouterr().err.splitlines()
    expected = ["Decoding images: 750 of 2,000", "Decoding images: 1,500 of 2,000"]
    assert lines == (expected if says else [])
