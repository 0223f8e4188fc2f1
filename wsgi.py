"""What a WSGI server imports."""

from navigator import create_app
from navigator.settings import read_settings

app = create_app(read_settings())
