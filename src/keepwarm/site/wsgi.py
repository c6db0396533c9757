"""What gunicorn serves. All addresses are loaded at the start: what is broken fails then, and the first page is as quick as others."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "keepwarm.site.settings")
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 # a cached property: reading it loads them
