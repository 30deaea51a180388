"""Who asks, and what they may: sessions, keys, limits, headers."""
