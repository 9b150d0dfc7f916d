"""The names that controls have on the wire.

The names in `KNOWN` are those seen at the real portal (portal-facts.md); all others are made up here and replaced
according to a layout's seed.
"""

from __future__ import annotations

from dataclasses import dataclass

from ntuh_onboard.backend.site.layout import Layout

KNOWN = {
    ("login", "campus"): "ddlHospital",
    ("login", "quick_menu"): "rdblQuickMenu",
    ("login", "employee_id"): "txtUserID",
    ("login", "portal_password"): "txtPass",
    ("login", "captcha"): "txtVerifyCode",
    ("login", "captcha_picture"): "imgVerifyCode",
    ("login", "sign_in"): "imgBtnSubmitNew",
    ("menu", "sign_out"): "ibtnLogOut",
    ("menu", "sign_out_box"): "TopButtonLogOutDIV",
}
PLAIN = {
    ("menu", "menu"): "mnuTop",
    ("password", "portal_old"): "NTUHWeb1$txtOldPassword",
    ("password", "portal_new"): "NTUHWeb1$txtNewPassword",
    ("password", "portal_again"): "NTUHWeb1$txtConfirmPassword",
    ("password", "change"): "NTUHWeb1$btnChange",
    ("password", "strength"): "NTUHWeb1$UpdatePanel1",
    ("password", "sign_out"): "NTUHWeb1$lbtnLogOut",
    ("password", "back"): "NTUHWeb1$lbtnBack",
    ("contact", "english_surname"): "NTUHWeb1$txtEngLast",
    ("contact", "english_given"): "NTUHWeb1$txtEngFirst",
    ("contact", "english_middle"): "NTUHWeb1$txtEngMiddle",
    ("contact", "office_phone"): "NTUHWeb1$txtOfficeTel",
    ("contact", "home_phone"): "NTUHWeb1$txtHomeTel",
    ("contact", "mobile_phone"): "NTUHWeb1$txtMobile",
    ("contact", "save"): "NTUHWeb1$btnSave",
    ("contact", "sign_out"): "NTUHWeb1$lbtnLogOut",
    ("contact", "back"): "NTUHWeb1$lbtnBack",
    ("activate", "employee_id"): "Account",
    ("activate", "send"): "SendSms",
    ("activate", "code"): "Otp",
    ("activate", "next"): "Next",
    ("phone", "registered_phone"): "Mobile",
    ("phone", "confirm"): "ConfirmSend",
    ("phone", "cancel"): "Cancel",
    ("settings", "alias"): "MailAlias",
    ("settings", "cloud_password"): "NewPassword",
    ("settings", "cloud_again"): "ConfirmPassword",
    ("settings", "activate"): "Enable",
    ("settings", "cancel"): "CancelEnable",
    ("reset", "employee_id"): "Account",
    ("reset", "send"): "SendSms",
    ("reset", "code"): "Otp",
    ("reset", "next"): "Next",
    ("reset_phone", "registered_phone"): "Mobile",
    ("reset_phone", "confirm"): "ConfirmSend",
    ("reset_phone", "cancel"): "Cancel",
    ("new_password", "cloud_password"): "NewPassword",
    ("new_password", "cloud_again"): "ConfirmPassword",
    ("new_password", "reset"): "Reset",
    ("new_password", "cancel"): "CancelReset",
    ("mail", "alias"): "username",
    ("mail", "cloud_password"): "password",
    ("mail", "captcha"): "verify",
    ("mail", "captcha_picture"): "verifyImage",
    ("mail", "remember"): "remember",
    ("mail", "sign_in"): "login",
}
DECOYS = (
    ("hidden", "UserID", "guest"),
    ("hidden", "Password", "x"),
    ("hidden", "txtPassword_old", ""),
    ("hidden", "MobilePhone", "0900000000"),
    ("text", "VerifyCode", ""),
    ("text", "email", ""),
)
"""Kind, name and value of controls that nobody can see; whoever fills one in has guessed by its name."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names and ids of one layout."""

    layout: Layout

    def name(self, page: str, key: str) -> str:
        """Return the name under which a form sends this control."""
        known = KNOWN.get((page, key))
        plain = known or PLAIN.get((page, key)) or key.title().replace("_", "")
        if self.layout.reworded == page:
            return f"c{self.layout.draw('name', page, key) % 16**7:07x}"
        if self.layout.seed is None or (known is not None and not self.layout.rename_all):
            return plain
        # The inner pages' prefix was seen on the wire too.
        prefix = "NTUHWeb1$" if plain.startswith("NTUHWeb1$") and not self.layout.rename_all else ""
        return f"{prefix}c{self.layout.draw('name', page, key) % 16**7:07x}"

    def ident(self, page: str, key: str) -> str:
        """Return the id of this control's element."""
        name = self.name(page, key)
        if self.layout.reworded == page:
            return f"e{self.layout.draw('id', page, key) % 16**7:07x}"
        if self.layout.seed is None or (page, key) in KNOWN or name.startswith("NTUHWeb1$"):
            return name.replace("$", "_")
        return f"e{self.layout.draw('id', page, key) % 16**7:07x}"
