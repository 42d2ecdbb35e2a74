"""Trades open only to sellers who hold a licence. Pure."""

from typing import Final

from dure.rooms.trust.trade import ALCOHOL, FIREWORKS, HEALTH_FOOD, MEDICINE, PESTICIDE, PETS, Source, Trade

KOREA_MEDICINE: Final = Source("대한민국 「약사법」", "제44조, 제50조", "https://www.law.go.kr/법령/약사법")
CHINA_MEDICINE: Final = Source("《中华人民共和国药品管理法》", "第五十一条、第六十一条", "https://flk.npc.gov.cn/")
KOREA_ALCOHOL: Final = Source(
    "대한민국 「주류 면허 등에 관한 법률」", "제5조", "https://www.law.go.kr/법령/주류면허등에관한법률"
)
KOREA_YOUTH: Final = Source("대한민국 「청소년 보호법」", "제28조", "https://www.law.go.kr/법령/청소년보호법")
CHINA_YOUTH: Final = Source("《中华人民共和国未成年人保护法》", "第五十九条", "https://flk.npc.gov.cn/")
KOREA_PESTICIDE: Final = Source("대한민국 「농약관리법」", "제3조", "https://www.law.go.kr/법령/농약관리법")
CHINA_PESTICIDE: Final = Source("《农药管理条例》", "第二十四条", "https://flk.npc.gov.cn/")
KOREA_HEALTH_FOOD: Final = Source(
    "대한민국 「건강기능식품에 관한 법률」", "제6조", "https://www.law.go.kr/법령/건강기능식품에관한법률"
)
CHINA_FOOD: Final = Source("《中华人民共和国食品安全法》", "第七十四条", "https://flk.npc.gov.cn/")
KOREA_GUNPOWDER: Final = Source(
    "대한민국 「총포ㆍ도검ㆍ화약류 등의 안전관리에 관한 법률」",
    "제6조",
    "https://www.law.go.kr/법령/총포ㆍ도검ㆍ화약류등의안전관리에관한법률",
)
CHINA_FIREWORKS: Final = Source("《烟花爆竹安全管理条例》", "第三条", "https://flk.npc.gov.cn/")
KOREA_PETS: Final = Source("대한민국 「동물보호법」", "제69조", "https://www.law.go.kr/법령/동물보호법")
CHINA_PETS: Final = Source("《中华人民共和国动物防疫法》", "", "https://flk.npc.gov.cn/")

RESTRICTED: Final[tuple[Trade, ...]] = (
    Trade(
        code="medicine",
        licence=MEDICINE,
        names={
            "ko": "의약품",
            "zh-hans": "药品",
            "en": "medicine",
        },
        rule={
            "ko": "의약품은 허가를 받은 사람만, 허가된 방법으로만 팔 수 있습니다.",
            "zh-hans": "药品须由持证者按规定方式销售。",
            "en": "Medicine may be sold only by those who are licensed, and only in the ways the law allows.",
        },
        sources=(KOREA_MEDICINE, CHINA_MEDICINE),
        terms=(
            "의약품", "전문의약품", "처방약", "감기약", "진통제", "해열제", "수면제", "항생제", "소염제",
            "스테로이드", "발기부전", "药品", "处方药", "抗生素", "感冒药", "止痛药", "退烧药", "安眠药", "消炎药",
            "prescription drug", "prescription medicine", "antibiotic", "painkiller", "sleeping pill",
            "cold medicine",
        ),
        harmless=(
            "무항생제", "항생제를 쓰지", "항생제 없이", "항생제를 사용하지", "항생제 미사용", "항생제 무투여",
            "항생제 불검출", "의약품 아님", "의약품이 아닙니다", "无抗生素", "不含抗生素", "不用抗生素", "零抗生素",
            "非药品", "不是药品", "antibiotic free", "antibiotic-free", "no antibiotic", "no antibiotics",
            "without antibiotic", "without antibiotics", "free of antibiotics", "free from antibiotics",
        ),
    ),
    Trade(
        code="alcohol",
        licence=ALCOHOL,
        names={
            "ko": "술",
            "zh-hans": "酒类",
            "en": "alcoholic drinks",
        },
        rule={
            "ko": "술은 면허가 있어야 팔 수 있고, 통신판매는 승인받은 전통주만 됩니다. 미성년자에게는 팔 수 없습니다.",
            "zh-hans": "销售酒类须有许可，不得向未成年人出售。",
            "en": "Alcohol needs a licence, online sales an approval too; it may never be sold to minors.",
        },
        sources=(KOREA_ALCOHOL, KOREA_YOUTH, CHINA_YOUTH),
        terms=(
            "소주", "맥주", "막걸리", "와인", "위스키", "약주", "청주 750ml", "고량주", "과실주", "담금주", "동동주",
            "전통주", "白酒", "啤酒", "葡萄酒", "黄酒", "米酒", "果酒", "高粱酒", "烧酒", "威士忌", "wine", "beer",
            "whisky", "whiskey", "liquor", "soju", "makgeolli", "vodka", "sake", "brandy",
        ),
        harmless=(
            "소주잔", "맥주잔", "와인잔", "맥주보리", "맥주효모", "맥주 효모", "막걸리식초", "막걸리 식초",
            "막걸리빵", "막걸리잔", "와인식초", "와인 식초", "와인색", "와인버섯", "개소주", "담금주병",
            "담금주용 병", "소주병", "담금주용", "약주머니", "최소주문", "채소주스", "채소주문",
            "산소주", "주소주변", "啤酒酵母", "啤酒花", "啤酒杯", "啤酒鸭", "啤酒大麦", "白酒糟", "葡萄酒杯",
            "葡萄酒醋", "米酒酿", "米酒曲", "wine vinegar", "wine cap", "wine cap mushroom", "wine glass",
            "wine red", "beer yeast", "beer glass", "root beer", "ginger beer", "beer hops", "for goodness sake",
            "for the sake of", "beer barley",
        ),
    ),
    Trade(
        code="health_food",
        licence=HEALTH_FOOD,
        names={
            "ko": "건강기능식품",
            "zh-hans": "保健食品",
            "en": "health supplements",
        },
        rule={
            "ko": "건강기능식품은 영업 신고를 한 사람만 팔 수 있습니다.",
            "zh-hans": "保健食品须备案或许可后方可销售。",
            "en": "Health supplements may be sold only by those registered for it.",
        },
        sources=(KOREA_HEALTH_FOOD, CHINA_FOOD),
        terms=(
            "건강기능식품", "保健食品", "保健品", "dietary supplement", "health supplement",
        ),
        harmless=(
            "건강기능식품이 아닙니다", "건강기능식품이 아님", "건강기능식품 아님", "非保健食品", "不是保健食品",
            "不是保健品", "非保健品",
        ),
    ),
    Trade(
        code="pesticide",
        licence=PESTICIDE,
        names={
            "ko": "농약",
            "zh-hans": "农药",
            "en": "pesticides",
        },
        rule={
            "ko": "농약은 판매업을 등록한 사람만 팔 수 있습니다.",
            "zh-hans": "农药须凭经营许可证销售。",
            "en": "Pesticides may be sold only by those registered for it.",
        },
        sources=(KOREA_PESTICIDE, CHINA_PESTICIDE),
        terms=(
            "농약", "제초제", "살충제", "살균제", "农药", "除草剂", "杀虫剂", "pesticide", "herbicide",
            "insecticide",
        ),
        harmless=(
            "무농약", "저농약", "무제초제", "농약을 쓰지", "농약을 안", "농약을 치지", "농약 없이", "농약 안",
            "농약을 사용하지", "농약 불검출", "농약 미검출", "잔류농약", "잔류 농약", "농약 걱정", "제초제를 쓰지",
            "제초제 없이", "제초제를 치지", "제초제 안", "살충제 없이", "살충제를 쓰지", "살충제 불검출", "无农药",
            "零农药", "不打农药", "不用农药", "不施农药", "不喷农药", "没打农药", "不使用农药", "农药残留",
            "未使用农药", "不用除草剂", "不打除草剂", "无除草剂", "不用杀虫剂", "pesticide free", "pesticide-free",
            "no pesticide", "no pesticides", "without pesticide", "without pesticides", "pesticide residue",
            "free of pesticides", "free from pesticides", "no herbicide", "no herbicides", "without herbicide",
            "without herbicides", "no insecticide", "no insecticides", "without insecticides",
        ),
    ),
    Trade(
        code="fireworks",
        licence=FIREWORKS,
        names={
            "ko": "폭죽",
            "zh-hans": "烟花爆竹",
            "en": "fireworks",
        },
        rule={
            "ko": "장난감용 꽃불이 아닌 폭죽은 허가를 받은 사람만 팔 수 있습니다.",
            "zh-hans": "烟花爆竹须凭许可经营。",
            "en": "Fireworks may be sold only with a permit.",
        },
        sources=(KOREA_GUNPOWDER, CHINA_FIREWORKS),
        terms=(
            "폭죽", "烟花爆竹", "爆竹", "鞭炮", "firework", "firecracker",
        ),
        harmless=(
            "폭죽꽃", "鞭炮花", "爆竹花", "firecracker flower", "firecracker plant",
        ),
    ),
    Trade(
        code="pets",
        licence=PETS,
        names={
            "ko": "반려동물",
            "zh-hans": "宠物活体",
            "en": "pet animals",
        },
        rule={
            "ko": "개와 고양이 같은 반려동물은 동물판매업 허가를 받은 사람만 팔 수 있습니다.",
            "zh-hans": "犬猫等宠物须具备检疫和经营条件方可出售。",
            "en": "Pets such as dogs and cats may be sold only by those with a permit.",
        },
        sources=(KOREA_PETS, CHINA_PETS),
        terms=(
            "강아지 분양", "고양이 분양", "애견 분양", "幼犬出售", "幼猫出售", "宠物犬出售", "puppy for sale",
            "kitten for sale",
        ),
    ),
)  # fmt: skip
