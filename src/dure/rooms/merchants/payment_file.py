"""The bank file: an ISO 20022 customer credit transfer (pain.001.001.09), written and read back. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from xml.etree import ElementTree as ET

from dure.kernel.money import DECIMALS

NAMESPACE: Final = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
NAME_MAX: Final = 140
CLEARING: Final = {"KR": "KFTC", "CN": "CNAPS"}
"""Whose clearing codes the banks of a country go by."""


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """One payment: whom, where, how much (minor units), and the name the bank reports it by."""

    end_to_end_id: str
    amount: int
    holder: str
    country: str
    clearing: str
    number: str
    about: str


@dataclass(frozen=True, kw_only=True)
class PaymentOrder:
    """Payments of one currency, ordered together. `message_id` names the order; the same order is the same bytes."""

    message_id: str
    made_at: datetime
    pays_on: date
    currency: str
    payer: str
    payer_number: str
    transfers: Sequence[Transfer]


@dataclass(frozen=True)
class Sums:
    """What a file says it holds and what it really holds, in minor units."""

    said_count: int
    said_total: int
    count: int
    total: int

    @property
    def agree(self) -> bool:
        """Whether head and contents agree."""
        return (self.said_count, self.said_total) == (self.count, self.total)


def write(order: PaymentOrder) -> bytes:
    """Return the order as a file."""
    document = ET.Element("Document", xmlns=NAMESPACE)
    root = ET.SubElement(document, "CstmrCdtTrfInitn")
    head = ET.SubElement(root, "GrpHdr")
    _texts(head, {"MsgId": order.message_id, "CreDtTm": f"{order.made_at:%Y-%m-%dT%H:%M:%S}", **_sums(order)})
    _texts(ET.SubElement(head, "InitgPty"), {"Nm": order.payer[:NAME_MAX]})
    payment = ET.SubElement(root, "PmtInf")
    _texts(payment, {"PmtInfId": order.message_id, "PmtMtd": "TRF", "BtchBookg": "true", **_sums(order)})
    _texts(ET.SubElement(payment, "ReqdExctnDt"), {"Dt": order.pays_on.isoformat()})
    _texts(ET.SubElement(payment, "Dbtr"), {"Nm": order.payer[:NAME_MAX]})
    _other(_under(payment, "DbtrAcct", "Id"), order.payer_number)
    _other(_under(payment, "DbtrAgt", "FinInstnId"), "NOTPROVIDED")
    for transfer in order.transfers:
        _write_transfer(payment, transfer, order.currency)
    ET.indent(document)
    written: bytes = ET.tostring(document, encoding="utf-8", xml_declaration=True)
    return written


def read_sums(file: bytes) -> Sums:
    """Return what a file written by `write` says and holds."""
    root = ET.fromstring(file)  # noqa: S314  our own file
    names = {"": NAMESPACE}
    amounts = root.findall(".//InstdAmt", names)
    currency = amounts[0].get("Ccy", "") if amounts else "KRW"
    said = root.find(".//GrpHdr", names)
    assert said is not None
    return Sums(
        said_count=int(said.findtext("NbOfTxs", "", names)),
        said_total=_minor(said.findtext("CtrlSum", "", names), currency),
        count=len(amounts),
        total=sum(_minor(each.text or "", currency) for each in amounts),
    )


def _write_transfer(payment: ET.Element, transfer: Transfer, currency: str) -> None:
    entry = ET.SubElement(payment, "CdtTrfTxInf")
    _texts(ET.SubElement(entry, "PmtId"), {"EndToEndId": transfer.end_to_end_id})
    amount = ET.SubElement(ET.SubElement(entry, "Amt"), "InstdAmt", Ccy=currency)
    amount.text = _major(transfer.amount, currency)
    member = _under(entry, "CdtrAgt", "FinInstnId", "ClrSysMmbId")
    _texts(ET.SubElement(member, "ClrSysId"), {"Prtry": CLEARING[transfer.country]})
    _texts(member, {"MmbId": transfer.clearing})
    _texts(ET.SubElement(entry, "Cdtr"), {"Nm": transfer.holder[:NAME_MAX]})
    _other(_under(entry, "CdtrAcct", "Id"), transfer.number)
    _texts(ET.SubElement(entry, "RmtInf"), {"Ustrd": transfer.about[:NAME_MAX]})


def _sums(order: PaymentOrder) -> dict[str, str]:
    total = sum(transfer.amount for transfer in order.transfers)
    return {"NbOfTxs": str(len(order.transfers)), "CtrlSum": _major(total, order.currency)}


def _major(amount: int, currency: str) -> str:
    return f"{Decimal(amount).scaleb(-DECIMALS[currency]):.{DECIMALS[currency]}f}"


def _minor(text: str, currency: str) -> int:
    return int(Decimal(text).scaleb(DECIMALS[currency]))


def _texts(parent: ET.Element, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        ET.SubElement(parent, name).text = text


def _under(parent: ET.Element, *names: str) -> ET.Element:
    for name in names:
        parent = ET.SubElement(parent, name)
    return parent


def _other(parent: ET.Element, identity: str) -> None:
    _texts(_under(parent, "Othr"), {"Id": identity})
