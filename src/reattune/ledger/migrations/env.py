"""How a migration runs: on the connection that was handed in, in its transaction."""

from __future__ import annotations

from alembic import context

from reattune.ledger.schema import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True, transactional_ddl=True
)
context.run_migrations()
