"""From results to SVG text: every function takes numbers and returns a picture. No torch."""
