"""Many drapes at once: on this machine's cores or on a cluster."""
