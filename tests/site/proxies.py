"""nginx or Caddy on a free port of this machine, with the very configuration that `dure proxy-config` prints."""

import http.client
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from dure.cli.proxy import Proxy, configuration
from dure.engine.child import end
from dure.engine.ports import free_port
from dure.kernel import clock
from dure.site.config import Config
from tests.browser.house import wait_until

NAME, HERE = "localhost", "127.0.0.1"
UP_WITHIN_S = 60
NOTHING: Mapping[str, str] = {}
NGINX_AROUND = """\
daemon off; user root; pid {folder}/pid; error_log stderr;
events {{ }}
http {{ access_log off; {places} include {folder}/dure.conf; }}
"""
PLACES = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
CADDY_AROUND = """\
{{
	admin off
	skip_install_trust
	auto_https disable_redirects
	storage file_system {folder}/caddy
}}
"""


@dataclass
class Answer:
    """What came through the proxy."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


@dataclass
class Visitor:
    """Somebody who comes through the proxy over TLS, from one address of this machine, with a browser's cookies."""

    port: int
    trusted: ssl.SSLContext
    address: str = HERE
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] = NOTHING) -> Answer:
        """Ask once, on a connection of its own."""
        line = http.client.HTTPSConnection(NAME, self.port, timeout=60)
        plain = socket.create_connection((HERE, self.port), timeout=60, source_address=(self.address, 0))
        line.sock = self.trusted.wrap_socket(plain, server_hostname=NAME)
        try:
            line.request(method, path, body or None, {**self._headers(), **headers})
            reply = line.getresponse()
            for cookie in reply.headers.get_all("Set-Cookie") or []:
                self.cookies |= {name: each.value for name, each in SimpleCookie(cookie).items()}
            return Answer(reply.status, reply.headers, reply.read())
        finally:
            line.close()

    def _headers(self) -> dict[str, str]:
        own = f"https://{NAME}:{self.port}"
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        token = self.cookies.get("csrftoken", "")
        return {"Origin": own, "Referer": f"{own}/", "Cookie": cookie, "X-CSRFToken": token}


@contextmanager
def in_front_of(config: Config, proxy: Proxy, folder: Path) -> Iterator[Visitor]:
    """Have a proxy run before a house and give its first visitor."""
    port = urlsplit(config.public_url or "").port
    assert port
    prepare = {Proxy.NGINX: _nginx, Proxy.CADDY: _caddy}[proxy]
    command, certificate = prepare(configuration(proxy, config), folder)
    with (folder / "proxy.log").open("wb") as log:
        running = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        wait_until(lambda: _listens(port) and certificate.exists(), within_s=UP_WITHIN_S, what=f"{proxy} answers")
        yield Visitor(port, ssl.create_default_context(cafile=certificate))
    finally:
        end(running)


def _nginx(printed: str, folder: Path) -> tuple[list[str], Path]:
    """Put the printed file where nginx includes it, with a certificate of its own and no port that others may have."""
    for path in ("pid", *PLACES):
        (folder / path).parent.mkdir(exist_ok=True)
    certificate, key = _self_signed(folder)
    file = printed.replace(f"/etc/letsencrypt/live/{NAME}/fullchain.pem", str(certificate))
    file = file.replace(f"/etc/letsencrypt/live/{NAME}/privkey.pem", str(key))
    file = file.replace("listen 80;", f"listen {free_port()};").replace("    listen [::]:80;\n", "")
    (folder / "dure.conf").write_text(file)
    places = " ".join(f"{place}_temp_path {folder}/{place};" for place in PLACES)
    (folder / "nginx.conf").write_text(NGINX_AROUND.format(folder=folder, places=places))
    return [str(shutil.which("nginx")), "-p", str(folder), "-c", str(folder / "nginx.conf")], certificate


def _caddy(printed: str, folder: Path) -> tuple[list[str], Path]:
    """Have Caddy sign for itself, as it does for a name that is no domain."""
    file = folder / "Caddyfile"
    file.write_text(CADDY_AROUND.format(folder=folder) + printed)
    command = [str(shutil.which("caddy")), "run", "--adapter", "caddyfile", "--config", str(file)]
    return command, folder / "caddy" / "pki" / "authorities" / "local" / "root.crt"


def _self_signed(folder: Path) -> tuple[Path, Path]:
    """Return the files of a certificate and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)]), clock.now()
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
    signed = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    certificate, secret = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(signed.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    secret.write_bytes(key.private_bytes(*plain))
    return certificate, secret


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HERE, port)) == 0
