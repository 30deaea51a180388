"""How it sits: ease, strain and pressure zone by zone, and the size to buy."""
