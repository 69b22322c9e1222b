"""The token's owner, teammates, help centers."""

START = 1_790_000_000


def admin(number):
    return {
        "type": "admin", "id": str(number), "name": f"Teammate {number}", "email": f"teammate{number}@example.com",
        "away_mode_enabled": False, "away_mode_reassign": False, "has_inbox_seat": True, "team_ids": [],
    }  # fmt: skip


AVATAR = {
    "type": "avatar",
    "image_url": "https://static.intercomassets.com/assets/default-avatars/admins/128.png",
}


def test_me_names_the_workspace_and_its_region(start):
    center = start({"region": "eu", "workspace": "ab12cd34", "name": "Maison"})
    assert center.get("/me") == {
        "type": "admin", "id": "1", "email": "teammate1@example.com", "name": "Teammate 1", "email_verified": True,
        "app": {
            "type": "app", "id_code": "ab12cd34", "name": "Maison", "created_at": START, "secure": False,
            "identity_verification": False, "timezone": "America/Los_Angeles", "region": "EU",
        },
        "avatar": AVATAR, "has_inbox_seat": True,
    }  # fmt: skip


def test_teammates(center):
    assert center.get("/admins") == {"type": "admin.list", "admins": [admin(1), admin(2), admin(3)]}
    assert center.get("/admins?display_avatar=true")["admins"][0] == {**admin(1), "avatar": AVATAR}
    assert center.get("/admins/2") == admin(2)
    for unknown in ("9", "x", "99999999999999999999"):
        assert center.refused("GET", f"/admins/{unknown}") == (404, "admin_not_found", "Admin not found")
    assert center.refused("GET", "/admins?display_avatar=maybe")[:2] == (400, "parameter_invalid")


def test_help_centers_end_after_the_first_page(center):
    one = {
        "id": "31415", "workspace_id": "53f8b23b", "created_at": START, "updated_at": START,
        "identifier": "acme-help", "website_turned_on": True, "display_name": "Acme Help",
        "url": "https://intercom.help/acme-help", "custom_domain": None,
    }  # fmt: skip
    assert center.get("/help_center/help_centers") == {"type": "list", "data": [one]}
    assert center.get("/help_center/help_centers?page=2") == {"type": "list", "data": []}
    assert center.get("/help_center/help_centers/31415") == one
    assert center.refused("GET", "/help_center/help_centers/1") == (404, "not_found", "Resource Not Found")
