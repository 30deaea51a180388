"""Every change of the tables, in order, each tried up and down on SQLite and PostgreSQL."""
