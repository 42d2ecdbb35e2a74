"""The web process's entrance (Granian calls `application`)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dure.site.settings")
application = get_wsgi_application()
