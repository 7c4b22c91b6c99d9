"""Plain PyTorch modules: made of our nets, and made into our nets."""
