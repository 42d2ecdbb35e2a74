"""How a Chinese region's name is spelt in English by rule: the proper name in pinyin, what it is in words."""

import re

import pypinyin
from region_tables import KINDS, PEOPLES

LONGEST_SPELT_NAME = 7
PEOPLE_NAMES = "|".join(sorted(PEOPLES, key=len, reverse=True))
LONG_PEOPLE_NAMES = "|".join(sorted((one for one in PEOPLES if len(one) > 1), key=len, reverse=True))
AUTONOMOUS = re.compile(
    rf"^(?P<stem>.*?)(?P<peoples>(?:(?:{PEOPLE_NAMES})族|(?:{LONG_PEOPLE_NAMES}))+)自治(?P<kind>州|县|旗)$"
)
pypinyin.load_single_dict({ord("都"): "dū", ord("长"): "cháng", ord("勒"): "lè", ord("万"): "wàn", ord("什"): "shí"})
pypinyin.load_phrases_dict({
    name: [[one] for one in spelling.split()]
    for name, spelling in {
        "长子": "zhǎng zǐ", "六安": "lù ān", "六合": "lù hé", "六枝": "lù zhī", "乐亭": "lào tíng", "乐清": "yuè qīng",
        "单县": "shàn xiàn", "繁峙": "fán shì", "蔚县": "yù xiàn", "尉犁": "yù lí", "洪洞": "hóng tóng",
        "浚县": "xùn xiàn", "中牟": "zhōng mù", "牟平": "mù píng", "荥阳": "xíng yáng", "荥经": "yíng jīng",
        "柞水": "zhà shuǐ", "铅山": "yán shān", "大埔": "dà bù", "黄陂": "huáng pí", "东阿": "dōng ē",
        "莘县": "shēn xiàn", "涡阳": "guō yáng", "歙县": "shè xiàn", "枞阳": "zōng yáng", "大城": "dài chéng",
        "井陉": "jǐng xíng", "任丘": "rén qiū", "行唐": "xíng táng", "番禺": "pān yú", "召陵": "shào líng",
        "泌阳": "bì yáng", "覃塘": "qín táng", "犍为": "qián wéi", "筠连": "jūn lián", "台州": "tāi zhōu",
        "丽水": "lì shuǐ", "阿勒泰": "ā lè tài", "东莞": "dōng guǎn", "天台": "tiān tāi", "会理": "huì lǐ",
        "朝阳": "cháo yáng", "漯河": "luò hé",
    }.items()
})  # fmt: skip


def pinyin_of(text: str) -> str:
    """Spell Chinese in pinyin as one word, with the apostrophe the rule asks for (Xi'an)."""
    syllables = pypinyin.lazy_pinyin(text, v_to_u=True)
    joined = syllables[0] + "".join(f"'{one}" if one[0] in "aoe" else one for one in syllables[1:])
    return joined.capitalize()


def english_by_rule(name: str) -> str:
    """Spell a Chinese region's name in English: the proper name in pinyin, what it is in words."""
    if found := AUTONOMOUS.match(name):
        peoples = re.findall(PEOPLE_NAMES, found["peoples"])
        first, last = ", ".join(PEOPLES[one] for one in peoples[:-1]), [PEOPLES[one] for one in peoples[-1:]]
        words = " and ".join(filter(None, [first, *last]))
        stem = pinyin_of(found["stem"]) if found["stem"] else ""
        return f"{stem} {words}".strip() + KINDS[f"自治{found['kind']}"]
    if len(name) > LONGEST_SPELT_NAME:
        return ""
    for kind, word in KINDS.items():
        if name.endswith(kind) and len(name) > len(kind) + 1:
            return pinyin_of(name.removesuffix(kind)) + word
        if name.endswith(kind):
            return pinyin_of(name.removesuffix(kind)) + (word or " City")
    return pinyin_of(name)


def stem_of(name: str) -> str:
    """Return a Chinese name without what kind of region it is and whose autonomy it has."""
    if found := AUTONOMOUS.match(name):
        return found["stem"]
    return re.sub(r"(地区|盟|林区|市|区|县|旗)$", "", name)


def letters(name: str) -> str:
    """Return a spelling's bare lower-case letters, for comparing."""
    return re.sub(r"[^a-z]", "", name.lower().replace("ü", "u"))
