"""Write docs/permissions.md from the permission table: `python -m tools.write_permissions`."""

from tests.test_permissions import TABLE, permission_table

if __name__ == "__main__":
    TABLE.write_text(permission_table(), encoding="utf-8")
