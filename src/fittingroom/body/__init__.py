"""What shape: the body model, its landmarks, its tape measurements and its poses."""
