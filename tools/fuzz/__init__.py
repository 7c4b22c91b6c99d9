"""A structure-aware fuzzer for every reader of files from strangers: `python tools/fuzz`."""
