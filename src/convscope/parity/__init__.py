"""Whether others answer as a model does, and if not, what they do otherwise.

`executors_table` compares the ways to compute a model; `answers` reads what another program has
said, `suspects/` holds what it may have done, `search` finds which of it makes both agree.
"""
