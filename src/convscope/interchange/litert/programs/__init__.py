"""What lies beside a model for LiteRT: programs that need nothing of convscope."""
