from manyhands.apps.reporting.views.journal import show_journal
from manyhands.apps.reporting.views.reading import mark_looked_into, show_own_reading, show_reading

__all__ = ["mark_looked_into", "show_journal", "show_own_reading", "show_reading"]
