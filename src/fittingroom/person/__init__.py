"""Who: measurements with their uncertainty, and what the person likes."""
