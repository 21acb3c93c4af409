"""The admin pages of a real service: who gets in, what a page can do, and what it cannot."""

from __future__ import annotations

import csv
import io
import json
import re
import stat
import time
import zipfile
from collections.abc import Iterator

import pytest
import requests

from bot.catalog.bundle import program_bundle, read_zip, zip_bytes
from bot.catalog.service.admins import MOST_BY_NAME_AND_ADDRESS
from bot.catalog.sources import load_catalog
from tests.unit.catalog.conftest import Service

pytestmark = pytest.mark.slow  # argon2 and whole catalogues: about two minutes

NAME, PASSWORD = "mei", "绿水青山 a correct horse"
CATALOG = load_catalog()
PROGRAM = program_bundle()


class Visitor:
    """A browser without the pictures: cookies, tokens and an Origin header."""

    def __init__(self, service: Service) -> None:
        self.base = service.url + "/admin"
        self.origin = service.url
        self.http = requests.Session()
        self.http.trust_env = False

    def get(self, path: str, **options: object) -> requests.Response:
        return self.http.get(self.base + path, timeout=30, **options)  # type: ignore[arg-type]

    def token(self, path: str) -> str:
        found = re.search(r'name="csrf" value="([^"]+)"', self.get(path).text)
        assert found, path
        return found[1]

    def post(
        self, path: str, fields: dict[str, str], files: object = None, **headers: str
    ) -> requests.Response:
        return self.http.post(
            self.base + path,
            data=fields,
            files=files,  # type: ignore[arg-type]
            headers={"Origin": self.origin, **headers},
            timeout=60,
        )

    def login(self, password: str = PASSWORD, name: str = NAME) -> requests.Response:
        fields = {"csrf": self.token("/login"), "username": name, "password": password}
        return self.post("/login", fields)

    def upload(self, data: bytes, name: str = "c.zip", mode: str = "merge") -> requests.Response:
        fields = {"csrf": self.token("/import"), "mode": mode}
        return self.post("/import", fields, {"file": (name, data)})


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    running = Service(tmp_path_factory.mktemp("admin"))
    running.start()
    made = running.command("create-admin", NAME, stdin=PASSWORD + "\n")
    assert made.returncode == 0, made.stderr
    yield running
    running.close()


@pytest.fixture()
def visitor(service: Service) -> Visitor:
    return Visitor(service)


@pytest.fixture()
def admin(visitor: Visitor) -> Visitor:
    answer = visitor.login()
    assert answer.status_code == 200, answer.text
    assert "当前版本" in answer.text
    return visitor


def _zip(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def _travel(old: str, new: str) -> bytes:
    files = {n: d for n, d in PROGRAM.files if n.startswith("products/demo-travel/")}
    name = "products/demo-travel/product.yml"
    assert old.encode() in files[name]
    files[name] = files[name].replace(old.encode(), new.encode(), 1)
    return _zip(files)


def test_without_an_admin_there_are_no_pages(tmp_path_factory: pytest.TempPathFactory) -> None:
    own = Service(tmp_path_factory.mktemp("none"))
    own.start()
    try:
        visitor = Visitor(own)
        for path in ("/", "/login", "/products/list", "/static/admin.css"):
            assert visitor.get(path).status_code == 404
        for password in ("short", "aaaaaaaaaaaaaaaa", "xx mei mei mei xx"):
            refused = own.command("create-admin", "mei", stdin=password + "\n")
            assert refused.returncode == 1
            assert "password" in refused.stderr
        assert own.command("create-admin", "no good", stdin=PASSWORD + "\n").returncode == 1
        assert own.command("create-admin", "mei", stdin=PASSWORD + "\n").returncode == 0
        assert visitor.get("/login").status_code == 200  # without a restart
        assert own.command("disable-admin", "mei").returncode == 0
        assert visitor.get("/login").status_code == 404
    finally:
        own.close()


@pytest.mark.parametrize(
    "path",
    ["/", "/versions", "/import", "/import/draft", "/versions/rollback", "/versions/download",
     "/products/list", "/products/details/demo-travel", "/rates/list", "/audit/list"],
)  # fmt: skip
def test_every_page_needs_a_login(visitor: Visitor, path: str) -> None:
    answer = visitor.get(path, allow_redirects=False)
    assert answer.status_code == 302
    assert answer.headers["location"].endswith("/admin/login")


@pytest.mark.parametrize("path", ["/import", "/import/draft", "/versions/rollback"])
def test_posts_need_a_login_and_our_own_page(visitor: Visitor, path: str) -> None:
    answer = visitor.http.post(visitor.base + path, timeout=5, allow_redirects=False)
    assert answer.status_code == 403  # no Origin: not from a browser's page of ours
    foreign = visitor.post(path, {}, Origin="https://evil.example")
    assert foreign.status_code == 403
    own = visitor.http.post(
        visitor.base + path, headers={"Origin": visitor.origin}, timeout=5, allow_redirects=False
    )
    assert own.status_code == 302


def test_posts_need_the_session_s_token(admin: Visitor) -> None:
    for path in ("/import", "/import/draft", "/versions/rollback"):
        for token in ("", "wrong", None):
            fields = {} if token is None else {"csrf": token}
            assert admin.post(path, {**fields, "confirm": "yes"}).status_code == 403
    assert admin.post("/logout", {"csrf": "wrong"}).status_code in (200, 405)
    assert "当前版本" in admin.get("/").text  # still logged in


def test_no_route_changes_rows(admin: Visitor) -> None:
    for path in ("/products/create", "/products/edit/demo-travel", "/products/ajax/lookup"):
        assert admin.get(path).status_code == 404
    url = admin.base + "/products/delete?pks=demo-travel"
    answer = admin.http.delete(url, headers={"Origin": admin.origin}, timeout=5)
    assert answer.status_code == 404
    assert admin.get("/logout").status_code == 405  # a link cannot log anybody out


def test_cookie_and_headers(visitor: Visitor) -> None:
    answer = visitor.get("/login")
    cookie = answer.headers["set-cookie"].lower()
    for part in ("httponly", "samesite=strict", "path=/admin"):
        assert part in cookie
    assert "secure" not in cookie  # plain http on loopback
    proxied = visitor.get("/login", headers={"X-Forwarded-Proto": "https"})
    assert "secure" in proxied.headers["set-cookie"].lower()
    assert "script-src" not in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["cache-control"] == "no-store"
    assert "<script" not in answer.text


def test_the_key_is_made_once_for_its_owner_only(service: Service, visitor: Visitor) -> None:
    key = service.database.parent / "catalog_admin_key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(key.read_text()) > 30


def test_a_forged_cookie_is_nothing(visitor: Visitor) -> None:
    import base64

    body = base64.b64encode(
        json.dumps({"name": NAME, "mark": "x", "at": time.time(), "csrf": "x"}).encode()
    ).decode()
    visitor.http.cookies.set("jiabao_catalog_admin", f"{body}.aaaa.bbbb", path="/admin")
    assert visitor.get("/", allow_redirects=False).status_code == 302


def test_a_new_password_ends_sessions(service: Service) -> None:
    assert service.command("create-admin", "temp", stdin=PASSWORD + "\n").returncode == 0
    visitor = Visitor(service)
    visitor.login(name="temp")
    assert visitor.get("/", allow_redirects=False).status_code == 200
    other = PASSWORD + " two"
    assert service.command("set-password", "temp", stdin=other + "\n").returncode == 0
    assert visitor.get("/", allow_redirects=False).status_code == 302
    assert visitor.login(name="temp").status_code == 401
    assert visitor.login(other, name="temp").status_code == 200


def test_logins_are_throttled(service: Service) -> None:
    assert service.command("create-admin", "slow", stdin=PASSWORD + "\n").returncode == 0
    visitor = Visitor(service)
    statuses = [visitor.login("wrong", "slow").status_code for _ in range(6)]
    assert statuses == [401] * MOST_BY_NAME_AND_ADDRESS + [429]
    refused = visitor.login(name="slow")  # the right password is not looked at either
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "900"
    assert "尝试次数太多" in refused.text
    told = service.command("audit", "--json").stdout
    failed = [e for e in json.loads(told) if e["action"] == "login_failed"]
    assert sum(e["subject"] == "slow" for e in failed) == MOST_BY_NAME_AND_ADDRESS


def test_lists_search_filter_and_sort(admin: Visitor) -> None:
    found = admin.get("/products/list?search=高血压").text
    assert "卓越守护高血压版" in found
    assert "守心重疾" not in found
    lines = admin.get("/products/list?line=ci_long").text
    assert "守心重疾" in lines and "轻平果" not in lines
    scores = admin.get("/scores/list?sortBy=total_score&sort=asc").text
    totals = [int(n) for n in re.findall(r'<td class="number">(\d+)</td>\s*</tr>', scores)]
    assert totals == sorted(totals) and len(totals) == 25
    rates = admin.get("/rates/list?search=demo-term-life&sex=女").text
    assert "男</td>" not in rates and "女</td>" in rates
    assert "没有符合条件的记录" in admin.get("/products/list?search=zzzz").text
    for odd in ("sortBy=password_hash", "sortBy=__class__", "line=x&advisable=maybe", "search=%25"):
        assert admin.get(f"/products/list?{odd}").status_code == 200
    assert admin.get("/products/list?page=zero").status_code == 400
    assert admin.get("/admins/list").status_code == 404
    assert "等待期" in admin.get("/products/details/demo-ci-long").text
    assert admin.get("/products/details/none").status_code == 404


def test_pages_escape_what_they_show(admin: Visitor) -> None:
    text = "<script>alert(1)</script>"
    assert text not in admin.get(f"/products/list?search={text}").text
    answer = admin.upload(_travel("summary: ", f"summary: {text}"))
    assert text not in answer.text
    assert "&lt;script&gt;" in answer.text


def test_upload_differences_publish_and_roll_back(admin: Visitor, service: Service) -> None:
    before = CATALOG.version
    draft = admin.upload(_travel("summary: ", "summary: 新介绍，"))
    assert draft.status_code == 200
    assert "一句话介绍" in draft.text and "新介绍" in draft.text
    current = requests.get(service.url + "/v1/versions", timeout=5).json()["versions"][0]
    assert current["version"] == before  # an upload alone publishes nothing
    fields = dict(re.findall(r'name="(csrf|id|base)" value="([^"]+)"', draft.text))
    assert admin.post("/import/draft", fields).status_code == 400  # not confirmed
    stale = {**fields, "base": "999", "confirm": "yes"}
    assert admin.post("/import/draft", stale).status_code == 409
    done = admin.post("/import/draft", {**fields, "confirm": "yes", "note": "试一试"})
    assert "已发布" in done.text and "试一试" in done.text
    product = requests.get(service.url + "/v1/products/demo-travel", timeout=5).json()
    assert product["summary"].startswith("新介绍")
    assert "新介绍" in admin.get("/products/details/demo-travel").text  # the rows follow
    assert admin.post("/import/draft", {**fields, "confirm": "yes"}).status_code == 404  # once

    back = admin.get("/versions/rollback", params={"version": before})
    fields = dict(re.findall(r'name="(csrf|version|base)" value="([^"]+)"', back.text))
    assert admin.post("/versions/rollback", fields).status_code == 400
    done = admin.post("/versions/rollback", {**fields, "confirm": "yes", "note": "退回"})
    assert "已回退" in done.text
    versions = requests.get(service.url + "/v1/versions", timeout=5).json()["versions"]
    assert versions[0]["version"] == before
    told = json.loads(service.command("audit", "--json").stdout)
    acts = [e["action"] for e in told if e["actor"] == NAME]
    assert acts[:3] == ["rollback", "import", "upload"]
    assert told[0]["address"] == "127.0.0.1"


def test_a_draft_belongs_to_who_made_it(admin: Visitor, service: Service) -> None:
    draft = admin.upload(_travel("summary: ", "summary: 别人的，"))
    service.command("create-admin", "other", stdin=PASSWORD + "\n")
    other = Visitor(service)
    other.login(name="other")
    assert other.get("/import/draft" + draft.url.partition("/import/draft")[2]).status_code == 404
    fields = dict(re.findall(r'name="(csrf|id)" value="([^"]+)"', draft.text))
    assert "上传并核对" in admin.post("/import/draft", {**fields, "do": "discard"}).text
    assert admin.get("/import/draft" + draft.url.partition("/import/draft")[2]).status_code == 404


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"nonsense", "c.zip", ("c.zip", "no readable zip")),
        (b"a,b\n1,2\n", "rates.csv", ("rates.csv 第1行", "columns")),
        (b"", "", ("没有选择文件",)),
        (_zip({"../../x": b""}), "c.zip", ("does not belong",)),
        (_travel("waiting_days", "waiting_dayz"), "c.zip", ("product.yml 第", "unknown key")),
    ],
)  # fmt: skip
def test_a_bad_upload_says_where_and_what_to_do(
    admin: Visitor, data: bytes, name: str, words: tuple[str, ...]
) -> None:
    answer = admin.upload(data, name)
    assert answer.status_code in (400, 422)
    for word in words:
        assert word in answer.text


def test_downloads_are_what_was_published(admin: Visitor) -> None:
    version = CATALOG.version
    data = admin.get("/versions/download", params={"version": version, "kind": "zip"})
    assert "attachment" in data.headers["content-disposition"]
    assert data.content == zip_bytes(PROGRAM)
    assert read_zip(data.content) == PROGRAM
    sheets = admin.get("/versions/download", params={"version": version, "kind": "csv"}).content
    with zipfile.ZipFile(io.BytesIO(sheets)) as archive:
        rates = archive.read("rates.csv")
    assert rates.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(rates.decode("utf-8-sig"))))
    assert len(rows) == sum(len(p.rates) for p in CATALOG.products)
    same = admin.upload(rates, "rates.csv")
    assert "没有任何差异" in same.text
    for wrong in ({"version": "sha256:0"}, {"version": version, "kind": "exe"}):
        assert admin.get("/versions/download", params=wrong).status_code == 404


def test_the_api_stays_open_and_undescribed_pages_stay_out(service: Service) -> None:
    document = requests.get(service.url + "/openapi.json", timeout=5).json()
    assert not [p for p in document["paths"] if "admin" in p]
