"""Answers that take longer than a page waits: computed beside the server, and kept."""
