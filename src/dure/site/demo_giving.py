"""The demo world's fund, pledges, and what its people were told and told each other; all of it invented."""

from datetime import timedelta
from io import BytesIO
from uuid import UUID

from PIL import Image, ImageDraw

from dure.kernel import clock
from dure.kernel.http import HOUSE, Actor
from dure.kernel.ids import new_id
from dure.kernel.money import Money
from dure.rooms.giving.models import Fund
from dure.rooms.giving.services import campaigns, disbursements, donations, funds, pledges
from dure.rooms.inbox.parties import Party
from dure.rooms.inbox.services import conversations
from dure.rooms.trust.services.verifications import ask, decide

TALK = (
    ("ana", "배추가 언제쯤 오나요? 김장을 토요일에 하려고요."),
    ("bo", "내일 새벽에 뽑아서 바로 보냅니다. 금요일 오전이면 닿을 거예요."),
    ("ana", "고맙습니다. 천천히 오세요."),
)


def open_demo_fund(groups: dict[str, UUID]) -> Fund:
    """Verify the demo's charity and open its fund."""
    charity = groups["table"]
    asked = ask(by=HOUSE, subject=funds.subject_of(organisation_id=charity), organisation_id=charity)
    decide(by=HOUSE, verification_id=asked.id, outcome="approved")
    words = {
        "name": "따뜻한 반찬",
        "name_zh": "暖心小菜",
        "name_en": "Warm Side Dishes",
        "purpose": "혼자 사시는 어르신 스무 분께 한 주에 두 번 반찬을 나릅니다.",
        "purpose_zh": "每周两次，为二十位独居老人送去小菜。",
        "purpose_en": "Side dishes, twice a week, for twenty elderly neighbours who live alone.",
    }
    return funds.open_fund(by=HOUSE, organisation_id=charity, words=words)


def give_and_talk(people: dict[str, UUID], groups: dict[str, UUID], fund: Fund) -> None:
    """Give in one's own name, pledge, start a campaign, pay for rice, and let Ana ask Bo about the cabbages."""
    giver = Actor(person_id=people["dee"])
    donations.donate(by=giver, fund_id=fund.id, amount=Money(5_000, "KRW"), client_key=new_id(), is_named=True)
    pledges.set_pledge(by=HOUSE, organisation_id=groups["field"], fund_id=fund.id, fixed=Money(50, "KRW"))
    now = clock.now()
    campaigns.start_campaign(
        by=HOUSE, fund_id=fund.id, name="김장 나눔", starts_at=now, ends_at=now + timedelta(days=30)
    )
    disbursements.disburse(
        by=Actor(person_id=people["dee"]),
        fund_id=fund.id,
        amount=Money(18_000, "KRW"),
        receiver="영양 방앗간",
        purpose="어르신 반찬에 쓸 쌀 10kg",
        evidence=[_picture()],
        client_key=new_id(),
    )
    talk = conversations.open_conversation(
        reference="demo:cabbage",
        subject="배추 한 상자",
        parties=[Party(person_id=people["ana"]), Party(organisation_id=groups["field"])],
    )
    for who, text in TALK:
        conversations.say(by=Actor(person_id=people[who]), conversation_id=talk.id, text=text)


def _picture() -> BytesIO:
    """Draw a slip of paper in place of a photo; the demo has no photos of real people's receipts."""
    paper = Image.new("RGB", (480, 640), (241, 233, 216))
    pen = ImageDraw.Draw(paper)
    pen.rectangle((80, 60, 400, 580), fill=(255, 253, 248), outline=(138, 125, 105), width=3)
    pen.text((120, 100), "DEMO", fill=(38, 33, 26), font_size=48)
    for row in range(6):
        pen.line((120, 220 + row * 48, 360 - row * 20, 220 + row * 48), fill=(107, 96, 79), width=6)
    file = BytesIO()
    paper.save(file, "PNG")
    file.seek(0)
    return file
