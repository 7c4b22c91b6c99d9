"""A training told while it runs, in a file of its run, and asked to stop by another.

Training and reader need not know each other. The one appends lines of JSON to `events.jsonl`, which
`kinds` describes; `live.png` beside it holds the pictures that they speak of. The other follows by
`reading.read_events` and asks `kinds.that_hold` what still counts. `stopping.request_stop` leaves a
file that the training looks for between steps. None of these loads torch.
"""
