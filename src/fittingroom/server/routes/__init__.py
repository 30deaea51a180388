"""The routes, one module for each topic: parse, call the verb, answer."""
