"""Names and codes that no source of `derive_regions.py` holds: written down by hand from the official lists."""

KOREAN_ISO = {
    "11": "KR-11", "26": "KR-26", "27": "KR-27", "28": "KR-28", "30": "KR-30", "31": "KR-31", "36": "KR-50",
    "41": "KR-41", "43": "KR-43", "44": "KR-44", "47": "KR-47", "48": "KR-48", "50": "KR-49", "51": "KR-42",
    "52": "KR-45",
}  # fmt: skip
# The merged province of 2026 has no ISO 3166-2 code that we could verify.

KOREAN_ALIASES = {
    "11000": "서울 서울시", "26000": "부산 부산시", "27000": "대구 대구시", "28000": "인천 인천시",
    "12000": "전남광주 광주광역시 광주 전라남도 전남 광주특별시 전남광주특별시", "30000": "대전 대전시",
    "31000": "울산 울산시", "36000": "세종 세종시", "36110": "세종시", "41000": "경기", "43000": "충북",
    "44000": "충남", "47000": "경북", "48000": "경남", "50000": "제주 제주도", "51000": "강원 강원도",
    "52000": "전북 전라북도", "28125": "중구 동구", "28155": "중구", "28275": "서구", "28290": "서구",
    "28177": "남구", "41670": "여주군", "44270": "당진군", "43110": "청원군",
}  # fmt: skip

CHINESE_PROVINCES_KO = {
    "110000": "베이징시", "120000": "톈진시", "130000": "허베이성", "140000": "산시성(山西)",
    "150000": "네이멍구 자치구", "210000": "랴오닝성", "220000": "지린성", "230000": "헤이룽장성",
    "310000": "상하이시", "320000": "장쑤성", "330000": "저장성", "340000": "안후이성", "350000": "푸젠성",
    "360000": "장시성", "370000": "산둥성", "410000": "허난성", "420000": "후베이성", "430000": "후난성",
    "440000": "광둥성", "450000": "광시 좡족 자치구", "460000": "하이난성", "500000": "충칭시", "510000": "쓰촨성",
    "520000": "구이저우성", "530000": "윈난성", "540000": "시짱 자치구", "610000": "산시성(陕西)",
    "620000": "간쑤성", "630000": "칭하이성", "640000": "닝샤 후이족 자치구", "650000": "신장 웨이우얼 자치구",
}  # fmt: skip

CHINESE_PROVINCES = {
    "110000": "BJ Beijing", "120000": "TJ Tianjin", "130000": "HE Hebei", "140000": "SX Shanxi",
    "150000": "NM Inner Mongolia", "210000": "LN Liaoning", "220000": "JL Jilin", "230000": "HL Heilongjiang",
    "310000": "SH Shanghai", "320000": "JS Jiangsu", "330000": "ZJ Zhejiang", "340000": "AH Anhui",
    "350000": "FJ Fujian", "360000": "JX Jiangxi", "370000": "SD Shandong", "410000": "HA Henan",
    "420000": "HB Hubei", "430000": "HN Hunan", "440000": "GD Guangdong", "450000": "GX Guangxi",
    "460000": "HI Hainan", "500000": "CQ Chongqing", "510000": "SC Sichuan", "520000": "GZ Guizhou",
    "530000": "YN Yunnan", "540000": "XZ Xizang", "610000": "SN Shaanxi", "620000": "GS Gansu",
    "630000": "QH Qinghai", "640000": "NX Ningxia", "650000": "XJ Xinjiang",
}  # fmt: skip

SPELT_BY_THEIR_OWN_LANGUAGE = {
    "呼和浩特市", "鄂尔多斯市", "呼伦贝尔市", "巴彦淖尔市", "乌兰察布市", "哈尔滨市", "齐齐哈尔市", "拉萨市", "昌都市",
    "那曲市", "乌鲁木齐市", "克拉玛依市", "吐鲁番市", "哈密市",
}  # fmt: skip

PEOPLES = {
    "维吾尔": "Uygur", "哈萨克": "Kazak", "柯尔克孜": "Kirgiz", "塔吉克": "Tajik", "锡伯": "Xibe", "蒙古": "Mongol",
    "藏": "Tibetan", "羌": "Qiang", "彝": "Yi", "傣": "Dai", "白": "Bai", "景颇": "Jingpo", "傈僳": "Lisu",
    "哈尼": "Hani", "壮": "Zhuang", "苗": "Miao", "侗": "Dong", "布依": "Bouyei", "土家": "Tujia", "回": "Hui",
    "朝鲜": "Korean", "满": "Manchu", "畲": "She", "瑶": "Yao", "黎": "Li", "仡佬": "Gelao", "水": "Sui",
    "仫佬": "Mulam", "毛南": "Maonan", "各": "Multi-ethnic", "拉祜": "Lahu", "佤": "Va", "布朗": "Blang",
    "纳西": "Naxi", "普米": "Pumi", "独龙": "Derung", "怒": "Nu", "撒拉": "Salar", "土": "Tu", "东乡": "Dongxiang",
    "保安": "Bonan", "裕固": "Yugur", "达斡尔": "Daur", "鄂温克": "Ewenki", "鄂伦春": "Oroqen",
}  # fmt: skip

KINDS = {
    "自治州": " Autonomous Prefecture", "自治县": " Autonomous County", "自治旗": " Autonomous Banner",
    "地区": " Prefecture", "盟": " League", "林区": " Forestry District", "特区": " Special District",
    "新区": " New Area", "县": " County", "区": " District", "旗": " Banner", "市": "",
}  # fmt: skip
