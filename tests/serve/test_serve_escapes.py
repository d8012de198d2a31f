"""No request gets a byte from outside the folder, or of what is hidden in it; and the server goes on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from serving import Site, serving

SECRET = b"swordfish"
PAGE = b"<!doctype html>"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home = tmp_path_factory.mktemp("home")
    for place in ("secret", "exports2", "exports", "exports/a"):
        (home / place).mkdir()
    for hidden in ("secret.txt", "secret/secret.txt", "exports2/secret.txt", "exports/.lock", "exports/a/.hidden"):
        (home / hidden).write_bytes(SECRET)
    (home / "secret" / "index.html").write_bytes(SECRET)
    top = home / "exports"
    (top / "index.html").write_bytes(PAGE)
    (top / "out.txt").symlink_to(home / "secret.txt")
    (top / "up").symlink_to("..")
    (top / "out").symlink_to(home / "secret")
    (top / "a" / "index.html").symlink_to(home / "secret.txt")
    (top / "loop").symlink_to("loop")
    with serving(top) as site:
        yield site


ESCAPES = r"""
/../secret.txt  /a/../../secret.txt  /%2e%2e/secret.txt  /..%2fsecret.txt  /%2e%2e%2fsecret.txt  /.%2e/secret.txt
/%252e%252e/secret.txt  /..%252fsecret.txt  /..\secret.txt  /..%5csecret.txt  /%5c..%5csecret.txt
/../exports2/secret.txt
/out.txt  /out/secret.txt  /out/  /out  /up/secret.txt  /a/  /loop  /loop/x  /.lock  /a/.hidden  /./../secret.txt
/index.html%00.txt  /out.txt%00  /%00  /C:/secret.txt  /c:secret.txt  /index.html::$DATA  /con  /NUL.txt
/..;/secret.txt
/%c0%ae%c0%ae/secret.txt  /%c0%af../secret.txt  /%uff0e%uff0e/secret.txt  /%  /%2  /%zz  /..  /../  /~root  *
secret.txt  ../secret.txt  file:///secret.txt  http://localhost/../secret.txt  http://localhost  http://
""".split()  # noqa: SIM905  (a list would be four times as long)


@pytest.mark.parametrize("target", [*ESCAPES, "/" + "a/" * 3000, "/" + "a" * 5000])
def test_no_way_leads_out_of_the_folder(site: Site, target: str) -> None:
    reply = site.ask(target)
    assert reply.status in {200, 301, 400, 404, 421}
    assert SECRET not in reply.body
    assert reply.body == PAGE or reply.status != 200


def test_an_absolute_path_of_the_system_is_a_path_in_the_folder(site: Site, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_bytes(SECRET)
    for target in (f"/{tmp_path}/secret.txt", f"{tmp_path}/secret.txt", f"/%2F{tmp_path}/secret.txt"):
        assert site.ask(target).status == 404


PIECES = st.sampled_from(
    [
        *rb"/ .. . %2e %2E%2e %252e %2f %5c \ %00 ? # % C: ~ .lock secret.txt secret out out.txt up a exports2".split(),
        *(b"\0", b"\r\n", b" ", b"\xff", b"index.html", b"http://localhost"),
    ]
)
TARGETS = st.lists(PIECES, max_size=12).map(b"".join) | st.binary(max_size=60)


@settings(max_examples=300)
@given(TARGETS, st.booleans())
def test_whatever_the_target_no_secret_is_served_and_the_server_goes_on(site: Site, target: bytes, slash: bool) -> None:
    came = site.send(b"GET " + b"/" * slash + target + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert SECRET not in came
    assert site.ask("/").body == PAGE


@settings(max_examples=100)
@given(st.binary(max_size=200))
def test_whatever_is_sent_the_server_goes_on(site: Site, raw: bytes) -> None:
    assert SECRET not in site.send(raw)
    assert site.ask("/").body == PAGE
