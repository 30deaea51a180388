"""What people with bodies like this kept: the fit model, its training and evaluation."""
