"""The HTTP client against a server on this machine that fails as real ones do."""

from __future__ import annotations

import gzip
import logging
import socket
import time
from dataclasses import replace

import pytest

from rainforest_alert_plugin.errors import CancelledError, ServiceError
from rainforest_alert_plugin.net.client import HttpClient, is_out_of_reach
from rainforest_alert_plugin.net.settings import Credential, NetworkSettings
from tests.unit.net import loopback

QUICK = NetworkSettings(first_wait_s=0.01, attempts=3)
KEY = "11112222-aaaa-bbbb-cccc-3333444455556666"  # pragma: allowlist secret


@pytest.fixture
def service():
    with loopback.running() as running:
        yield running


@pytest.fixture
def client():
    client = HttpClient(QUICK)
    yield client
    client.close()


def refused(call, *arguments, **options) -> ServiceError:
    with pytest.raises(ServiceError) as caught:
        call(*arguments, **options)
    return caught.value


def test_an_answer_comes_with_its_body_and_headers(service, client):
    url = service.on("/a", loopback.text('{"data": [1, 2]}', ETag='"7"'))
    answer = client.get(url, params={"page": 2})
    assert (answer.json(), answer.status, answer.headers["etag"]) == ({"data": [1, 2]}, 200, '"7"')
    assert service.asked[0].path == "/a?page=2"


def test_a_byte_order_mark_before_json_does_no_harm(service, client):
    assert client.get(service.on("/a", loopback.text(b'\xef\xbb\xbf[{"result": 1}]'))).json() == [{"result": 1}]


def test_a_compressed_answer_is_unpacked(service, client):
    url = service.on("/a", loopback.text(gzip.compress(b'{"n": 1}'), Content_Encoding="gzip"))
    assert client.get(url).json() == {"n": 1}


def test_a_busy_service_is_asked_again_after_the_seconds_it_names(service, client):
    url = service.on("/a", loopback.text("busy", 429, Retry_After="1"), loopback.text("{}"))
    start = time.monotonic()
    assert client.get(url).status == 200
    assert time.monotonic() - start >= 1.0
    assert len(service.asked) == 2


def test_a_service_that_asks_for_an_hour_is_not_waited_for(service, client):
    error = refused(client.get, service.on("/a", loopback.text("busy", 429, Retry_After="3600")))
    assert (error.message.id, error.message.facts["wait_s"], len(service.asked)) == ("net.too_many_requests", 3600, 1)


def test_a_failing_server_is_asked_three_times_and_then_named(service, client):
    error = refused(client.get, service.on("/a", loopback.text('{"detail": "database is away"}', 500)))
    assert (error.message.id, error.message.facts["detail"]) == ("net.server_failed", "database is away")
    assert len(service.asked) == 3


def test_an_answer_declared_final_is_not_asked_again(service, client):
    url = service.on("/a", loopback.text('{"message": "Query took too long to process."}', 500))
    error = refused(client.get, url, is_final=lambda answer: "too long" in answer.text())
    assert (error.message.id, len(service.asked)) == ("net.server_failed", 1)


def test_a_cut_connection_is_tried_again(service, client):
    url = service.on("/a", loopback.hang_up, loopback.file(b"x" * 1000, cut_after=10), loopback.text("{}"))
    assert client.get(url).json() == {}
    assert len(service.asked) == 3


def test_a_body_shorter_than_announced_is_a_cut_connection_not_an_answer(service, client):
    error = refused(client.get, service.on("/a", loopback.file(b"x" * 1000, cut_after=999)))
    assert error.message.id == "net.cut"


def test_a_silent_server_is_a_time_out(service):
    client = HttpClient(replace(QUICK, read_timeout_s=0.3))
    error = refused(client.get, service.on("/a", loopback.silence))
    assert error.message.id == "net.timeout"
    assert is_out_of_reach(error)


def test_an_unknown_host_means_offline(client, monkeypatch):
    def no_name(*arguments, **options):
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", no_name)
    error = refused(client.get, "https://data-api.example.org/x")
    assert (error.message.id, error.message.facts["host"]) == ("net.offline", "data-api.example.org")
    assert is_out_of_reach(error)


def test_an_unreachable_network_means_offline(client, monkeypatch):
    def unreachable(*arguments, **options):
        raise OSError(101, "Network is unreachable")

    monkeypatch.setattr(socket.socket, "connect", unreachable)
    assert refused(client.get, "http://192.0.2.1/x").message.id == "net.offline"


def test_a_closed_port_is_a_refusal(client):
    with loopback.nobody() as url:
        assert refused(client.get, f"{url}/x").message.id == "net.refused"


def test_a_bad_key_is_named_with_the_services_words_and_not_asked_again(service, client):
    url = service.on("/a", loopback.text('{"detail": "No valid API Key found."}', 403))
    error = refused(client.get, url)
    assert (error.message.id, error.message.facts["detail"]) == ("net.key_refused", "No valid API Key found.")
    assert len(service.asked) == 1
    assert not is_out_of_reach(error)


def test_a_sign_in_page_of_a_gateway_is_not_taken_for_data(service, client):
    url = service.on("/a", loopback.text("<!DOCTYPE html><title>Hotel</title>", kind="text/html"))
    assert refused(client.get, url).message.id == "net.html"


def test_text_that_is_no_json_is_named_with_its_start(service, client):
    answer = client.get(service.on("/a", loopback.text("Invalid MAP_KEY.", kind="text/plain")))
    error = refused(answer.json)
    assert (error.message.id, error.message.facts["start"]) == ("net.not_json", "Invalid MAP_KEY.")


def test_an_answer_larger_than_allowed_is_refused(service, client):
    error = refused(client.get, service.on("/a", loopback.text("x" * 200_000)), max_bytes=100_000)
    assert (error.message.id, error.message.facts["most_mb"]) == ("net.too_large", 0.1)


def test_a_missing_document_is_not_found(service, client):
    assert refused(client.get, service.url + "/gone").message.id == "net.not_found"


def test_cancel_is_heard_while_the_server_is_silent(service, client):
    url = service.on("/a", loopback.silence, loopback.text("{}"))
    with pytest.raises(CancelledError):
        client.get(url, is_cancelled=loopback.stop_after(loopback.LOOKS, lambda: service.asked))
    assert len(service.asked) == 1


def test_cancel_is_heard_while_the_body_trickles_in(service, client):
    with pytest.raises(CancelledError):
        client.get(
            service.on("/a", loopback.drip), is_cancelled=loopback.stop_after(loopback.LOOKS, lambda: service.asked)
        )
    assert len(service.asked) == 1


def test_cancel_is_heard_while_waiting_for_the_next_attempt(service):
    client = HttpClient(NetworkSettings(first_wait_s=60.0))
    url = service.on("/a", loopback.hang_up, loopback.text("{}"))
    with pytest.raises(CancelledError):
        client.get(url, is_cancelled=loopback.stop_after(loopback.LOOKS, lambda: service.asked))
    assert len(service.asked) == 1


def test_the_client_works_on_after_a_cancel(service, client):
    with pytest.raises(CancelledError):
        client.get(service.on("/slow", loopback.drip), is_cancelled=lambda: len(service.asked) > 0)
    assert client.get(service.on("/b", loopback.text("{}"))).json() == {}


def test_a_key_travels_in_its_header_but_not_to_another_host(service, client):
    with loopback.running() as elsewhere:
        target = elsewhere.on("/file", loopback.text("{}"))
        url = service.on("/a", loopback.text("", 307, Location=target))
        client.get(url, credential=Credential(KEY, header="x-api-key"))
        assert service.asked[0].headers["x-api-key"] == KEY
        assert "x-api-key" not in elsewhere.asked[0].headers


def test_a_redirected_post_keeps_its_body_with_308(service, client):
    service.on("/new", loopback.text("{}"))
    url = service.on("/old", loopback.text("", 308, Location="/new"))
    client.post_json(url, {"sql": "select"})
    assert (service.asked[1].method, service.asked[1].json()) == ("POST", {"sql": "select"})


def test_endless_redirections_end(service, client):
    error = refused(client.get, service.on("/a", loopback.text("", 302, Location="/a")))
    assert (error.message.id, len(service.asked)) == ("net.too_many_redirects", 6)


@pytest.mark.parametrize(
    "step", [loopback.text(f'{{"detail": "key {KEY} expired"}}', 403), loopback.text("gone", 404), loopback.hang_up]
)
def test_a_key_in_the_path_reaches_the_service_but_no_message_and_no_log(service, client, caplog, step):
    caplog.set_level(logging.DEBUG)
    service.on(f"/api/csv/{KEY}/x", step)
    credential = Credential(KEY, placeholder="{MAP_KEY}")
    error = refused(client.get, service.url + "/api/csv/{MAP_KEY}/x", credential=credential)
    assert service.asked[0].path == f"/api/csv/{KEY}/x"
    assert "connectionpool" in caplog.text
    assert KEY not in str(error) + repr(error.message) + repr(credential) + caplog.text


def test_a_proxy_is_used_for_all_hosts_but_those_named(service):
    with loopback.running() as proxy:
        proxy.steps["http://alerts.example.org/x"] = [loopback.text('{"by": "proxy"}')]
        client = HttpClient(NetworkSettings(proxies={"http": proxy.url}, no_proxy="127.0.0.1", first_wait_s=0.01))
        assert client.get("http://alerts.example.org/x").json() == {"by": "proxy"}
        assert client.get(service.on("/a", loopback.text('{"by": "host"}'))).json() == {"by": "host"}


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_wants_a_password_is_named(scheme):
    with loopback.running() as proxy:
        proxy.next_step = lambda path: loopback.text("", 407)
        client = HttpClient(NetworkSettings(proxies={scheme: proxy.url}, first_wait_s=0.01, attempts=1))
        assert refused(client.get, f"{scheme}://alerts.example.org/x").message.id == "net.proxy_auth"


def test_a_certificate_nobody_vouches_for_is_named(service, tmp_path, client):
    import ssl
    import subprocess
    import threading

    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "2"]
        + ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
                with context.wrap_socket(connection, server_side=True) as secure:
                    secure.recv(4096)
                    secure.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
            except ssl.SSLError:
                continue
            except OSError:
                return

    threading.Thread(target=serve, daemon=True).start()
    try:
        error = refused(client.get, f"https://127.0.0.1:{port}/x")
        assert error.message.id == "net.certificate"
        assert "certificate" in error.message.facts["reason"]
        trusting = HttpClient(NetworkSettings(ca_bundle=certificate))
        assert trusting.get(f"https://127.0.0.1:{port}/x").json() == {}
    finally:
        listener.close()
