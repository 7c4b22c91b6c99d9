"""Image sets in shards: tar files of images with labels, read in a stream and never unpacked."""
