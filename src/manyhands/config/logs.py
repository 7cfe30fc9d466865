"""Who writes which line, and how: see web.logging."""

from typing import Any


def logging_settings(log_format: str, *, level: str) -> dict[str, Any]:
    """For Django's LOGGING; `log_format` is "plain" or "json"."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "plain": {
                "()": "manyhands.web.logging.RedactingFormatter",
                "format": "%(asctime)s %(levelname)s %(name)s %(request_id)s %(message)s",
            },
            "json": {"()": "manyhands.web.logging.JsonLines", "json_ensure_ascii": True},
        },
        "filters": {"queue": {"()": "manyhands.web.logging.QueueFilter"}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": log_format},
            "error_reports": {"class": "manyhands.web.error_reports.ErrorReportHandler", "level": "ERROR"},
        },
        "root": {"handlers": ["console", "error_reports"], "level": level},
        # Django's own handlers would write addresses as they are, one of them into mails.
        "loggers": {
            "django": {"handlers": [], "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
            "django-q": {"level": "INFO", "filters": ["queue"]},
        },
    }
