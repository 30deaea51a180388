"""Work in worker processes: what is asked for, who makes it, how it is told."""
