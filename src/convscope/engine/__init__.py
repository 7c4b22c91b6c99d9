"""Training and batch inference with torch: the only room, with those above it, that needs it."""
