"""Run the migrations on the connection that `migrating` hands over."""

from __future__ import annotations

from alembic import context

from fittingroom.store.tables import Table

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Table.metadata,
    render_as_batch=connection.dialect.name == "sqlite",  # SQLite can't alter a table in place
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
