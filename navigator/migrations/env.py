"""What Alembic runs: on the connection it is handed, with the tables it is handed. It opens nothing by itself."""

from alembic import context

config = context.config
connection = config.attributes["connection"]


def plain(kind, item, _context):
    """Write our own column types as the plain ones they are stored as, so that a step never needs today's code."""
    if kind == "type" and type(item).__name__ == "Sealed":
        return "sa.LargeBinary()"
    if kind == "type" and type(item).__name__ in ("Moment", "AsaList"):
        return "sa.DateTime()" if type(item).__name__ == "Moment" else "sa.Text()"
    return False


context.configure(
    render_item=plain,
    connection=connection,
    target_metadata=config.attributes["tables"],
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
