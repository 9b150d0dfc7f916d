"""A page that holds something of somebody's wherever a page can, and the search for it."""

from __future__ import annotations

from pathlib import Path

from tests.encodings import encodings

HEX = "0123456789abcdef0123456789abcdef"
CANARIES = {
    "hidden value": "Canary7hidden",
    "typed value": "Canary7typed",
    "text area": "Canary7area",
    "option value": "Canary7option",
    "view state": "/wEPDwUKLTk2Nzg0MzE1Mg9kFgICAw9kFgQCAQ8PFg==",
    "session": HEX,
    "cookie": "Canary7cookie",
    "comment": "Canary7comment",
    "script": "Canary7script",
    "style": "Canary7style",
    "attribute": "Canary7attribute",
    "fragment": "Canary7fragment",
    "user": "Canary7user",
    "employee": "104567",
    "national ID": "A123456789",
    "phone": "0912-345-678",
    "wide phone": "０９１２３４５６７８",
    "mail": "yifen.chen",
    "name in a greeting": "陳怡芬",
    "name in a cell": "林小明",
    "name in a line": "王大同",
    "name in a box": "張美麗",
    "name in a notice": "李主任",
    "hidden words": "Canary7unseen",
    "noscript": "Canary7noscript",
    "template": "Canary7template",
    "frame": "Canary7frame",
    "title": "Canary7title12345678",
    "name in a title": "林美華",
    "name beside a general word": "黃志明",
    "birthday": "85年3月17日",
    "birthday in short": "3月17日",
    "address": "中正區中山南路7號3樓",
    "address in English": "Zhongshan S. Rd",
}
"""What no kept page may hold. Whatever could be anybody's, in every place that a page has for it."""


def full() -> str:
    """A sign-in page with every canary in it."""
    of = CANARIES
    return f"""<!doctype html><html><head><title>登入 {of["employee"]} {of["name in a greeting"]}</title>
<!-- {of["comment"]} -->
<meta name="token" content="{of["attribute"]}"><style>.x{{background:url(/{of["style"]})}}</style>
<script>var t = "{of["script"]}"; location.hash = "{of["script"]}"; function f() {{ alert("{of["script"]}"); }}</script>
</head><body data-user="{of["attribute"]}" onclick="go('{of["script"]}')">
<noscript>{of["noscript"]}</noscript><template>{of["template"]}</template>
<iframe src="/menu?u={of["frame"]}" title="{of["frame"]}"></iframe>
<div style="display:none">{of["hidden words"]}</div>
<p>{of["employee"]} {of["name in a greeting"]} 您好!</p>
<p><span>{of["name in a greeting"]}</span> 您好!</p>
{of["name in a greeting"]} 您好!<br>姓名 {of["name in a line"]}<br><b>姓名</b>{of["name in a line"]}<br>歡迎
<div>姓名</div><div>{of["name in a cell"]}</div><p><span>姓名</span><span>{of["name in a line"]}</span></p>
<table><tr><th>姓名<th>帳號<tr><td>{of["name in a cell"]}<td>x</table>
<dl><dt>姓名<dd>{of["name in a cell"]}</dl><a><div>{of["name in a greeting"]} 您好!</div></a>
<table><tr><td>姓名：</td><td>{of["name in a cell"]}</td></tr>
<tr><td>2026/11/01</td><td>{of["name in a notice"]}公告</td></tr></table>
<p>帳號姓名：{of["name in a line"]}</p>
<form method="post"
action="http://{of["user"]}@127.0.0.1:1/(S({HEX}))/Login.aspx?SESSION={of["session"]}#{of["fragment"]}">
<input type="hidden" name="__VIEWSTATE" value="{of["view state"]}">
<input type="hidden" name="n" value="{of["hidden value"]}">
<p>帳號 <input name="txtUserID" value="{of["typed value"]}" data-was="{of["attribute"]}" title="{of["title"]}">
<p>姓名 <input name="who" value="{of["name in a box"]}">
<p>密碼 <input type="password" name="txtPass" value="{of["typed value"]}">
<p>驗證碼 <input name="txtVerifyCode"><img src="/code.gif?SESSION={of["session"]}&amp;u={of["employee"]}" alt="">
<p>院區 <select name="c"><option value="{of["option value"]}">總院區</option></select>
<p>說明 <textarea name="t">{of["text area"]}</textarea>
<p><input type="checkbox" name="記住登入資訊" value="{of["hidden value"]}"> 記住登入資訊
<p><input type="submit" value="登入">
</form>
<a href="javascript:__doPostBack('menu','{of["hidden value"]}')">選單</a>
<a href="/next;jsessionid={of["session"]}?SESSION={of["session"]}#{of["fragment"]}">下一頁</a>
<a href="#" onclick="window.open('/w?k={of["session"]}')">開啟</a>
<a href="mailto:{of["mail"]}@ntuh.gov.tw">寄信</a><a href="data:text/html,{of["script"]}">資料</a>
<p>請洽 {of["mail"]}@ntuh.gov.tw 或 {of["phone"]}、{of["wide phone"]}
；證號 {of["national ID"]}，代碼 {of["session"]}</p>
<img src="/p.jpg" alt="{of["name in a greeting"]}的照片"><span title="{of["name in a title"]} 您好">?</span>
<p>承辦 <input name="by" placeholder="{of["name in a line"]}"><p>登入者：{of["name beside a general word"]}
<p>生於民國{of["birthday"]}（{of["birthday in short"]}），住台北市{of["address"]}
<p>住 No. 7, {of["address in English"]}., Taipei，由{of["name in a cell"]}代辦
<svg><text>{of["hidden words"]}</text></svg>
<canary-element x="{of["attribute"]}">{of["employee"]}</canary-element>
<script>alert("您的帳號 {of["employee"]} 已登入");
alert("{of["name in a greeting"]} 您好!");</script>
</body></html>"""


def leaks(folder: Path) -> set[str]:
    """The canaries that stand in any file of a folder, or in its name."""
    whole = b"\n".join(each.read_bytes() + str(each).encode() for each in sorted(folder.rglob("*")) if each.is_file())
    return {name for name, canary in CANARIES.items() if any(form in whole for form in encodings(canary).values())}
