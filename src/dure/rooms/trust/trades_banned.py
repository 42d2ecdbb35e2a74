"""Trades other than in wildlife that nobody may carry on here. Pure."""

from typing import Final

from dure.rooms.trust.trade import Source, Trade

KOREA_DRUGS: Final = Source(
    "대한민국 「마약류 관리에 관한 법률」", "제3조, 제4조", "https://www.law.go.kr/법령/마약류관리에관한법률"
)
SINGLE_CONVENTION: Final = Source(
    "Single Convention on Narcotic Drugs (United Nations, 1961)", "Article 4", "https://www.unodc.org/"
)
CHINA_DRUGS: Final = Source("《中华人民共和国禁毒法》", "第十九条、第二十一条", "https://flk.npc.gov.cn/")
KOREA_GUNS: Final = Source(
    "대한민국 「총포ㆍ도검ㆍ화약류 등의 안전관리에 관한 법률」",
    "제6조, 제8조",
    "https://www.law.go.kr/법령/총포ㆍ도검ㆍ화약류등의안전관리에관한법률",
)
CHINA_GUNS: Final = Source("《中华人民共和国枪支管理法》", "第三条", "https://flk.npc.gov.cn/")
KOREA_TOBACCO: Final = Source("대한민국 「담배사업법」", "", "https://www.law.go.kr/법령/담배사업법")
CHINA_TOBACCO: Final = Source("《中华人民共和国烟草专卖法》", "第三条", "https://flk.npc.gov.cn/")
TOBACCO_CONVENTION: Final = Source(
    "WHO Framework Convention on Tobacco Control (2003)", "Articles 13 and 16", "https://fctc.who.int/"
)
KOREA_ORGANS: Final = Source(
    "대한민국 「장기등 이식에 관한 법률」", "제7조", "https://www.law.go.kr/법령/장기등이식에관한법률"
)
CHINA_ORGANS: Final = Source("《人体器官捐献和移植条例》(2023)", "第六条", "https://flk.npc.gov.cn/")
KOREA_DOGS: Final = Source(
    "대한민국 「개의 식용 목적의 사육ㆍ도살 및 유통 등 종식에 관한 특별법」",
    "제5조",
    "https://www.law.go.kr/법령/개의식용목적의사육ㆍ도살및유통등종식에관한특별법",
)

BANNED: Final[tuple[Trade, ...]] = (
    Trade(
        code="weapons",
        names={
            "ko": "총포·도검·폭발물",
            "zh-hans": "枪支、管制刀具、爆炸物",
            "en": "firearms, swords and explosives",
        },
        rule={
            "ko": "총포, 도검, 실탄, 폭발물과 그 부품은 온라인에서 팔 수 없습니다.",
            "zh-hans": "枪支、管制刀具、弹药、爆炸物及其零件禁止在网上销售。",
            "en": "Firearms, swords, ammunition, explosives and their parts may not be sold online.",
        },
        sources=(KOREA_GUNS, CHINA_GUNS),
        terms=(
            "권총", "엽총", "공기총", "소총", "실탄", "수류탄", "다이너마이트", "전자충격기", "도검", "=화약",
            "手枪", "步枪", "猎枪", "气枪", "子弹", "弹药", "手雷", "管制刀具", "雷管", "炸药", "firearm", "handgun",
            "pistol", "rifle", "shotgun", "ammunition", "hand grenade", "dynamite", "stun gun",
        ),
        harmless=(
            "소총명", "手枪腿", "手枪钻", "子弹头辣椒", "子弹头西瓜", "子弹头", "气枪钉", "洗车气枪",
        ),
    ),
    Trade(
        code="narcotics",
        names={
            "ko": "마약류",
            "zh-hans": "毒品",
            "en": "narcotics",
        },
        rule={
            "ko": "마약, 향정신성의약품, 대마와 양귀비는 심거나 갖거나 팔 수 없습니다.",
            "zh-hans": "毒品以及罂粟、大麻的种植、持有、买卖一律禁止。",
            "en": "Narcotics, cannabis and opium poppy may not be grown, held or sold.",
        },
        sources=(KOREA_DRUGS, CHINA_DRUGS, SINGLE_CONVENTION),
        terms=(
            "필로폰", "=대마", "대마초", "대마잎", "양귀비 씨앗", "아편", "=마약", "환각버섯", "펜타닐", "졸피뎀",
            "毒品", "冰毒", "海洛因", "罂粟", "大麻", "摇头丸", "鸦片", "迷幻蘑菇", "cannabis", "marijuana", "opium",
            "heroin", "cocaine", "methamphetamine", "fentanyl", "magic mushroom",
        ),
        harmless=(
            "대마도", "마약김밥", "마약옥수수", "마약계란", "마약떡볶이", "大麻哈鱼",
            "大麻籽油", "无罂粟壳", "不含罂粟",
        ),
    ),
    Trade(
        code="tobacco",
        names={
            "ko": "담배와 전자담배",
            "zh-hans": "烟草与电子烟",
            "en": "tobacco and e-cigarettes",
        },
        rule={
            "ko": "담배는 우편이나 전자상거래로 소비자에게 팔 수 없습니다. 전자담배도 같습니다.",
            "zh-hans": "烟草制品和电子烟不得通过网络销售。",
            "en": "Tobacco and e-cigarettes may not be sold to people by post or online.",
        },
        sources=(KOREA_TOBACCO, CHINA_TOBACCO, TOBACCO_CONVENTION),
        terms=(
            "^담배", "전자담배", "잎담배", "궐련", "니코틴 액상", "=시가", "香烟", "卷烟", "烟草", "烟叶", "电子烟",
            "雪茄", "tobacco", "cigarette", "cigar", "e-cigarette", "vape", "nicotine liquid",
        ),
        harmless=(
            "담배나물", "담배풀", "담배나방", "담배가루이", "담배상추", "담배거세미", "담배연기 없는", "烟草粉虱",
            "tobacco hornworm", "tobacco whitefly",
        ),
    ),
    Trade(
        code="human_remains",
        names={
            "ko": "사람의 장기와 조직",
            "zh-hans": "人体器官与组织",
            "en": "human organs and tissue",
        },
        rule={
            "ko": "사람의 장기와 조직, 혈액은 사고팔 수 없습니다.",
            "zh-hans": "人体器官、组织和血液禁止买卖。",
            "en": "Human organs, tissue and blood may not be bought or sold.",
        },
        sources=(KOREA_ORGANS, CHINA_ORGANS),
        terms=(
            "장기매매", "장기 매매", "신장 팝니다", "난자 판매", "人体器官", "卖肾", "紫河车", "人胎盘",
            "human organ", "human kidney", "human blood", "human placenta",
        ),
    ),
    Trade(
        code="dog_meat",
        names={
            "ko": "개고기",
            "zh-hans": "狗肉",
            "en": "dog meat",
        },
        rule={
            "ko": "개를 먹을거리로 기르거나 잡거나 팔 수 없습니다.",
            "zh-hans": "本平台不收狗肉、猫肉及其制品。",
            "en": "Dogs and cats may not be raised, slaughtered or sold as food.",
        },
        sources=(KOREA_DOGS,),
        terms=(
            "=개고기", "보신탕", "개소주", "狗肉", "猫肉", "dog meat", "cat meat",
        ),
        harmless=(
            "不含狗肉", "熊猫肉", "dog meat free",
        ),
    ),
)  # fmt: skip
