"""Managers that ask "whose?" before they answer."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.db.models.lookups import Exact
from django.db.models.sql.where import AND

from manyhands.storage.scope import ScopeError, get_scope


class ScopedQuerySet(models.QuerySet[Any]):
    """A query set that only writes rows of groups in the scope (reading is narrowed by the manager)."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        rows = list(objs)
        scope = get_scope()
        for row in rows:
            if not scope.allows(row.group_id):
                raise ScopeError(f"{self.model.__name__} of a group outside the scope.")
        return super().bulk_create(rows, *args, **kwargs)


class _OfGroup(Exact):
    """SQLite takes the rows of a group for few unless it is told, and reads all of them where others name the row."""

    def as_sqlite(self, compiler: Any, connection: Any) -> Any:
        sql, params = self.as_sql(compiler, connection)
        return f"likelihood({sql}, 0.01)", params


class _ScopedManager(models.Manager[Any]):
    use_in_migrations = False

    def get_queryset(self) -> models.QuerySet[Any]:
        scope = get_scope()
        rows = super().get_queryset()
        if scope.system_role:
            return rows
        if len(scope.group_ids) != 1:
            return rows.filter(group_id__in=scope.group_ids)
        # Nothing to look up, and asked of every query: what `filter()` would do takes ten times as long.
        of_group = self.model._meta.get_field("group_id").get_col(rows.query.get_initial_alias())
        rows.query.where.add(_OfGroup(of_group, next(iter(scope.group_ids))), AND)
        return rows


ScopedManager = _ScopedManager.from_queryset(ScopedQuerySet)


class GroupScopedModel(models.Model):
    """A row that belongs to one group. Its default manager raises when no scope is set."""

    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, related_name="+")

    # What lets a row be found before its group is known: "token_hash", "user_id" (one's own), or "anybody".
    # See storage.row_security.
    opened_by: ClassVar[str] = ""

    objects = ScopedManager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not get_scope().allows(self.group_id):
            raise ScopeError(f"{type(self).__name__} of a group outside the scope.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        if not get_scope().allows(self.group_id):
            raise ScopeError(f"{type(self).__name__} of a group outside the scope.")
        return super().delete(*args, **kwargs)
