"""What travels between the service and its clients, one module for each topic."""
