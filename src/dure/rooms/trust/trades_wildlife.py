"""Wildlife: trades nobody may carry on here. Pure.

The rule of the house follows the strictest of the laws named, so that an offer is fit for both sides of the sea.
"""

from typing import Final

from dure.rooms.trust.trade import Source, Trade

CITES: Final = Source(
    "CITES (Convention on International Trade in Endangered Species of Wild Fauna and Flora, 1973)",
    "Appendices I–III",
    "https://cites.org/eng/app/appendices.php",
)
KOREA_WILDLIFE: Final = Source(
    "대한민국 「야생생물 보호 및 관리에 관한 법률」",
    "제9조, 제14조, 제16조, 제19조",
    "https://www.law.go.kr/법령/야생생물보호및관리에관한법률",
)
CHINA_DECISION: Final = Source(
    "中国全国人民代表大会常务委员会《关于全面禁止非法野生动物交易、革除滥食野生动物陋习、切实保障人民群众生命健康安全的决定》",
    "2020-02-24",
    "https://flk.npc.gov.cn/",
)
CHINA_WILDLIFE: Final = Source(
    "《中华人民共和国野生动物保护法》(2022年修订)", "第二十八条、第三十一条", "https://flk.npc.gov.cn/"
)
WHALING: Final = Source(
    "International Convention for the Regulation of Whaling (1946)", "Schedule, paragraph 10(e)", "https://iwc.int/"
)
EVERY: Final = (CITES, KOREA_WILDLIFE, CHINA_DECISION, CHINA_WILDLIFE)

WILDLIFE: Final[tuple[Trade, ...]] = (
    Trade(
        code="wildlife_meat",
        names={
            "ko": "야생동물 고기와 보양식",
            "zh-hans": "野生动物及其肉食",
            "en": "wild animals as food",
        },
        rule={
            "ko": "야생동물은 잡거나 사거나 먹을거리로 팔 수 없습니다. 죽은 것, 술이나 즙으로 만든 것도 같습니다.",
            "zh-hans": "禁止猎捕、买卖、食用野生动物，活体、死体以及泡酒、熬制的产品都一样。",
            "en": "Wild animals may not be caught or sold as food, alive, dead, or made into drinks.",
        },
        sources=(KOREA_WILDLIFE, CHINA_DECISION, CHINA_WILDLIFE),
        terms=(
            "=뱀", "뱀술", "뱀탕", "뱀즙", "뱀고기", "생사탕", "살모사", "까치살모사", "=구렁이", "^노루고기",
            "^고라니고기", "^오소리", "^너구리고기", "^멧돼지고기", "야생 멧돼지", "^꿩고기", "박쥐", "^까마귀고기",
            "야생동물 고기", "개구리즙", "산개구리", "북방산개구리", "蛇", "野味", "果子狸", "蝙蝠", "竹鼠",
            "穿山甲肉", "猪獾", "狗獾", "獾肉", "黄鼠狼", "野猪肉", "麂子", "麂肉", "狍子", "青蛙干", "雪蛤", "刺猬",
            "豪猪", "snake", "snake wine", "snake meat", "bush meat", "bushmeat", "bat meat", "civet", "bamboo rat",
            "porcupine", "badger meat", "wild boar meat", "wild animal meat", "game meat",
        ),
        harmless=(
            "뱀딸기", "뱀장어", "뱀무", "뱀오이", "뱀콩", "박쥐나물", "박쥐란", "박쥐나무", "오소리감투",
            "오소리순대", "蛇莓", "蛇果", "蛇豆", "蛇瓜", "蛇皮果", "蛇皮袋", "蛇形", "蛇年", "龙蛇", "白花蛇舌草",
            "蝙蝠衫", "蝙蝠袖", "蝙蝠侠", "蝙蝠兰", "蝙蝠葛", "刺猬紫檀", "snake gourd", "snake fruit",
            "snake plant", "snake bean", "snake melon", "snake cucumber", "snake radish", "snake head",
            "year of the snake",
        ),
    ),
    Trade(
        code="wildlife_medicine",
        names={
            "ko": "웅담·사향·호골 따위",
            "zh-hans": "熊胆、麝香、虎骨等",
            "en": "bear bile, musk, tiger bone and the like",
        },
        rule={
            "ko": "멸종위기종의 쓸개, 뼈, 뿔, 향낭은 약재라 하더라도 거래할 수 없습니다.",
            "zh-hans": "濒危动物的胆、骨、角、香囊，即使作药材也禁止交易。",
            "en": "Gall, bones, horns and glands of endangered animals may not be traded, not even as medicine.",
        },
        sources=EVERY,
        terms=(
            "웅담", "곰쓸개", "곰 쓸개", "^사향", "호골", "호랑이뼈", "호랑이 뼈", "서각", "코뿔소 뿔", "코뿔소뿔",
            "영양각", "천산갑", "熊胆", "熊掌", "麝香", "虎骨", "豹骨", "犀角", "犀牛角", "羚羊角", "穿山甲",
            "海马干", "蛇胆", "bear bile", "bear gall", "bear paw", "tiger bone", "leopard bone", "rhino horn",
            "rhinoceros horn", "pangolin", "deer musk", "musk pod", "saiga horn", "dried seahorse",
        ),
        harmless=(
            "사향포도", "사향참외", "사향딸기", "사향초", "사향장미", "사향제비나비", "麝香葡萄", "麝香百合",
            "麝香石竹", "麝香草", "麝香瓜", "麝香草莓", "麝香味葡萄",
        ),
    ),
    Trade(
        code="wildlife_parts",
        names={
            "ko": "상아·거북 등껍질·모피 따위",
            "zh-hans": "象牙、玳瑁、野生皮毛等",
            "en": "ivory, tortoiseshell, wild furs and the like",
        },
        rule={
            "ko": "국제적 멸종위기종의 몸이나 그것으로 만든 물건은 허가 없이 사고팔 수 없어 여기서는 받지 않습니다.",
            "zh-hans": "国际濒危物种的部分及其制品未经许可不得买卖，本平台一律不收。",
            "en": "Parts and products of species listed by CITES need permits; we do not take them.",
        },
        sources=(CITES, KOREA_WILDLIFE, CHINA_WILDLIFE),
        terms=(
            "=상아", "상아 도장", "상아도장", "상아조각", "코끼리 상아", "대모 빗", "바다거북", "표범 가죽",
            "호랑이 가죽", "호피 양탄자", "=산호초", "붉은산호", "象牙", "玳瑁", "海龟", "虎皮", "豹皮", "藏羚羊",
            "沙图什", "犀牛", "红珊瑚", "ivory", "elephant tusk", "tortoiseshell", "tortoise shell", "sea turtle",
            "tiger skin", "leopard skin", "shahtoosh", "red coral",
        ),
        harmless=(
            "상아색", "상아빛", "象牙芒", "象牙白", "象牙色", "象牙菜", "象牙瓜", "象牙黄", "虎皮青椒", "虎皮尖椒",
            "虎皮鸡蛋", "虎皮凤爪", "虎皮辣椒", "虎皮蛋", "虎皮兰", "虎皮鹦鹉", "虎皮卷", "虎皮蛋糕", "ivory mango",
            "ivory gourd", "ivory white", "ivory coast", "ivory colour", "ivory color", "ivory coloured",
            "ivory colored", "ivory bell pepper", "ivory eggplant",
        ),
    ),
    Trade(
        code="wildlife_sea",
        names={
            "ko": "고래고기·상어 지느러미",
            "zh-hans": "鲸肉、鱼翅等",
            "en": "whale meat, shark fin and the like",
        },
        rule={
            "ko": "고래와 돌고래, 국제적 멸종위기종 상어와 해마는 여기서 사고팔 수 없습니다.",
            "zh-hans": "鲸豚、濒危鲨鱼和海马不得在本平台买卖。",
            "en": "Whales, dolphins, and the sharks and seahorses listed by CITES may not be traded here.",
        },
        sources=(CITES, WHALING, KOREA_WILDLIFE, CHINA_WILDLIFE),
        terms=(
            "고래고기", "밍크고래", "돌고래고기", "샥스핀", "상어지느러미", "상어 지느러미", "말린 해마", "=해마",
            "鲸肉", "鲸鱼肉", "海豚肉", "鱼翅", "鲨鱼鳍", "海马", "whale meat", "dolphin meat", "shark fin",
            "seahorse",
        ),
        harmless=(
            "鱼翅瓜", "素鱼翅", "仿鱼翅", "人造鱼翅", "shark fin melon", "shark fin squash",
        ),
    ),
    Trade(
        code="wildlife_live",
        names={
            "ko": "살아 있는 야생동물",
            "zh-hans": "活体野生动物",
            "en": "live wild animals",
        },
        rule={
            "ko": "야생동물과 국제적 멸종위기종은 산 채로 사고팔 수 없습니다.",
            "zh-hans": "野生动物和国际濒危物种的活体不得买卖。",
            "en": "Wild animals and species listed by CITES may not be traded alive.",
        },
        sources=EVERY,
        terms=(
            "앵무새 분양", "거북이 분양", "육지거북", "원숭이 분양", "사막여우", "수리부엉이", "천연기념물 새",
            "야생조류", "陆龟", "猴子出售", "鹦鹉出售", "猫头鹰", "野生鸟", "画眉鸟", "live monkey", "live parrot",
            "wild bird", "live owl", "slow loris", "fennec fox", "wild caught",
        ),
        harmless=(
            "猫头鹰玩具", "猫头鹰图案", "wild bird seed", "wild bird food", "wild caught salmon", "wild caught fish",
            "wild caught tuna", "wild caught cod", "wild caught shrimp", "wild caught squid", "wild caught seafood",
        ),
    ),
    Trade(
        code="wildlife_plants",
        names={
            "ko": "보호 야생식물",
            "zh-hans": "受保护野生植物",
            "en": "protected wild plants",
        },
        rule={
            "ko": "멸종위기 야생식물을 캐거나 팔 수 없습니다. 재배한 것은 재배를 증명하는 서류가 있어야 합니다.",
            "zh-hans": "禁止采挖、出售濒危野生植物；人工栽培的须有证明。",
            "en": "Endangered wild plants may not be dug or sold; cultivated ones need papers that show it.",
        },
        sources=(CITES, KOREA_WILDLIFE),
        terms=(
            "광릉요강꽃", "복주머니란", "한란 자생", "=풍란 자생", "야생 풍란", "산작약 자생", "野生兰花",
            "野生石斛", "发菜", "野生红豆杉", "下山兰", "lady's slipper from the wild", "wild orchid",
            "wild collected orchid",
        ),
    ),
)  # fmt: skip
