"""The steps by which the database's tables came to be what they are, up and down, on SQLite and PostgreSQL.

Each step is written once and never changed. `navigator database upgrade` walks up; the app does so by itself at its start.
"""
