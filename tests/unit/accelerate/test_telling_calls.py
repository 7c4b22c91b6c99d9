"""Who computed what is told: each reason once, all calls in a table."""

from convscope.accelerate.telling import Telling


def test_a_reason_is_told_once(capsys):
    told = Telling()
    for _ in range(3):
        with told.call("fit", "net", "a layer is unknown."):
            pass
    err = capsys.readouterr().err
    assert err == "convscope: fit of net is left to Keras: a layer is unknown.\n"


def test_what_is_taken_is_not_told(capsys):
    with Telling().call("fit", "net", ""):
        pass
    assert capsys.readouterr().err == ""


def test_calls_within_calls_are_no_calls_of_the_program(capsys):
    told = Telling()
    with told.call("fit", "net", ""), told.call("evaluate", "net", "because"):
        pass
    assert [call.method for call in told.calls] == ["fit"]
    assert capsys.readouterr().err == ""


def test_the_table_counts_and_adds_up():
    told = Telling()
    for reason in ("", "", "a layer is unknown"):
        with told.call("predict", "net", reason) as call:
            pass
        call.seconds = 1.25
    assert told.table().splitlines() == [
        "convscope computed 2 of 3 calls:",
        "      2.50 s  2 × predict of net, computed by convscope",
        "      1.25 s  predict of net, left to Keras: a layer is unknown",
    ]


def test_without_calls_the_table_says_so():
    assert Telling().table() == "convscope: no call of a Keras model."
