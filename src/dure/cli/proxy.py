"""`dure proxy-config`: puts pages, gate and studio behind one address on port 443."""

from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import typer

from dure.cli.surroundings import chosen

if TYPE_CHECKING:
    from dure.site.config import Config

EXAMPLE = "https://dure.example"
LARGEST_UPLOAD_MB = 100
HTTPS = 443


class Proxy(StrEnum):
    """The proxies we know."""

    NGINX = "nginx"
    CADDY = "caddy"


NGINX = """\
# Dure behind nginx. The house itself: DURE_PUBLIC_URL=https://{name} DURE_TRUSTED_PROXIES=1
upstream dure_pages {{ server {pages}; keepalive 32; }}
upstream dure_gate  {{ server {gate}; keepalive 64; keepalive_timeout 60s; }}
upstream dure_studio {{ server {studio}; keepalive 64; keepalive_timeout 60s; }}

map $http_upgrade $dure_connection {{ default upgrade; '' ''; }}

server {{
    listen 80;
    listen [::]:80;
    server_name {host};
    return 301 https://{name}$request_uri;
}}

server {{
    listen {port} ssl http2;
    listen [::]:{port} ssl http2;
    server_name {host};
    ssl_certificate     /etc/letsencrypt/live/{host}/fullchain.pem;
    ssl_certificate_key /etc/letsencrypt/live/{host}/privkey.pem;

    client_max_body_size {upload}m;
    gzip on;
    gzip_types text/css application/javascript application/json image/svg+xml;
    proxy_http_version 1.1;

    # Live rooms and order intake: long connections, small messages. The gate closes idle connections after 75 s.
    location /gate/ {{
        proxy_pass http://dure_gate/;
        client_max_body_size 64k;
        proxy_set_header Host              $http_host;
        proxy_set_header X-Forwarded-For   $remote_addr;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_set_header Upgrade           $http_upgrade;
        proxy_set_header Connection        $dure_connection;
        proxy_read_timeout 1h;
        proxy_buffering off;
    }}

    # Video, in pieces that never change.
    location /video/ {{
        alias {files}/video/;
        add_header Cache-Control "public, max-age=31536000, immutable";
        add_header X-Content-Type-Options nosniff;
        types {{ application/vnd.apple.mpegurl m3u8; video/mp4 mp4 m4s; video/mp2t ts; }}
    }}

    # Pictures from phones, video to viewers. A cache or CDN may keep what the studio calls immutable.
    location /studio/ {{
        proxy_pass http://dure_studio/;
        proxy_set_header Host              $http_host;
        proxy_set_header X-Forwarded-For   $remote_addr;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_set_header Upgrade           $http_upgrade;
        proxy_set_header Connection        $dure_connection;
        proxy_read_timeout 1h;
        proxy_buffering off;
    }}

    # nginx hands on no header of the server's block to a location that sets one: each names them all.
    location / {{
        proxy_pass http://dure_pages;
        proxy_set_header Host              $http_host;
        proxy_set_header X-Forwarded-For   $remote_addr;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_set_header Connection        "";
    }}
}}
"""

CADDY = """\
# Dure behind Caddy, which fetches its own certificate. The house itself:
# DURE_PUBLIC_URL=https://{name} DURE_TRUSTED_PROXIES=1
{name} {{
	encode zstd gzip

	# Live rooms and order intake: long connections, small messages. The gate closes idle connections after 75 s.
	handle_path /gate/* {{
		request_body {{
			max_size 64KB
		}}
		reverse_proxy {gate} {{
			flush_interval -1
			transport http {{
				keepalive 60s
			}}
		}}
	}}

	# Video, in pieces that never change.
	handle_path /video/* {{
		root * {files}/video
		header Cache-Control "public, max-age=31536000, immutable"
		header X-Content-Type-Options nosniff
		file_server
	}}

	# Pictures from phones, video to viewers. A cache or CDN may keep what the studio calls immutable.
	handle_path /studio/* {{
		reverse_proxy {studio} {{
			flush_interval -1
			transport http {{
				keepalive 60s
			}}
		}}
	}}

	handle {{
		request_body {{
			max_size {upload}MB
		}}
		reverse_proxy {pages}
	}}
}}
"""


def proxy_config(proxy: Proxy) -> None:
    """Print a configuration for nginx or Caddy that puts everything behind 443."""
    typer.echo(configuration(proxy, chosen()), nl=False)


def configuration(proxy: Proxy, config: "Config") -> str:
    """Return the proxy's configuration for this house's own addresses."""
    public = urlsplit(config.public_url or EXAMPLE)
    return {Proxy.NGINX: NGINX, Proxy.CADDY: CADDY}[proxy].format(
        name=public.netloc,
        host=public.hostname,
        port=public.port or HTTPS,
        pages=urlsplit(config.address).netloc,
        gate=urlsplit(config.gate_address).netloc,
        studio=urlsplit(config.studio_address).netloc,
        files=config.folder / "files",
        upload=LARGEST_UPLOAD_MB,
    )
