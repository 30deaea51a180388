"""Feedback makes it better: drift, retraining, champion and challenger, the simulated shop."""
