"""The web application: server-rendered pages for the machine that they are served on."""

from ascribe.show.web.app import create_app
from ascribe.show.web.geography import tiles_of
from ascribe.show.web.languages import Languages
from ascribe.show.web.server import serve

__all__ = ["Languages", "create_app", "serve", "tiles_of"]
