"""The run folder: what one training leaves on disk. The only code that knows its format."""
