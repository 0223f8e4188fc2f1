"""Open the database with its tables as they should be, and walk its steps up and down."""

from __future__ import annotations

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

import navigator.casework.audit
import navigator.casework.carry
import navigator.casework.case
import navigator.casework.plan
import navigator.casework.referral
import navigator.casework.staff
import navigator.insight.tally
import navigator.messages.outbox
import navigator.upkeep.edits  # noqa: F401  each names its tables
from navigator import migrations
from navigator.database import Base, Database
from navigator.keys import read_key_ring
from navigator.settings import Settings

log = logging.getLogger("navigator")
FOLDER = Path(migrations.__file__).parent


def open_database(settings: Settings) -> Database:
    """Return the database of one installation. Nothing is asked of it yet, so a start never waits for it."""
    return Database(settings.database_url, read_key_ring(settings.keys_file))


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    config.attributes["tables"] = Base.metadata
    return config


def upgrade(database: Database, to: str = "head") -> None:
    """Walk the tables up to *to*. Several processes starting at once take turns."""
    with database.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_lock(7260)"))
        else:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            command.upgrade(_config(connection), to)
            connection.commit()
        finally:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_unlock(7260)"))
                connection.commit()


def upgrade_if_there(database: Database) -> None:
    """Walk the tables up at a start. When the database is away the residents' pages start all the same."""
    try:
        upgrade(database)
    except DBAPIError as error:
        log.error("the database did not answer at the start: %s", type(error).__name__)


def downgrade(database: Database, to: str) -> None:
    """Walk the tables down to *to* ("base" removes them all)."""
    with database.engine.connect() as connection:
        command.downgrade(_config(connection), to)
        connection.commit()


def revision(database: Database) -> tuple[str | None, str | None]:
    """Return the step the tables stand at, and the newest there is."""
    with database.engine.connect() as connection:
        here = MigrationContext.configure(connection).get_current_revision()
        return here, ScriptDirectory.from_config(_config(connection)).get_current_head()


def new_step(database: Database, says: str) -> None:
    """Write the step that brings the tables to what the code says: for a developer, to be read before it is kept."""
    with database.engine.connect() as connection:
        command.revision(_config(connection), says, autogenerate=True)


def differences(database: Database) -> list[str]:
    """Return what the tables lack that the code expects, a line each: empty when they agree."""
    from alembic.autogenerate import compare_metadata

    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return [repr(found)[:200] for found in compare_metadata(context, Base.metadata)]
