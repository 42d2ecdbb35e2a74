"""Nothing that belongs to one machine, one person or one workplace is in the house.

The patterns are written so that they do not match their own text.
"""

import re
from collections.abc import Iterator

from .house import House
from .rule import rule

KEYS = {
    "a private key": re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"),
    "a cloud key": re.compile(r"\bAKIA[0-9A-Z]{16}\b"),
    "a forge's token": re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{40,}|glpat-[\w-]{20})\b"),
    "a service's key": re.compile(r"\b(?:sk|rk)[-_](?:live|test|ant|proj)[-_][A-Za-z0-9-]{16,}\b"),
    "a chat token": re.compile(r"\bxox[abprs]-[A-Za-z0-9-]{10,}\b"),
    "a signed token": re.compile(r"\beyJ[\w-]{20,}\.eyJ[\w-]{20,}\.[\w-]{20,}"),
}
URL_WITH_PASSWORD = re.compile(r"\b[a-z][a-z0-9+]*://[^\s:/@\"'<>{}]+:([^\s:/@\"'<>{}]+)@")
EXAMPLE_PASSWORDS = {"password", "secret", "example", "pass", "…", "..."}
REGISTRY_HOSTS = re.compile(
    r"\b(?:(?:files\.)?py(?:pi|thonhosted)\.[a-z]{2,3}|registry\.[a-z]+\.(?:org|com)|npm(?:js|mirror)\.(?:org|com)"
    r"|(?:extra[-])?index[-]url|find[-]links|[\w.-]*(?:jfrog|artifactory|nexus)[\w-]*\.\w+)",
    re.IGNORECASE,
)
PRIVATE_ADDRESS = re.compile(
    r"\b(?:10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2})\b"
)
MACHINE_PATH = re.compile(r"(?<![\w.$}~-])/(?:root|work|Users|home/(?!dure\b))/[\w.-]+|[A-Z]:\\Users\\")
EMAIL = re.compile(r"(?<!\\)\b[\w.+-]+@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,})\b")
NOBODYS_DOMAIN = re.compile(r"(?:^|\.)(?:example|test|invalid|localhost|dure\.(?:org|example))(?:\.\w+)*$|^example\.")


def _scan(house: House, what: str, pattern: re.Pattern[str]) -> Iterator[str]:
    """Where a pattern occurs in the house's texts."""
    for path, text in house.texts():
        for found in pattern.finditer(text):
            yield f"{path}:{text.count(chr(10), 0, found.start()) + 1} holds {what}"


@rule(
    {"src/dure/site/key.txt": "-----BEGIN " + "RSA PRIVATE KEY-----"},
    {"src/dure/site/key.txt": "ghp_" + "a" * 36},
    {"src/dure/site/key.txt": "AKIA" + "ABCDEFGHIJKLMNOP"},
)
def no_key_is_kept_here(house: House) -> Iterator[str]:
    """No private key, no token."""
    for what, pattern in KEYS.items():
        yield from _scan(house, what, pattern)


@rule({"docs/run.md": "Use `postgresql://dure:" + "h4rdToGuess@db.example/dure`."})
def no_address_carries_a_password(house: House) -> Iterator[str]:
    """Addresses in texts have no password but the word `password` (or `secret`)."""
    for path, text in house.texts():
        for found in URL_WITH_PASSWORD.finditer(text):
            if found.group(1) not in EXAMPLE_PASSWORDS:
                yield f"{path}:{text.count(chr(10), 0, found.start()) + 1} has a password in an address"


@rule({"docs/run.md": "pip install --index" + "-url x"}, {"docs/run.md": "Reach it at 192." + "168.1.20."})
def no_host_of_a_workplace(house: House) -> Iterator[str]:
    """No registry's host and no private address: what is installed from where is the installer's choice."""
    for path, text in house.texts():
        if path.suffix in {".csv", ".svg", ".po"} or path.name == "package-lock.json":
            continue
        for pattern in (REGISTRY_HOSTS, PRIVATE_ADDRESS):
            for found in pattern.finditer(text):
                yield f"{path}:{text.count(chr(10), 0, found.start()) + 1} names a host of somebody's workplace"


@rule({"docs/run.md": "It lies in /root" + "/dure."}, {"docs/run.md": "Look in /Users" + "/someone."})
def no_path_of_a_machine(house: House) -> Iterator[str]:
    """No path that exists on one machine only."""
    yield from _scan(house, "a path of one machine", MACHINE_PATH)


@rule({"docs/run.md": "Write to kim.minji@" + "farmmail.kr."})
def no_address_of_a_person(house: House) -> Iterator[str]:
    """E-mail addresses are made up, under domains that belong to nobody."""
    for path, text in house.texts():
        for found in EMAIL.finditer(text):
            is_file_or_code = found.group(1).rsplit(".", 1)[-1].lower() in {
                "service",
                "py",
                "ts",
                "css",
                "html",
                "media",
            }
            if not is_file_or_code and not NOBODYS_DOMAIN.search(found.group(1).lower()):
                yield f"{path}:{text.count(chr(10), 0, found.start()) + 1} holds an address: {found.group()}"
