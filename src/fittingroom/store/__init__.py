"""What the service remembers: SQL tables, encrypted personal data, files of results."""
