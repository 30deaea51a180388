"""The service: a thin door onto the same verbs, over HTTP."""
