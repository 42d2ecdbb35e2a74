"""The house's configuration: the environment is read here and nowhere else.

Every field is one `DURE_…` variable with a type and a sentence; `docs/settings.md` is made from this class,
and a test fails when the two differ. The supervisor hands the same class on to its children by environment.
"""

from enum import StrEnum
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Mode(StrEnum):
    """How strict the house is with itself."""

    DEMO = "demo"
    DEVELOPMENT = "development"
    PRODUCTION = "production"


class Config(BaseSettings):
    """Everything that differs between two installations of the same code."""

    model_config = SettingsConfigDict(env_prefix="DURE_", extra="ignore", frozen=True)

    mode: Mode = Field(
        Mode.DEMO, description="`demo` builds and announces a demo world, `production` refuses unsafe settings."
    )
    secret_key: SecretStr | None = Field(
        None,
        description="Signs sessions and tokens. Made and kept in the data folder when absent, except in production.",
    )
    debug: bool = Field(default=False, description="Show tracebacks to the browser. Refused in production.")
    data: Path | None = Field(
        None,
        description="Folder for the embedded engines, files, logs and secrets; when absent `.dure/data` in a checkout, `~/.local/share/dure` for an installed package.",
    )
    host: str = Field("127.0.0.1", description="Address the web and gate processes listen on.")
    port: int = Field(8000, ge=1, le=65535, description="Port of the pages and the API.")
    gate_port: int | None = Field(
        None,
        ge=1,
        le=65535,
        description="Port of the gate (live rooms and order intake); the one after `DURE_PORT` when absent.",
    )
    gate_workers: int = Field(
        1, ge=1, le=64, description="Gate processes; several share the gate's port. Each counts its own connections."
    )
    gate_connections: int = Field(
        16_384, ge=1, description="Connections one gate process holds at once; more are refused."
    )
    gate_connections_per_address: int = Field(
        1_024,
        ge=1,
        description="Connections one gate process holds for one address. Many phones share one address of their carrier.",
    )
    gate_orders_per_address: int = Field(
        3_000,
        ge=1,
        description="Orders a minute one gate process takes from one address; more are refused for a while.",
    )
    gate_viewers: int = Field(
        12_000, ge=1, description="Viewers of live shows one gate process holds at once; the rest is kept for orders."
    )
    gate_messages_per_address: int = Field(
        600, ge=1, description="Chat messages a minute one gate process takes from one address."
    )
    gate_url: str | None = Field(
        None,
        description="Where browsers reach the gate, such as https://gate.dure.example; `/gate` below `DURE_PUBLIC_URL` when absent, without that the gate's port.",
    )
    studio_port: int | None = Field(
        None,
        ge=1,
        le=65535,
        description="Port of the studio (pictures from phones, video to viewers); the second after `DURE_PORT` when absent.",
    )
    studio_url: str | None = Field(
        None,
        description="Where browsers reach the studio, such as https://studio.dure.example; `/studio` below `DURE_PUBLIC_URL` when absent, without that the studio's port.",
    )
    studio_streams: int = Field(
        24, ge=1, le=200, description="Phones the studio takes pictures from at once; a core carries about 40."
    )
    public_url: str | None = Field(
        None, description="The address people see, such as https://dure.example. Needed in production."
    )
    database_url: SecretStr | None = Field(
        None,
        description="PostgreSQL used by the running house (role without owner's rights); replaces the embedded one.",
    )
    database_owner_url: SecretStr | None = Field(
        None, description="PostgreSQL role that owns the tables and runs migrations; needed with `DURE_DATABASE_URL`."
    )
    nats_url: SecretStr | None = Field(None, description="NATS with JetStream; replaces the embedded one.")
    files_url: str | None = Field(
        None,
        description="Where uploads go: `file:///path` or `s3://bucket?endpoint=…`. Replaces the data folder's `files`.",
    )
    email_url: SecretStr | None = Field(
        None, description="`smtp://user:password@host:587?tls=1`; without it, letters are printed to the log."
    )
    email_from: str = Field("Dure <dure@localhost>", description="Sender of the house's letters.")
    sms_url: SecretStr | None = Field(
        None,
        description="HTTP endpoint that sends a text message (JSON `to`, `text`); without it, messages are printed to the log.",
    )
    web_threads: int = Field(8, ge=1, le=256, description="Requests one web process serves at once.")
    web_workers: int = Field(1, ge=1, le=64, description="Web processes.")
    trusted_proxies: int = Field(
        0,
        ge=0,
        le=8,
        description="Proxies in front of the house that set `X-Forwarded-For`; rate limits count the address they name.",
    )
    gates: str = Field(
        "",
        description="Addresses of all gates, by commas, as staff's health page asks them; the house's own one when absent.",
    )
    orders_kept_hot_days: int = Field(
        180,
        ge=30,
        le=3650,
        description="Days after which orders that are closed for good move to the archive, where they stay readable.",
    )
    host_orders_a_day: int = Field(
        1_000,
        ge=1,
        description="Orders a day a host of the network earns from at once; from the next one on, staff look first.",
    )
    second_approval: bool = Field(
        default=True,
        description="What staff spend of the house's own money is done once another one of them approved it. With a single person on the staff, switch it off knowingly, or give a second one the key.",
    )
    second_approval_from: str = Field(
        "",
        pattern=r"^([A-Z]{3}:\d{1,15}(,[A-Z]{3}:\d{1,15})*)?$",
        description="Amounts from which another one has to approve, in whole units: `KRW:50000,CNY:300`. A currency that is not named needs it from the first unit on.",
    )
    gs1_prefix: str = Field(
        "9521000",
        pattern=r"^\d{7,10}$",
        description="GS1 company prefix in the numbers of parcels (SSCC). The default is one that GS1 keeps for examples.",
    )
    receivers_kept_days: int = Field(
        180,
        ge=14,
        le=3650,
        description="Days after a shipment has ended until its receiver's name, phone number and address and its proofs are removed.",
    )
    live_recordings_kept_days: int = Field(
        90, ge=1, le=3650, description="Days after which the recording of a live show is deleted."
    )
    live_chat_kept_days: int = Field(
        30, ge=1, le=3650, description="Days after which the chat and the captions of a live show are deleted."
    )
    kakao_client: SecretStr | None = Field(
        None, description="`client_id:secret` of Kakao sign-in; absent = not offered."
    )
    naver_client: SecretStr | None = Field(
        None, description="`client_id:secret` of Naver sign-in; absent = not offered."
    )
    weixin_client: SecretStr | None = Field(
        None, description="`client_id:secret` of Weixin sign-in; absent = not offered."
    )
    google_client: SecretStr | None = Field(
        None, description="`client_id:secret` of Google sign-in; absent = not offered."
    )

    card_sandbox: bool | None = Field(
        None,
        description="Offer the card sandbox (test cards, no money). On in demo and development when absent; refused in production.",
    )
    stripe_secret_key: SecretStr | None = Field(
        None, description="Secret API key of Stripe; absent = not offered. Needs `DURE_STRIPE_WEBHOOK_SECRET`."
    )
    stripe_webhook_secret: SecretStr | None = Field(
        None, description="Signing secret of the Stripe webhook at `/market/news/stripe/`."
    )
    stripe_address: str = Field("", description="Replaces Stripe's API address, for a stand-in.")
    alipay_app_id: str | None = Field(None, description="App id at Alipay; absent = not offered. Needs both keys.")
    alipay_private_key: SecretStr | None = Field(
        None, description="Our RSA2 private key for Alipay, base64 in one line as Alipay's key tool writes it."
    )
    alipay_public_key: str | None = Field(
        None, description="Alipay's own RSA2 public key, base64 in one line, from the app's page at Alipay."
    )
    alipay_seller_id: str = Field("", description="Our seller id (2088…); notices for another seller are refused.")
    alipay_address: str = Field("", description="Replaces Alipay's gateway, for its sandbox or a stand-in.")
    toss_secret_key: SecretStr | None = Field(None, description="Secret key of Toss Payments; absent = not offered.")
    toss_security_key: SecretStr | None = Field(
        None, description="Security key of Toss Payments; proves those of its messages that bear a signature."
    )
    toss_address: str = Field("", description="Replaces Toss Payments' API address, for a stand-in.")

    @property
    def folder(self) -> Path:
        """The data folder, chosen or by default."""
        return (self.data or default_data_folder()).expanduser().absolute()

    @property
    def address(self) -> str:
        """Where the pages answer on this machine."""
        return f"http://{_reachable(self.host)}:{self.port}"

    @property
    def gate_address(self) -> str:
        """Where the gate answers on this machine."""
        return f"http://{_reachable(self.host)}:{self.chosen_gate_port}"

    @property
    def seen_gate_url(self) -> str:
        """Where browsers reach the gate, without a slash at the end; empty where it is a port of the host they see."""
        return (self.gate_url or ("/gate" if self.public_url else "")).rstrip("/")

    @property
    def studio_address(self) -> str:
        """Where the studio answers on this machine."""
        return f"http://{_reachable(self.host)}:{self.chosen_studio_port}"

    @property
    def seen_studio_url(self) -> str:
        """Where browsers reach the studio; empty where it is a port of the host they see."""
        return (self.studio_url or ("/studio" if self.public_url else "")).rstrip("/")

    @property
    def live_folder(self) -> Path:
        """Where broadcasts are kept: with the uploads, or in the data folder where those are in a far store."""
        if self.files_url and self.files_url.startswith("file:"):
            return Path(unquote(urlsplit(self.files_url).path)) / "live"
        return self.folder / "files" / "live"

    @property
    def gate_addresses(self) -> list[str]:
        """Where every gate answers: those named, or the one on this machine."""
        return [named.strip() for named in self.gates.split(",") if named.strip()] or [self.gate_address]

    @property
    def approval_limits(self) -> dict[str, int]:
        """From which amount on, in whole units of each currency named, staff need another one's approval."""
        named = [each.split(":") for each in self.second_approval_from.split(",") if each]
        return {currency: int(amount) for currency, amount in named}

    @property
    def chosen_gate_port(self) -> int:
        """The gate's port, chosen or next to the pages'."""
        return self.gate_port or self.port + 1

    @property
    def chosen_studio_port(self) -> int:
        """The studio's port, chosen or the second after the pages'."""
        return self.studio_port or self.port + 2


def _reachable(host: str) -> str:
    """An address that answers for `host` on this machine, as it is written in a URL."""
    nearby = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - a name, nothing is bound here
    return f"[{nearby}]" if ":" in nearby else nearby


def default_data_folder() -> Path:
    """Beside the code in a checkout, in the person's own data folder for an installed package."""
    checkout = Path(__file__).resolve().parents[3]
    if (checkout / "dure").is_file() and (checkout / "requirements").is_dir():
        return checkout / ".dure" / "data"
    return Path.home() / ".local" / "share" / "dure"


@cache
def config() -> Config:
    """Return the configuration read from the environment, once per process."""
    return Config()
