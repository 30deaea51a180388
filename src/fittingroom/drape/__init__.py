"""How it hangs: mesh the panels, sew them round the body, let them settle."""
