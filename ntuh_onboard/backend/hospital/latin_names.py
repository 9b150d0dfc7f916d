"""Spell the invented people's Chinese names in Latin letters.

As Taiwanese passports mostly do: Wade-Giles without marks, the surname first.
"""

from __future__ import annotations

_SPELLINGS = """
an 安  chai 翟  chan 詹  chang 常張昌章  chao 趙  che 哲  chen 宸珍蓁貞辰陳  cheng 成承政正程誠鄭  chi 紀齊
chia 佳嘉家賈  chiang 姜強江蔣  chiao 喬  chieh 傑  chien 建簡錢  chih 志枝池  chin 欽琴秦覃進金  ching 卿晴靜
chiu 丘秋邱  cho 卓  chou 周  chu 曲朱珠祝筑褚  chuan 全娟  chuang 莊  chueh 闕  chun 俊君春  chung 中宗忠鍾鐘
en 恩  fa 發  fan 樊范  fang 房方芳  fei 菲霏  fen 芬  feng 馮鳳  fu 傅符  han 涵翰韓  hao 豪郝  ho 何賀  hou 侯
hsia 夏霞  hsiang 向祥翔香  hsiao 蕭  hsieh 解謝  hsien 憲賢  hsin 信心欣芯辛  hsing 興邢  hsiu 秀  hsiung 熊雄
hsu 徐許  hsuan 萱軒  hsueh 薛雪  hu 胡  hua 花華  huang 黃黄  hui 惠慧輝  hung 宏洪鴻  jao 饒  jen 仁任
juan 阮  jui 睿  jung 榮蓉  kai 凱  kan 甘  kang 康  kao 高  ken 耿  ko 柯葛  ku 古谷辜顧  kuan 冠官管關
kung 孔龔  kuo 國郭  lai 賴  lan 籃藍蘭  lei 雷  li 利李麗黎  liang 梁良  liao 廖  lien 練蓮連  lin 林霖
ling 凌玲  liu 劉柳留  lo 羅駱  lu 呂盧陸魯  lung 龍  ma 馬  mai 麥  mao 毛  mei 梅美  meng 孟  miao 繆  min 敏
ming 明銘  mo 莫  mu 穆  nan 男  ni 倪  nieh 聶  nien 粘  niu 牛  o 娥  ou 歐  pai 柏白  pan 潘  pang 龎
pao 包寶鮑  pei 佩裴  peng 彭  pi 畢碧  pin 品彬  ping 萍  po 博  pu 蒲  shan 單珊  shao 邵  she 佘  shen 沈申
sheng 勝盛  shih 世史施石詩  shu 淑舒  shuo 碩  ssu 思  su 素蘇  sun 孫  sung 宋  tai 戴  tan 譚  tang 唐湯
tao 陶  te 德  teng 鄧  tien 田  ting 丁婷庭廷  tsai 蔡財  tsao 曹  tseng 曾  tso 左  tsou 鄒  tsui 崔  tsung 聰
tu 凃塗杜涂  tuan 段  tung 彤童董  tzu 子  wan 婉萬  wang 汪王  wei 偉威瑋維韋魏  wen 文温溫雯  weng 翁
wu 伍吳巫武鄔  ya 雅  yang 楊陽  yao 姚  yeh 葉  yen 嚴妍彥諺閻顏  yi 宜怡易義苡  yin 尹殷鄞  ying 應穎英
yu 于佑余俞妤宇宥尤游玉禹羽語郁鈺雨  yuan 袁遠  yueh 岳月玥  yun 芸雲  yung 永詠
"""
_PARTS = _SPELLINGS.split()
_LATIN = {each: sound for sound, characters in zip(_PARTS[::2], _PARTS[1::2], strict=True) for each in characters}
"""Every character of the names that Faker and `invented.strangers` put together, and how it is spelled."""


def latin(name: str) -> str:
    """Spell a Chinese name of one surname and its given names, as in "Chen Yi-Fen"; empty if a character is unknown."""
    if not name or any(each not in _LATIN for each in name):
        return ""
    surname, *given = (_LATIN[each].capitalize() for each in name)
    return f"{surname} {'-'.join(given)}".strip()
