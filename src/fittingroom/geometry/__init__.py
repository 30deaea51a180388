"""Meshes, curves and distances: functions on arrays, no nouns of the trade."""
