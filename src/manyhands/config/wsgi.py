import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "manyhands.config.settings")
application = get_wsgi_application()
# What start-up has made stays for good: looking through it for rubbish again and again costs a page a millisecond.
gc.collect()
gc.freeze()
