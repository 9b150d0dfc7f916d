"""The sentences on the simulated hospital's pages. The guide's own are word for word; refusals are ours, in its style.

The wording of the real sites' refusals is unknown; no client relies on these.
"""

from __future__ import annotations

ARTICLES = (
    "說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼",
    "適用功能：本院雲端服務、電子郵件信箱、VPN、數位學習及院內非Portal之業務",
    "網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用",
    "使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。",
    "如有借用帳號行為，致院內重要資料或個人資料外洩時，該網路帳號擁有者需負相關法律之責任。",
    "首次使用時，請使用您的員工編號，執行『啟用網路帳號及首次雲端帳號密碼設定』進行帳號設置",
    "請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。",
    "請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同，以確保個人資料安全。",
)
"""《規範》 (the regulations) of the account guide, line by line."""
QUESTIONS = (
    (
        "密碼修改後多久可以生效",
        "即時生效。\n修改密碼完成後，收發電子郵件之帳號密碼、無線網路服務、院內VPN服務，等帳號密碼均同時修改。",
    ),
    (
        "忘記密碼",
        (
            "關於忘記密碼問題，因涉及個人隱私與保密，請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。"
            "如收不到簡訊動態碼時，請轉至資訊室資訊服務台，由資訊服務台同仁核對您為帳號本人後，"
            "將協助您臨時取得簡訊動態碼，再請您現場修改密碼，或參閱院內網文件(註冊MOTP動態碼及手機簡訊相關服務)\n"
            "為避免竊取個人帳號密碼情事發生，忘記密碼恕不接受電話、信件等方式查詢。"
        ),
    ),
    (
        "如何註冊MOTP動態碼",
        "請至院內網參閱「MOTP動態碼及手機簡訊相關服務、兩階段式動態碼驗證系統MOTP註冊」",
    ),
)
"""《常見問題與服務》 (questions and services) of the account guide."""
NOTICES = (
    (
        "為符合薪資所得扣繳辦法及所得稅法之規定，請全院同仁填報「薪資所得免稅額申報表」",
        "2019/10/21",
    ),
    (
        "總院Portal資訊系統登入首頁預定於108年1月1日改成新的版本，希望能夠達到個人化使用愛用，謝謝大家!",
        "2018/12/13",
    ),
    ("總院差勤待簽 0 未核准 0 被駁回 0", ""),
    ("總院Workflow待簽 0 未核准 0 被駁回 0", ""),
    ("總院EPortfolio待簽 0", ""),
)
"""公告 (announcements) and pending papers, as in the guide's picture of the page."""
SENT = "動態碼簡訊發送成功"
MESSAGE = "【練習簡訊，非醫院發送】動態碼 {code}，2分鐘內有效。此門號第{number}則，以最新一則為準。"

WRONG_CREDENTIALS = "帳號或密碼錯誤"
WRONG_CAPTCHA = "驗證碼錯誤"
LOCKED = "密碼錯誤次數過多，帳號已暫時鎖定"
UNKNOWN = "查無此帳號（練習系統僅接受虛構帳號）"
OTHER_CAMPUS = "此帳號不屬於所選院區，請用主要任職院區帳號登入"
MUST_CHANGE = "首次登入請先更改密碼"
OLD_WRONG = "舊密碼錯誤"
WEAK = "新密碼不符合密碼設定條件"
CONTACT_WRONG = "資料格式錯誤，未異動儲存"
PHONE_DIFFERS = "輸入的手機門號與帳號登記的門號不符"
NO_PHONE = "此帳號未登記手機門號"
COOLING = "動態碼已發送，請稍候再重新發送"
SEND_LIMIT = "動態碼發送次數已達上限"
CODE_WRONG = "動態碼錯誤"
CODE_EXPIRED = "動態碼已逾時"
TRIES_SPENT = "動態碼錯誤次數過多，請重新發送"
NO_AUTHENTICATOR = "此帳號未申請MOTP服務，請洽資訊服務台"
ACTIVATED = "此帳號已啟用雲端服務"
NOT_ACTIVATED = "此帳號尚未啟用雲端服務"
EXPIRED = "帳號已逾有效期限"
ALIAS_TAKEN = "此電子郵件名稱已有人使用"
ALIAS_WRONG = "電子郵件名稱格式錯誤"
ALIAS_RESERVED = "此電子郵件名稱為保留名稱，不開放申請"
CLOUD_MISSING = "請設定雲端服務密碼"
CLOUD_WEAK = "雲端服務密碼不符合密碼設定條件"
CLOUD_SAME = "請勿將此兩密碼設定相同"
NOT_EFFECTIVE = "服務於設定完成隔日生效"
SESSION_OVER = "連線已逾時，請重新登入"
MAINTENANCE = "系統維護中，暫停服務"
REFUSED = "系統忙碌，未處理您的要求"
