"""A backup a day, by the worker, wherever a folder and a key are set."""

import logging

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone

from manyhands.cli.backups.envelope import BackupError
from manyhands.cli.backups.making import get_folder, make_backup

logger = logging.getLogger(__name__)


def back_up() -> None:
    if not (settings.BACKUP_DIR and settings.BACKUP_KEYS):
        return
    try:
        made = make_backup(get_folder(), at=timezone.now())
    except BackupError as error:
        logger.exception("no backup was made")
        if settings.OPERATOR_EMAIL:
            send_mail("Manyhands: no backup was made", str(error), None, [settings.OPERATOR_EMAIL])
        # The job has failed, and is tried again.
        raise
    logger.info("backup made: %s, %s rows", made.path.name, made.manifest.rows)
