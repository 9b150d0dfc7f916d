"""The words on the pages. The account guide's are as it prints them; the others are ours, in its style.

How the real sites word their answers is unknown; no client relies on ours.
"""

from __future__ import annotations

PORTAL = "登入本院PORTAL系統"
PORTAL_LINKS = "院外網 院內網 數位學習 KM系統 差勤系統 表單下載 網路掛號"
HOSPITAL = "醫療資訊系統 National Taiwan University Hospital"
PRACTICE = "練習模式：非醫院系統，請勿輸入真實資料"
QUICK_MENUS = (("H", "醫療相關選單"), ("A", "行政系統選單"), ("O", "門診系統"))
"""H was seen as a value on older pages (portal-facts.md); the other two values are ours."""
HELP_LINE = "如無法登入，請撥資訊室分機261120，告知『請協助重設PORTAL登入密碼』。"
BAR = ("醫療系統", "醫療支援", "其他資源", "數位學習", "資訊安全", "行政系統")
PERSONAL = (
    "更改密碼",
    "個人簽章提醒設定",
    "薪資所得免稅額申報表",
    "員工待遇福利查詢",
    "查詢員工連絡資料",
    "維護個人連絡資料",
    "個人就醫紀錄查詢",
    "個人追蹤名單",
    "權限更改申請(總院)",
    "權限更改申請(分院)",
    "權限更改申請說明文件(總院)",
    "權限更改申請說明文件(分院)",
    "員工扣繳憑單查詢",
    "員工公勞健保查詢",
    "使用網路之設備登錄系統",
    "行動憑證申請",
    "流感同意書列印",
)
"""The entries of 個人管理 (personal administration), in the guide's order."""
CHANGE_PASSWORD, CONTACT = "更改密碼", "維護個人連絡資料"
CONDITIONS = ("1.密碼長度不可少於8個字元", "2.密碼內容需包含英文及數字")
STRENGTH = ("密碼長度不足8個字元", "需包含英文", "需包含數字", "符合密碼設定條件")
CONTACT_LABELS = {
    "english_surname": ("英文姓", "ex:Chen(陳)"),
    "english_given": ("英文首名", "ex: Yi-Fen(怡芬) (說明)"),
    "english_middle": ("英文中名", "ex:Mary 為英文別名，如無，可不填"),
    "office_phone": ("辦公室電話", "ex:61234或23123456"),
    "home_phone": ("住宅電話", "ex:0223123456"),
    "mobile_phone": ("行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"),
}
ACTIVATE = "啟用網路帳號及首次雲端帳號密碼設定"
RESET = "重置雲端服務密碼"
VENDOR = "總院廠商VPN展延申請"
RESET_NOTE = (
    "重設非Portal帳號的密碼：Email, 無線網路, KM, TMS, RedCap, 大醫雲, VPN密碼 (含廠商、GPU服務)..."
    "註：此功能無法直接使用Outlook，從未使用請先【啟用網路帳號】"
)
ACTIVATE_NOTE = "啟用本院微軟相關服務，如：Office365, Outlook..."
VENDOR_NOTE = "總院廠商VPN到期，重新啟用申請。"
DOCUMENTS = (
    "相關服務文件請至「資訊系統操作手冊」、「CITRIXVPN Windows MAC 操作手冊」、「臨床教育系統e-Portfolio 操作手冊」"
)
CAUTIONS = (
    "電子郵件別名第一次設定之後則不能修改，請慎重選擇。",
    "依本院網路密碼新制原則，需透過MOTP驗證本人後始得設定雲端服務帳號與密碼以及啟用網路帳號。",
    "限尚未啟用雲端服務帳號者使用，雲端服務帳號於首次設定之隔日生效。",
    "按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。",
    "請輸入帳號與簡訊動態碼後按「下一步」。",
    "如果有安裝MOTP APP，則可直接開啟APP取得動態碼，無須透過簡訊發送。",
    "如未申請MOTP服務請洽資訊服務台辦理(261120)。",
)
SENT = "成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"
ALIAS_PAGE = "設定密碼與郵件別名"
ALIAS = "雲端服務帳號 (電子郵件名稱)"
CLOUD_NOTES = ("1. 雲端服務帳號為跨體系使用。", "2. 服務於設定完成隔日生效。")
EFFECTIVE = "服務於設定完成隔日生效"
MAIL = "進入本院電子信開通系統"
BOARD = (
    "體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。",
    "※如無法登入，請先至下方網址變更密碼，謝謝：",
)

SIGN_IN, SIGN_OUT, TO_MENU = "登入", "登出系統", "回功能選單"
SAVE_CHANGES = "異動儲存"
SEND_CODE, SEND_CONFIRMED, NEXT, CANCEL = "發送簡訊動態碼", "確定發送", "下一步", "取消"
ACTIVATE_SERVICE, CANCEL_ACTIVATION = "啟用雲端服務", "取消啟用"
"""What stands on the buttons."""

CHANGED = "更改密碼成功"
SAVED = "異動儲存成功"
ACTIVATED = "啟用雲端服務成功"
SIGNED_OUT = "您已登出系統"
MISMATCH = "兩次輸入的新密碼不一致"
STALE = "網頁已過期，請重新操作"
INVALID = "網頁內容驗證失敗，未處理您的要求"
NOT_HERE = "練習系統未提供此功能"
GO_ON = "繼續"
LEFT = "尚可嘗試 {left} 次"
WAIT = "請於 {seconds} 秒後再試"
INBOX = "收件匣"
EXISTING = "此帳號已啟用雲端服務"
NOT_YET = "此帳號尚未啟用雲端服務"
RESET_ACT = "確定重置"
RESET_DONE = "重置雲端服務密碼成功"
AT_ONCE = "即時生效"
AVAILABLE = "此名稱可以使用"
