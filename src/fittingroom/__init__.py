"""Virtual try-on that is true in centimetres."""
