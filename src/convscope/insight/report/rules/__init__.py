"""Rules that turn numbers into findings and advice; each file knows one kind of evidence."""
