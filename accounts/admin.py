"""People in the administration: read, and closed when they leave."""

from django.contrib import admin

from accounts.models import Notification, User


@admin.register(User)
class UserAdmin(admin.ModelAdmin[User]):
    list_display = ["email", "name", "is_active", "is_staff", "joined_at", "last_login"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["email", "name"]
    fields = ["email", "name", "is_active", "is_staff", "date_joined", "joined_at", "last_login"]
    readonly_fields = ["email", "date_joined", "joined_at", "last_login"]

    def has_add_permission(self, request: object) -> bool:
        """People come by invitation."""
        return False

    def has_delete_permission(self, request: object, obj: User | None = None) -> bool:
        """Decisions keep the name of who took them: an account is closed, never removed."""
        return False


@admin.register(Notification)
class NotificationAdmin(admin.ModelAdmin[Notification]):
    """What people were told, and whose e-mail failed: to look at, never to change."""

    list_display = ["created_at", "user", "kind", "text", "mail", "attempts", "sent_at"]
    list_filter = ["mail", "kind", "created_at"]
    list_select_related = ["user"]
    search_fields = ["user__email", "key", "text"]
    date_hierarchy = "created_at"

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_change_permission(self, request: object, obj: Notification | None = None) -> bool:
        return False

    def has_delete_permission(self, request: object, obj: Notification | None = None) -> bool:
        return False
