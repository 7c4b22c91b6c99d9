"""Writing an image set as shards; `sources/shards` reads them."""
