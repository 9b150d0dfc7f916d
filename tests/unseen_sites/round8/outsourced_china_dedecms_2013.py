"""A site by a vendor from across the strait, 2013: DedeCMS underneath, GBK pages, pinyin names, alert and location.href."""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from typing import Any

from tests.unseen_sites.truth import Request, Response, Site, picture

MD5_JS = r"""/* md5.js  字符串MD5加密 */
function hex_md5(s){
function add(x,y){var l=(x&0xFFFF)+(y&0xFFFF);return(((x>>16)+(y>>16)+(l>>16))<<16)|(l&0xFFFF);}var u=unescape(encodeURIComponent(s)),n=((u.length+8)>>6)+1,w=[],i,j;for(i=0;i<n*16;i++)w[i]=0;for(i=0;i<u.length;i++)w[i>>2]|=u.charCodeAt(i)<<((i%4)*8);w[i>>2]|=0x80<<((i%4)*8);w[n*16-2]=u.length*8;var r=[7,12,17,22,5,9,14,20,4,11,16,23,6,10,15,21],a=1732584193,b=-271733879,c=-1732584194,d=271733878;for(i=0;i<w.length;i+=16){
var A=a,B=b,C=c,D=d,f,g,t,q;for(j=0;j<64;j++){if(j<16){f=(B&C)|(~B&D);g=j;}else if(j<32){f=(D&B)|(~D&C);g=(5*j+1)%16;}else if(j<48){f=B^C^D;g=(3*j+5)%16;}else{f=C^(B|~D);g=(7*j)%16;}t=D;D=C;C=B;q=add(add(A,f),add(Math.floor(Math.abs(Math.sin(j+1))*4294967296)|0,w[i+g]));var k=r[(j>>4)*4+j%4];B=add(B,(q<<k)|(q>>>(32-k)));A=t;}a=add(a,A);b=add(b,B);c=add(c,C);d=add(d,D);}var h='0123456789abcdef',o='',v=[a,b,c,d];for(i=0;i<16;i++){var y=(v[i>>2]>>((i%4)*8))&255;o+=h.charAt(y>>4)+h.charAt(y&15);}
return o;}
"""


class TheSite(Site):
    title = "outsourced_china_dedecms_2013"
    charset = "gbk"

    def __init__(self) -> None:
        super().__init__()
        self.huihua: dict[str, dict[str, Any]] = {}
        self.salt = secrets.token_hex(4)

    # ------------------------------------------------ include/common.func.php
    def out(self, html: str, *cookies: str) -> Response:
        return Response(html, kind="text/html; charset=gb2312", headers=[*(("Set-Cookie", c) for c in cookies), ("X-Powered-By", "PHP/5.2.17")])

    def tishi(self, words: str, to: str, *cookies: str) -> Response:
        """alert, then elsewhere; "-1" is one page back."""
        go = "history.go(-1);" if to == "-1" else f"location.href='{to}';"
        return self.out(f"<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=gb2312\" /></head><body><script language='javascript'>alert('{words}');{go}</script></body></html>", *cookies)

    def showmsg(self, words: str, to: str, *cookies: str) -> Response:
        return self.out(f"""<html><head><title>系統提示信息</title>
<meta http-equiv="Content-Type" content="text/html; charset=gb2312" />
<style>div{{line-height:160%;}}</style></head>
<body leftmargin='0' topmargin='0' bgcolor='#FFFFFF'>
<center>
<script>
      var pgo=0;
      function JumpUrl(){{ if(pgo==0){{ location='{to}'; pgo=1; }} }}
</script>
<br /><div style='width:450px;padding:0px;border:1px solid #DADADA;'><div style='padding:6px;font-size:12px;border-bottom:1px solid #DADADA;background:#DBEEBD'><b>系統提示信息！</b></div>
<div style='height:130px;font-size:10pt;background:#ffffff'><br />{words}<br /><a href='{to}'>如果你的瀏覽器沒反應，請點擊這裡...</a><br/></div></div>
<script>setTimeout('JumpUrl()',1000);</script></center></body></html>""", *cookies)

    def formhash(self, sid: str) -> str:
        return hashlib.md5((self.salt + sid).encode()).hexdigest()[8:16]

    def who(self, request: Request, name: str) -> tuple[str, dict[str, Any], list[str]]:
        sid = request.cookies.get(name, "")
        if sid in self.huihua and self.huihua[sid]["site"] == request.host:
            return sid, self.huihua[sid], []
        sid = secrets.token_hex(16)
        self.huihua[sid] = {"site": request.host}
        return sid, self.huihua[sid], [f"{name}={sid}; path=/"]

    def safe(self, text: str) -> str:
        for a, b in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#39;")):
            text = text.replace(a, b)
        return text

    def yzm(self, box: dict[str, Any], kind: str) -> Response:
        box["yzm"] = self.truth.new_captcha("23456789abcdefghjkmnpqrstuvwxyz", 4) if kind == "mail" else self.truth.new_captcha()
        return Response(picture(box["yzm"], "JPEG", (110, 34)), kind="image/jpeg", headers=[("Pragma", "no-cache")])

    def yzm_right(self, box: dict[str, Any], given: str) -> bool:
        text, newest = box.pop("yzm", ""), self.truth.captcha
        self.truth.captcha = ""
        return bool(text) and text == newest and given.strip().lower() == text.lower()

    def mobile(self) -> str:
        return self.truth.saved_contact.get("mobile_phone") or self.truth.person.mobile_phone

    # ------------------------------------------------ portal: /xt/
    def portal(self, request: Request) -> Response:
        path, post = request.path, request.method == "POST"
        if post:
            self.takes(request, yuanqu="campus", zhanghao="employee_id", mima="portal_password", yzm="captcha", jiumima="old_password", xinmima="new_password", xinmima2="new_password_again")
        if path in ("/", "/index.html"):
            return self.out("<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=gb2312\"><title>PORTAL</title><meta http-equiv=\"refresh\" content=\"0;url=xt/login.php\"></head><body><script>window.location.href='xt/login.php';</script></body></html>")
        if path == "/xt/js/md5.js":
            return Response(MD5_JS, kind="application/x-javascript")
        if not path.startswith("/xt/"):
            return Response("<html><head><title>404 Not Found</title></head><body bgcolor=\"white\"><center><h1>404 Not Found</h1></center><hr><center>nginx/1.2.6</center></body></html>", 404)
        sid, box, cookies = self.who(request, "PHPSESSID")
        page = path[4:]
        if page == "include/vdimgck.php":
            answer = self.yzm(box, "portal")
            answer.headers += [("Set-Cookie", c) for c in cookies]
            return answer
        if page == "login.php":
            return self.denglu(request, sid, box, cookies) if post else self.out(self.denglu_html(sid), *cookies)
        if not box.get("yonghu"):
            return self.tishi("對不起，您還沒有登錄或登錄已超時！", "/xt/login.php", *cookies)
        if page == "exit.php":
            del self.huihua[sid]
            self.truth.sessions.discard("portal:" + sid)
            self.truth.counts["sign_out_portal"] += 1
            return self.tishi("成功退出登錄！", "login.php", "PHPSESSID=deleted; expires=Thu, 01-Jan-1970 00:00:01 GMT; path=/", "DedeUserID=deleted; expires=Thu, 01-Jan-1970 00:00:01 GMT; path=/")
        if page in ("", "index.php"):
            return self.out("""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312" />
<title>醫療資訊系統 - PORTAL</title>
</head>
<frameset rows="60,*" cols="*" frameborder="no" border="0" framespacing="0">
  <frame src="top.php" name="topFrame" scrolling="no" noresize="noresize" id="topFrame" />
  <frameset cols="180,*" name="bodyFrame" id="bodyFrame" frameborder="no" border="0" framespacing="0">
    <frame src="menu.php" name="menu" noresize="noresize" id="menu" scrolling="auto" />
    <frame src="main.php" name="main" noresize="noresize" id="main" scrolling="yes" />
  </frameset></frameset><noframes><body>您的瀏覽器不支持框架！ <a href="menu.php">選單</a></body></noframes>
</html>""")
        head = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312" /><link href="css/base.css" rel="stylesheet" type="text/css" />'
        if page == "top.php":
            return self.out(f'{head}<title>top</title></head><body><table width="100%"><tr><td><img src="images/logo.gif" /></td><td align="right">您好：{self.truth.person.name} ，歡迎使用本系統！ [<a href="index.php" target="_top">系統主頁</a>] [<a href="exit.php" target="_top" onclick="return confirm(\'確定要退出系統嗎？\');">登出系統</a>]</td></tr></table></body></html>')
        if page == "menu.php":
            link = f"{self.urls['inner']}/renshi/lianxi.php?SESSION={sid}"
            groups = (("醫療系統", (("menzhen.php", "門診系統"),)), ("行政系統", (("gongwen.php", "公文系統"),)),
                      ("個人管理", (("xgmm.php", "更改密碼"), ("qianzhang.php", "個人簽章提醒設定"), ("chaxun.php", "查詢員工連絡資料"), (link, "維護個人連絡資料"), ("koujiao.php", "員工扣繳憑單查詢"))))
            menu = "".join(f"<dl class='bitem' id='items{n}'><dt onClick='showHide(\"items{n}\")'><b>{name}</b></dt><dd><ul>" + "".join(f"<li><a href='{to}' target='main'>{label}</a></li>" for to, label in items) + "</ul></dd></dl>\n" for n, (name, items) in enumerate(groups))
            return self.out(f"{head}<title>menu</title><script language='javascript'>function showHide(i){{var o=document.getElementById(i).getElementsByTagName('dd')[0];o.style.display=o.style.display=='none'?'':'none';}}</script></head><body target='main'>\n{menu}</body></html>")
        if page == "main.php":
            return self.out(f'{head}<title>main</title></head><body><div class="weizhi">當前位置：系統主頁</div><table width="98%" border="0" cellpadding="1" cellspacing="1" bgcolor="#CFCFCF"><tr><td bgcolor="#EEF4EA"><b>全院公告</b></td></tr><tr bgcolor="#FFFFFF"><td>[2013-06-01] 系統升級完畢，如有問題請撥分機261120</td></tr></table><!-- 服务器信息 --><p><a href="index.php" target="_top">回功能選單</a></p></body></html>')
        if page == "xgmm.php":
            if post:
                return self.xgmm(request, sid)
            return self.out(f"""{head}<title>更改密碼</title>
<script language="javascript"><!--
//检查表单
function checkSubmit(){{
  if(document.form1.jiumima.value==""){{ alert("旧密码不能为空！"); document.form1.jiumima.focus(); return false; }}
  if(document.form1.xinmima.value!=document.form1.xinmima2.value){{ alert("两次密码不一致！"); return false; }}
  return true;
}} //-->
</script></head><body>
<div class="weizhi">當前位置：個人管理 &gt;&gt; 更改密碼</div>
<form action="xgmm.php" method="post" name="form1" onSubmit="return checkSubmit();">
<input type="hidden" name="dopost" value="save" /><input type="hidden" name="formhash" value="{self.formhash(sid)}" />
<table width="98%" border="0" cellspacing="1" cellpadding="3" bgcolor="#D6D6D6">
<tr bgcolor="#FFFFFF"><td width="20%" align="right">請輸入舊密碼：</td><td><input name="jiumima" type="password" class="pubinputs" style="width:200px" /></td></tr>
<tr bgcolor="#FFFFFF"><td align="right">請輸入新密碼：</td><td><input name="xinmima" type="password" class="pubinputs" style="width:200px" /> <font color="red">*</font></td></tr>
<tr bgcolor="#FFFFFF"><td align="right">請再輸入新密碼：</td><td><input name="xinmima2" type="password" class="pubinputs" style="width:200px" /> <font color="red">*</font></td></tr>
<tr bgcolor="#FFFFFF"><td align="right">密碼強度檢核：</td><td><span id="qiangdu">弱 | 中 | 強</span></td></tr>
<tr bgcolor="#FFFFFF"><td align="right" valign="top">密碼設定條件：</td><td>1.密碼長度不可少於8個字元<br>2.密碼內容需包含英文及數字</td></tr>
<tr bgcolor="#F1F5F2"><td>&nbsp;</td><td><input type="submit" name="Submit" value=" 保 存 " class="coolbg np" /> <input type="reset" name="Submit2" value=" 重 置 " class="coolbg np" /></td></tr>
</table></form><a href="index.php" target="_top">[回功能選單]</a> <a href="exit.php" target="_top">[登出系統]</a>
</body></html>""")
        return self.out(f"{head}</head><body>該欄目沒有內容或您沒有權限！</body></html>")

    def denglu_html(self, sid: str) -> str:
        return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head>
<meta http-equiv="Content-Type" content="text/html; charset=gb2312" />
<title>登入本院PORTAL系統</title>
<link href="css/login.css" rel="stylesheet" type="text/css" />
<script src="js/md5.js" language="javascript" type="text/javascript"></script>
<script type="text/javascript">
//刷新验证码
function changeAuthCode() {{
  document.getElementById("vdimgck").src = "include/vdimgck.php?tag=" + Math.floor(Math.random()*1000); return false;
}}
//提交前加密
function CheckAndSetPassTextBox(id) {{
  var o = document.getElementById(id);
  if(o.value == "") {{ alert("密碼不能為空！"); return false; }}
  o.value = hex_md5(o.value); return true;
}}
</script>
</head><body><div id="login-box">
<div class="login-top"><a href="http://www.ntuh.gov.tw/" target="_blank">院外網</a> | <a href="login.php">數位學習</a> | <a href="login.php">網路掛號</a></div>
<div class="login-main"><form name="form1" method="post" action="login.php" autocomplete="off">
<input type="hidden" name="gotopage" value="" /><input type="hidden" name="dopost" value="login" /><input type="hidden" name="formhash" value="{self.formhash(sid)}" />
<dl>
<dt>院區：</dt><dd><select name="yuanqu" id="yuanqu"><option value="T0" selected="selected">總院區</option><option value="T2">北護分院</option><option value="T4">新竹分院</option><option value="Y0">雲林分院</option></select></dd>
<dt>帳&nbsp;號：</dt><dd><input type="text" name="zhanghao" id="zhanghao" /></dd>
<dt>密&nbsp;碼：</dt><dd><input type="password" class="alltxt" name="mima" id="mima" /></dd>
<dt>驗證碼：</dt><dd><input id="vdcode" type="text" name="yzm" style="text-transform:uppercase;" /><img id="vdimgck" align="absmiddle" onclick="this.src=this.src+'?'" style="cursor:pointer;" alt="看不清？點擊更換" src="include/vdimgck.php" /> <a href="#" onclick="return changeAuthCode();">看不清？ </a>(不用區分大小寫)</dd>
<dt>&nbsp;</dt><dd><input type="image" name="sm1" src="images/login-btn.gif" alt="登錄" onclick="return CheckAndSetPassTextBox('mima');" /></dd>
</dl></form></div>
<div class="login-power">Powered by<a href="http://www.dedecms.com" title="DedeCMS官网"><strong>DedeCMSV57_GBK_SP1</strong></a>&copy; 2004-2013 技术支持：厦门某某网络科技有限公司</div>
</div></body></html>"""

    def denglu(self, request: Request, sid: str, box: dict[str, Any], cookies: list[str]) -> Response:
        words = ""
        right = self.yzm_right(box, request.get("yzm"))
        digest = hashlib.md5(self.truth.portal_password.encode()).hexdigest()
        if request.get("dopost") != "login" or request.get("formhash") != self.formhash(sid):
            words = "頁面已過期，請重新登錄！"
        elif not right:
            words = "驗證碼不正確！"
        elif request.get("yuanqu") != "T0" or request.get("zhanghao").strip() != self.truth.person.employee_id:
            words = "你的用戶名不存在！"
        elif request.get("mima") != digest:
            words = "你的密碼錯誤！"
        if words:
            self.truth.counts["sign_in_refused"] += 1
            return self.tishi(words, "login.php", *cookies)
        del self.huihua[sid]
        sid = secrets.token_hex(16)
        self.huihua[sid] = {"site": "portal", "yonghu": self.truth.person.employee_id}
        self.truth.sessions.add("portal:" + sid)
        self.truth.counts["sign_in"] += 1
        return self.showmsg("成功登錄，正在轉向系統主頁！", "index.php", f"PHPSESSID={sid}; path=/", "DedeUserID=104; path=/", f"DedeUserID__ckMd5={secrets.token_hex(8)}; path=/")

    def xgmm(self, request: Request, sid: str) -> Response:
        new, words = request.get("xinmima"), ""
        if request.get("dopost") != "save" or request.get("formhash") != self.formhash(sid):
            words = "非法提交！"
        elif request.get("jiumima") != self.truth.portal_password:
            words = "你輸入的舊密碼錯誤或沒填寫，不允許修改！"
        elif new != request.get("xinmima2"):
            words = "兩次輸入的新密碼不一致！"
        elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
            words = "新密碼不合規範，至少8位且須含英文和數字！"
        elif new == self.truth.portal_password:
            words = "新密碼不能與舊密碼相同！"
        if words:
            self.truth.counts["password_refused"] += 1
            return self.tishi(words, "-1")
        self.truth.portal_password = new
        self.truth.counts["password_changed"] += 1
        return self.tishi("修改密碼成功，請牢記您的新密碼！", "main.php")

    # ------------------------------------------------ inner: /renshi/
    ZIDUAN = (("ywxing", "english_surname", "英文姓", "ex:Chen(陳)"), ("ywming", "english_given", "英文首名", "ex: Yi-Fen(怡芬)"), ("ywzhong", "english_middle", "英文中名", "ex:Mary 為英文別名，如無，可不填"),
              ("bgdianhua", "office_phone", "辦公室電話", "ex:61234或23123456"), ("zzdianhua", "home_phone", "住宅電話", "ex:0223123456"), ("shouji", "mobile_phone", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"))

    def inner(self, request: Request) -> Response:
        if request.method == "POST":
            self.takes(request, shouji="mobile_phone")
        sid = request.query.get("SESSION", "")
        box = self.huihua.get(sid, {})
        if request.path != "/renshi/lianxi.php":
            return Response("<center><h1>404 Not Found</h1></center>", 404)
        if not box.get("yonghu") or box["site"] != "portal":
            return self.tishi("登錄超時，請重新登錄！", self.urls["portal"] + "/xt/login.php")
        if request.method == "POST":
            shuju = {column: request.get(name).strip() for name, column, *_ in self.ZIDUAN}
            if request.get("dopost") != "save" or request.get("formhash") != self.formhash(sid) or not all(request.has(name) for name, *_ in self.ZIDUAN):
                return self.tishi("非法提交！", "-1")
            if not re.match(r"^09\d{8}$", shuju["mobile_phone"]):
                return self.tishi("行動電話格式不對，應為10位數字！", "-1")
            if not shuju["english_surname"] or not shuju["english_given"]:
                return self.tishi("英文姓名不能為空！", "-1")
            self.truth.saved_contact.update(shuju)
            self.truth.counts["contact_saved"] += 1
            box["gengxin"] = time.strftime("%Y-%m-%d %H:%M:%S")
            return self.tishi("保存資料成功！", f"lianxi.php?SESSION={sid}")
        person, rows = self.truth.person, ""
        for name, column, label, hint in self.ZIDUAN:
            value = self.safe(self.truth.saved_contact.get(column, getattr(person, column)))
            rows += f'<tr bgcolor="#FFFFFF"><td align="right" height="26">{label}：</td><td><input type="text" name="{name}" value="{value}" size="30"> <font color="#999999">{hint}</font></td></tr>\n'
        gengxin = f'<div id="tips">資料已更新，更新時間：{box["gengxin"]}</div>' if "gengxin" in box else ""
        return self.out(f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312" /><title>維護個人連絡資料</title></head>
<body>{gengxin}<form name="form2" action="lianxi.php?SESSION={sid}" method="post" enctype="multipart/form-data">
<input type="hidden" name="dopost" value="save"><input type="hidden" name="formhash" value="{self.formhash(sid)}">
<table width="98%" bgcolor="#D6D6D6" cellspacing="1">
<tr><td colspan="2" background="images/tbg.gif"><b>台大醫院---維護個人連絡資料</b> <input type="submit" value="異動儲存" name="baocun"></td></tr>
<tr bgcolor="#FFFFFF"><td align="right">員工編號：</td><td>{person.employee_id}　姓名：{person.name}</td></tr>
{rows}</table></form><!-- 返回 --><a href="{self.urls['portal']}/xt/index.php" target="_top">回功能選單</a>
</body></html>""")

    # ------------------------------------------------ account
    LEIXING = {"1": "啟用網路帳號及首次雲端帳號密碼設定", "2": "重置雲端服務密碼"}

    def moban(self, title: str, body: str, *cookies: str) -> Response:
        return self.out(f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312" /><title>{title}_網路帳號服務</title>
<meta name="keywords" content="網路帳號,雲端" /><link href="/templets/default/style/dedecms.css" rel="stylesheet" media="screen" type="text/css" /></head>
<body class="index"><div class="header_top"><div class="w960 center"><span class="toplinks">歡迎光臨！ [<a href="#" onclick="this.style.behavior='url(#default#homepage)';">設為首頁</a>] [<a href="javascript:window.external.AddFavorite(document.location.href,document.title)">加入收藏</a>]</span></div></div>
<div class="header"><a href="/"><img src="/images/logo.gif" alt="" /></a>
<form name="formsearch" action="/plus/search.php" method="get"><input type="hidden" name="kwtype" value="0" /><input name="q" type="text" id="search-keyword" value="在這裡搜索..." onfocus="this.value='';" /><select name="searchtype" id="search-option"><option value="title" selected="1">檢索標題</option><option value="titlekeyword">智能模糊</option></select><button type="submit" class="search-submit">搜索</button></form></div>
<div class="place"><strong>當前位置:</strong> <a href="/">主頁</a> &gt; {title}</div>
<div class="viewbox">{body}</div>
<div class="footer w960 center"><p class="powered">Powered by <a href="http://www.dedecms.com">DedeCMS_V57_GBK</a> &copy; 2004-2013 <a href="#">版权所有</a></p></div></body></html>""", *cookies)

    def account(self, request: Request) -> Response:
        path, post, truth = request.path, request.method == "POST", self.truth
        if post:
            self.takes(request, gonghao="employee_id", shoujihao="registered_phone", dongtaima="code", youxiang="alias", yunmima="cloud_password", yunmima2="cloud_password_again")
        if path in ("/", "/index.php"):
            return self.moban("首頁", """<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<div class="title"><h2>《規範》</h2></div><div class="content"><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><p>・使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。<br/>・請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</p></div>
<div class="title"><h2>《常見問題與服務》</h2></div><div class="content"><p>密碼修改後多久可以生效<br/>即時生效。</p><p>忘記密碼<br/>請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></div>
<p><input type="button" class="anniu" value="啟用網路帳號及首次雲端帳號密碼設定" onclick="window.location.href='yanzheng.php?lx=1'" /> 啟用本院微軟相關服務，如：Office365, Outlook...</p>
<p><input type="button" class="anniu" value="重置雲端服務密碼" onclick="window.location.href='yanzheng.php?lx=2'" /> 重設非Portal帳號的密碼</p>
<p><input type="button" class="anniu" value="總院廠商VPN展延申請" onclick="alert('功能開發中...')" /></p>""")
        if path == "/plus/search.php":
            return self.moban("搜索", "<p>對不起，沒有找到相關內容！</p>")
        sid, box, cookies = self.who(request, "HELPSID")
        lx = request.get("lx")
        if path == "/tuichu.php":
            if "account:" + sid in truth.sessions:
                truth.sessions.discard("account:" + sid)
                truth.counts["sign_out_account"] += 1
            self.huihua.pop(sid, None)
            return self.tishi("您已安全退出！", "index.php", "HELPSID=deleted; expires=Thu, 01-Jan-1970 00:00:01 GMT; path=/")
        if path not in ("/yanzheng.php", "/shouji.php", "/shezhi.php", "/jieguo.php"):
            return Response("<center><h1>404 Not Found</h1></center>", 404)
        if lx not in self.LEIXING:
            return self.tishi("參數錯誤！", "index.php", *cookies)
        if post and request.get("formhash") != self.formhash(sid):
            return self.tishi("非法提交！", f"yanzheng.php?lx={lx}", *cookies)
        if path == "/yanzheng.php":
            return self.yanzheng(request, sid, box, lx, cookies)
        if path == "/shouji.php":
            if not box.get("gonghao"):
                return self.tishi("請先輸入員工編號！", f"yanzheng.php?lx={lx}", *cookies)
            if post:
                if request.get("shoujihao").strip() != self.mobile():
                    return self.tishi("手機門號與登記資料不符，發送失敗！", f"shouji.php?lx={lx}")
                box["ma"], box["shijian"], box["lx"] = truth.new_message(), time.time(), lx
                return self.tishi("動態碼簡訊發送成功\\n成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」", f"yanzheng.php?lx={lx}")
            return self.moban("發送簡訊動態碼", f"""<form name="form3" action="shouji.php" method="post"><input type="hidden" name="lx" value="{lx}" /><input type="hidden" name="formhash" value="{self.formhash(sid)}" />
<table align="center" class="tanchu"><tr><th>請輸入帳號登記的手機門號(10碼)</th></tr><tr><td><input type="text" name="shoujihao" maxlength="10" /></td></tr>
<tr><td><input type="submit" name="queding" value="確定發送" /> <input type="button" value="取消" onclick="history.back();" /></td></tr></table></form>""")
        if box.get("tongguo") != lx:
            return self.tishi("請先進行身分驗證！", f"yanzheng.php?lx={lx}", *cookies)
        if path == "/shezhi.php" and post:
            return self.shezhi(request, box, lx)
        return self.moban("設定密碼與郵件別名" if lx == "1" else "重置雲端服務密碼", self.shezhi_html(sid, lx, path == "/jieguo.php"))

    def yanzheng(self, request: Request, sid: str, box: dict[str, Any], lx: str, cookies: list[str]) -> Response:
        truth, back = self.truth, f"yanzheng.php?lx={lx}"
        if request.method != "POST":
            if box.pop("tongguo", ""):
                truth.sessions.discard("account:" + sid)
            return self.moban(self.LEIXING[lx], f"""<div class="zhuyi"><b>注意事項</b><br/>1、電子郵件別名第一次設定之後則不能修改，請慎重選擇。<br/>2、按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<br/>3、請輸入帳號與簡訊動態碼後按「下一步」。</div>
<form name="form1" action="yanzheng.php" method="post"><input type="hidden" name="lx" value="{lx}" /><input type="hidden" name="formhash" value="{self.formhash(sid)}" />
<table width="90%" border="1" bordercolor="#CCCCCC" style="border-collapse:collapse"><tr><td colspan="3" align="center"><b>{self.LEIXING[lx]}</b></td></tr>
<tr><td>網路帳號 / 主職員工編號</td><td><input type="text" name="gonghao" value="{box.get('gonghao', '')}" maxlength="6" /></td><td><input type="submit" name="fasong" value="發送簡訊動態碼" /></td></tr>
<tr><td>簡訊(或MOTP)動態碼</td><td><input type="text" name="dongtaima" maxlength="6" /></td><td>&nbsp;</td></tr>
<tr><td colspan="3" align="right"><input type="submit" name="xiayibu" value="下一步" /></td></tr></table></form>""", *cookies)
        gonghao = request.get("gonghao").strip()
        if gonghao != truth.person.employee_id:
            return self.tishi("該員工編號不存在！", back, *cookies)
        box["gonghao"] = gonghao
        if request.has("fasong"):
            return self.out(f"<script>location.href='shouji.php?lx={lx}';</script>", *cookies)
        words = ""
        if not request.has("xiayibu") or not box.get("ma") or box.get("lx") != lx:
            words = "請先獲取動態碼！"
        elif time.time() - box["shijian"] > 120:
            words = "動態碼已過期，請重新發送！"
        elif request.get("dongtaima").strip() != box["ma"]:
            words = "動態碼錯誤！"
        if words:
            truth.counts["code_refused"] += 1
            return self.tishi(words, back)
        box["ma"], box["tongguo"] = "", lx
        truth.sessions.add("account:" + sid)
        truth.counts["code_accepted"] += 1
        return self.out(f"<script language=\"javascript\">window.location.href='shezhi.php?lx={lx}';</script>")

    def shezhi_html(self, sid: str, lx: str, done: bool) -> str:
        person, truth = self.truth.person, self.truth
        rows = "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in (("網路帳號 / 主職員工編號", person.employee_id), ("帳號姓名", person.name), ("主職單位", person.unit), ("有效期限", person.valid_until)))
        exit_link = '<p align="right"><a href="tuichu.php">[安全退出]</a></p>'
        table = f'<table width="90%" border="1" bordercolor="#CCCCCC" style="border-collapse:collapse">{rows}'
        if truth.alias and (lx == "1" or done):
            return f"{exit_link}{table}<tr><td>雲端服務帳號<br/>(電子郵件名稱)</td><td>{self.safe(truth.alias)}@ntuh.gov.tw</td></tr><tr><td>帳號狀態</td><td><font color='green'>已開通</font>（電子郵件名稱不可修改）</td></tr></table>"
        alias = "<tr><td>雲端服務帳號<br/>(電子郵件名稱)</td><td><input type=\"text\" name=\"youxiang\" maxlength=\"64\" />@ntuh.gov.tw 名稱長度限64字元內</td></tr>" if lx == "1" else ""
        go, stop = ("啟用雲端服務", "取消啟用") if lx == "1" else ("確認重置", "取消")
        return f"""{exit_link}<script language="javascript"> //验证
function yanzhengbiaodan(f){{
  if(f.yunmima.value.length<8){{alert('密码长度不能小于8位！');f.yunmima.focus();return false;}}
  if(f.yunmima.value!=f.yunmima2.value){{alert('两次输入的密码不一致！');return false;}}
  return true; }}
</script><p>雲端服務帳號說明：<br/>1. 雲端服務帳號為跨體系使用。<br/>2. 服務於設定完成隔日生效。</p>
<form name="form4" action="shezhi.php" method="post" onsubmit="return yanzhengbiaodan(this);"><input type="hidden" name="lx" value="{lx}" /><input type="hidden" name="dopost" value="save" /><input type="hidden" name="formhash" value="{self.formhash(sid)}" />
{table}{alias}
<tr><td>雲端服務密碼</td><td><input type="password" name="yunmima" /> <font color="red">*</font> 8位以上英文加數字</td></tr>
<tr><td>確認雲端服務密碼</td><td><input type="password" name="yunmima2" /> <font color="red">*</font></td></tr>
<tr><td colspan="2" align="center"><input type="button" value="{stop}" onclick="location.href='tuichu.php';" /> <input type="submit" name="tijiao" value="{go}" /></td></tr></table></form>"""

    def shezhi(self, request: Request, box: dict[str, Any], lx: str) -> Response:
        truth, word, alias, words = self.truth, request.get("yunmima"), request.get("youxiang").strip(), ""
        if request.get("dopost") != "save":
            words = "非法提交！"
        elif lx == "1" and truth.alias:
            words = "該帳號已經開通過雲端服務，請勿重複操作！"
        elif lx == "2" and not truth.alias:
            words = "該帳號尚未開通雲端服務！"
        elif lx == "1" and not re.match(r"^[A-Za-z][A-Za-z0-9._-]{1,63}$", alias):
            words = "電子郵件名稱不合法，只能用英文字母開頭的字母數字及 . _ - ！"
        elif lx == "1" and alias.lower() == "taken.name":
            words = "電子郵件名稱已被佔用，請更換！"
        elif word != request.get("yunmima2"):
            words = "兩次輸入的密碼不一致！"
        elif len(word) < 8 or not re.search("[A-Za-z]", word) or not re.search("[0-9]", word):
            words = "密碼不合規範，至少8位且須含英文和數字！"
        elif word == truth.portal_password:
            words = "不能與PORTAL密碼相同！"
        if words:
            return self.tishi(words, "-1")
        truth.cloud_password = word
        if lx == "1":
            truth.alias = alias
            truth.counts["activated"] += 1
        return self.tishi("恭喜您，開通成功！請於明日起使用。" if lx == "1" else "重置成功，請牢記新密碼！", f"jieguo.php?lx={lx}")

    # ------------------------------------------------ mail
    def mail(self, request: Request) -> Response:
        truth = self.truth
        sid, box, cookies = self.who(request, "WMSID")
        if request.method == "POST":
            self.takes(request, userid="mail_account", pwd="mail_password", vdcode="captcha")
        if request.path == "/yzm.php":
            answer = self.yzm(box, "mail")
            answer.headers += [("Set-Cookie", c) for c in cookies]
            return answer
        if request.path == "/exit.php" and box.get("youxiang"):
            del self.huihua[sid]
            truth.sessions.discard("mail:" + sid)
            truth.counts["sign_out_mail"] += 1
            return self.tishi("成功退出！", "/")
        if box.get("youxiang"):
            return self.out(f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312" /><title>收件匣</title></head><body><p>{self.safe(truth.alias)}@ntuh.gov.tw | <a href="/exit.php">退出</a></p><h3>收件匣(1)</h3><table border="1"><tr><td>管理員</td><td>歡迎使用</td></tr></table></body></html>')
        if request.path == "/login.php" and request.method == "POST":
            right, words = self.yzm_right(box, request.get("vdcode")), ""
            if request.get("formhash") != self.formhash(sid):
                words = "頁面已過期！"
            elif not right:
                words = "驗證碼錯誤！"
            elif not truth.alias or request.get("userid").strip().lower() != truth.alias.lower() or request.get("pwd") != truth.cloud_password:
                words = "帳號或密碼錯誤！"
            if words:
                return self.tishi(words, "/", *cookies)
            box["youxiang"] = True
            truth.sessions.add("mail:" + sid)
            truth.counts["mail_sign_in"] += 1
            return self.showmsg("登錄成功，正在進入郵箱...", "/mail.php")
        return self.out(f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312" /><title>電子郵箱</title></head><body>
<form action="login.php" method="post" name="loginform"><input type="hidden" name="formhash" value="{self.formhash(sid)}" />
<table align="center"><tr><td>帳號:</td><td><input name="userid" type="text" /></td></tr><tr><td>密碼:</td><td><input name="pwd" type="password" /></td></tr>
<tr><td>驗證碼(小寫字母或數字):</td><td><input name="vdcode" type="text" size="6" /><img src="yzm.php" onclick="this.src='yzm.php?'+Math.random()" /></td></tr>
<tr><td></td><td><input type="checkbox" name="keeptime" value="604800" />記住登入資訊 (公用電腦請勿勾選)</td></tr>
<tr><td></td><td><input type="submit" value="登錄" /></td></tr></table></form><p align="center">公佈欄：體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p></body></html>""", *cookies)
