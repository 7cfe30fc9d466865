from django.db import models


class IdempotencyKey(models.Model):
    """One form or API write that has been taken: the same key with the same body gets the same answer."""

    action = models.CharField(max_length=60)
    key = models.UUIDField()
    body_digest = models.CharField(max_length=64)
    result = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["action", "key"], name="idempotency_key_once")]

    class Privacy:
        secret = ("action", "key", "body_digest", "result", "created_at")


class RateBucket(models.Model):
    """A token bucket per action and subject; the subject (an address, an e-mail) is kept only as a keyed hash."""

    action = models.CharField(max_length=60)
    subject_index = models.CharField(max_length=32)
    tokens = models.FloatField()
    updated_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["action", "subject_index"], name="rate_bucket_once")]

    class Privacy:
        secret = ("action", "subject_index", "tokens", "updated_at")
