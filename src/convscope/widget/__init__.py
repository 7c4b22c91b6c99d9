"""What a notebook cell shows: the drawing pad, lessons."""
