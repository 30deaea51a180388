"""What `benchmarks/drape.py` measures with."""
