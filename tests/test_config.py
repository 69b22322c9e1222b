"""hcsync.yml and variables → the configuration, and the exact words for what is wrong."""

# ruff: noqa: E501 - what is printed stands here as it is printed

from pathlib import Path

import jsonschema
import pytest

from hcsync import yaml12
from hcsync.config import Assets, Config, Environment, Safety, load, token
from hcsync.config_keys import schema
from hcsync.errors import ConfigError, UsageError
from hcsync.model.diagnostic import Place

# The example of the documentation.
SAMPLE = """\
content: content
default_locale: en
locales: [en, fr, de, pt-BR]
environments:
  local:                       # the embedded help center; what runs when no environment is named and none is marked default
    emulator: .hcsync/local.db
  staging:
    region: us                 # us | eu | au, or base_url: for anything else
    token_env: INTERCOM_STAGING_TOKEN      # a token itself in this file is an error
    workspace: ab12cd34        # refused when the token belongs to another workspace
  production:
    default: true
    region: eu
    workspace: ef56gh78
    help_center: 31415
    state: git                 # file (default) | git | s3://bucket/key | gs://… | az://…
authors:
  Jane@example.com: {staging: 1295, production: 991267802}
safety:
  max_update: 30%              # of owned articles, or a count; likewise max_unpublish, max_delete, max_locale_removal
  on_orphan: report            # report | unpublish | delete
assets:
  base_url: https://raw.githubusercontent.com/acme/help/{commit}/content
  # or store: s3://bucket/prefix + public_url: https://cdn.acme.com/prefix, uploaded under content-addressed names
"""


def configured(folder: Path, text: str, **environ: str) -> Config:
    (folder / "hcsync.yml").write_text(text, "utf-8")
    return load(folder, environ)


def refused(folder: Path, text: str, **environ: str) -> list[str]:
    """What is said, a fault an entry."""
    with pytest.raises(ConfigError) as caught:
        configured(folder, text, **environ)
    assert caught.value.exit_code == 1
    lines = str(caught.value).splitlines()
    if len(lines) == 1:
        return lines
    assert lines[0] == f"the configuration has {len(lines) - 1} faults:"
    return [line.strip() for line in lines[1:]]


def test_the_example_of_the_documentation(tmp_path: Path) -> None:
    root = tmp_path.resolve()
    assert configured(tmp_path, SAMPLE) == Config(
        root=root,
        path=root / "hcsync.yml",
        content="content",
        default_locale="en",
        locales=("en", "fr", "de", "pt-BR"),
        environments={
            "local": Environment("local", emulator=root / ".hcsync/local.db", place=Place("hcsync.yml", 5, 3)),
            "staging": Environment(
                "staging",
                region="us",
                token_env="INTERCOM_STAGING_TOKEN",
                workspace="ab12cd34",
                place=Place("hcsync.yml", 7, 3),
            ),
            "production": Environment(
                "production",
                region="eu",
                workspace="ef56gh78",
                help_center="31415",
                state="git",
                place=Place("hcsync.yml", 11, 3),
            ),
        },
        default_environment="production",
        authors={"jane@example.com": {"staging": "1295", "production": "991267802"}},
        safety=Safety(max_update="30%"),
        assets=Assets(base_url="https://raw.githubusercontent.com/acme/help/{commit}/content"),
    )


def test_the_schema_takes_the_example_and_refuses_what_the_reader_refuses(tmp_path: Path) -> None:
    validator = jsonschema.Draft202012Validator(schema())
    validator.check_schema(schema())
    root = yaml12.read(SAMPLE).root
    assert root is not None
    validator.validate(root.plain())
    for text in ("local: [en]", "locales: en", "environments: {a: {region: usa}}", "safety: {max_update: 101%}"):
        root = yaml12.read(text).root
        assert root is not None
        assert not validator.is_valid(root.plain())
        assert refused(tmp_path, text)


def test_no_file_at_all(tmp_path: Path) -> None:
    for folder in ("fr", "en", "pt-BR", "images", "de.old"):
        (tmp_path / "content" / folder).mkdir(parents=True)
    (tmp_path / "content" / "it").write_text("no folder")
    root = tmp_path.resolve()
    local = Environment("local", emulator=root / ".hcsync/local.db")
    config = load(tmp_path, {})
    assert config == Config(
        root=root,
        path=None,
        content="content",
        default_locale="en",
        locales=("en", "fr", "pt-BR"),
        environments={"local": local},
        default_environment=None,
        authors={},
        safety=Safety(),
        assets=Assets(),
    )
    assert config.environment() == local


def test_an_empty_file_and_an_empty_folder(tmp_path: Path) -> None:
    config = configured(tmp_path, "# nothing yet\nauthors:\nlocales:\nenvironments:\n  production:\n")
    assert (config.locales, config.default_locale, config.authors) == (("en",), "en", {})
    assert config.environment() == config.environments["local"]
    assert config.environment("production").host == "https://api.intercom.io"


def test_found_from_below_and_named_by_hand(tmp_path: Path) -> None:
    below = tmp_path / "content" / "en"
    below.mkdir(parents=True)
    above = configured(tmp_path, "locales: [en]\n")
    assert load(below, {}) == above
    other = tmp_path / "content" / "other.yml"
    other.write_text("locales: [en, fr]\n")
    assert load(tmp_path, {}, explicit=Path("content/other.yml")).path == other.resolve()
    assert load(tmp_path, {}, explicit=other).root == other.parent.resolve()
    with pytest.raises(ConfigError, match=r"there is no file nope\.yml"):
        load(tmp_path, {}, explicit=Path("nope.yml"))
    (tmp_path / "hcsync.yaml").write_text("")
    with pytest.raises(ConfigError, match=r"holds both hcsync\.yml and hcsync\.yaml"):
        load(below, {})


@pytest.mark.parametrize(
    ("text", "locales", "default"),
    [
        ("locales: [fr, en]", ("fr", "en"), "en"),
        ("locales: [fr, de]", ("fr", "de"), "fr"),
        ("locales: [no, nb]", ("no", "nb"), "no"),
        ("default_locale: de", ("de",), "de"),
        ("locales: [de-form, zh-Hant-TW]", ("de-form", "zh-Hant-TW"), "de-form"),
    ],
)
def test_locales(tmp_path: Path, text: str, locales: tuple[str, ...], default: str) -> None:
    config = configured(tmp_path, text)
    assert (config.locales, config.default_locale) == (locales, default)


def test_hosts(tmp_path: Path) -> None:
    text = (
        "environments:\n  a: {region: au}\n  b: {region: eu, base_url: 'http://127.0.0.1:8080/'}\n  c: {region: us}\n"
    )
    config = configured(tmp_path, text)
    assert [config.environment(name).host for name in "abc"] == [
        "https://api.au.intercom.io",
        "http://127.0.0.1:8080",
        "https://api.intercom.io",
    ]
    assert config.environment("b").region == "eu"


def test_the_environment_that_is_meant(tmp_path: Path) -> None:
    config = configured(tmp_path, SAMPLE)
    assert config.environment().name == "production"
    assert config.environment("staging").name == "staging"
    assert configured(tmp_path, SAMPLE, HCSYNC_ENV="staging").environment().name == "staging"
    with pytest.raises(UsageError) as caught:
        config.environment("prodction")
    assert (str(caught.value), caught.value.hint) == (
        "hcsync.yml: HC304 there is no environment `prodction`.",
        "Did you mean `production`? Known: local, staging, production.",
    )
    with pytest.raises(UsageError) as caught:
        config.environment("xyz")
    known = "local, staging, production"
    assert caught.value.hint == f"Write it under `environments` in hcsync.yml, or name one of these: {known}."


def test_local_can_be_put_elsewhere_and_another_can_be_embedded(tmp_path: Path) -> None:
    root = tmp_path.resolve()
    config = configured(tmp_path, "environments:\n  local: {}\n  demo: {emulator: demo.db}\n  x: {}\n")
    assert [environment.emulator for environment in config.environments.values()] == [
        root / ".hcsync/local.db",
        root / "demo.db",
        None,
    ]
    assert (
        configured(tmp_path, "environments:\n  local: {base_url: http://localhost:1}\n").environment().emulator is None
    )


def test_variables_stand_above_the_file(tmp_path: Path) -> None:
    config = configured(
        tmp_path,
        SAMPLE,
        HCSYNC_CONTENT="./docs/",
        HCSYNC_LOCALES="fr, de",
        HCSYNC_DEFAULT_LOCALE="de",
        HCSYNC_REGION="au",
        HCSYNC_BASE_URL="http://localhost:9/",
        HCSYNC_WORKSPACE="w",
        HCSYNC_HELP_CENTER="7",
        HCSYNC_ENV="",
    )
    assert (config.content, config.locales, config.default_locale) == ("docs", ("fr", "de"), "de")
    production = config.environment()
    assert (production.region, production.host, production.workspace, production.help_center) == (
        "au",
        "http://localhost:9",
        "w",
        "7",
    )
    local = config.environment("local")
    assert (local.region, local.base_url, local.workspace) == (None, None, None)


TOKEN = "dG9rOjEyMzQ1Njc4XzlhYmNkZWY="
SECRET = "HC303 a token is written here, where everyone who can read the repository can read it (take it out, revoke it if it was committed, and name a variable instead: token_env: INTERCOM_TOKEN)"

FAULTS: list[tuple[str, list[str]]] = [
    ("locals: [en]", ["hcsync.yml:1:1: HC302 unknown key `locals` (did you mean `locales`?)"]),
    ("zzz: 1", ["hcsync.yml:1:1: HC302 unknown key `zzz` (known here: content, default_locale, locales, environments, authors, safety, assets, moved)"]),
    ("- a", ["hcsync.yml:1:1: HC301 the file is a list, not `key: value` lines"]),
    ("locales: en", ["hcsync.yml:1:10: HC301 `locales` is text, not a list (write [a, b, c])"]),
    ("locales: [en, pt_br, en, english]", ["hcsync.yml:1:15: HC301 `pt_br` is not a locale (did you mean `pt-BR`?)", "hcsync.yml:1:22: HC301 `en` is listed twice", "hcsync.yml:1:26: HC301 `english` is not a locale (write a language and perhaps a region, such as pt-BR)"]),
    ("default_locale: fr\nlocales: [en, fr-CA]", ["hcsync.yml:1:1: HC301 the default locale `fr` is not among `locales` (add fr to `locales`)"]),
    ("content: /etc", ["hcsync.yml:1:10: HC301 `content` leads out of the project (name a folder below the one of hcsync.yml)"]),
    ("content: ../x", ["hcsync.yml:1:10: HC301 `content` leads out of the project (name a folder below the one of hcsync.yml)"]),
    ("content: [a]", ["hcsync.yml:1:10: HC301 `content` is a list, not text (put text with brackets or braces in quotes)"]),
    ("environments: [a]", ["hcsync.yml:1:15: HC301 `environments` is a list, not `name: …` lines (name an environment on each line)"]),
    ("environments:\n  a b: {}", ["hcsync.yml:2:3: HC302 `a b` cannot be the name of an environment (use letters, digits, - and _)"]),
    ("environments:\n  a: us", ["hcsync.yml:2:6: HC301 an environment is text, not `key: value` lines"]),
    ("environments:\n  a: {regoin: us}", ["hcsync.yml:2:7: HC302 unknown key `regoin` (did you mean `region`?)"]),
    ("environments:\n  a: {region: EU}", ["hcsync.yml:2:15: HC301 `region` is not one of us, eu, au (did you mean `eu`?)"]),
    ("environments:\n  a: {default: yes}", ["hcsync.yml:2:16: HC301 `default` is text, not true or false (write true or false, without quotes)"]),
    ("environments:\n  a: {default: true}\n  b: {default: true}", ["hcsync.yml:3:6: HC301 both `a` and `b` are marked default (keep one `default: true`)"]),
    ("environments:\n  a: {emulator: x.db, region: us}", ["hcsync.yml:2:6: HC301 `a` has an emulator and a region or base_url (keep one of the two)"]),
    ("environments:\n  a: {help_center: main}", ["hcsync.yml:2:20: HC301 `help_center` is text, not an id (write the number that Intercom shows, such as 1295)"]),
    ("environments:\n  a: {state: S3}", ["hcsync.yml:2:14: HC301 `state` is not a place for the state (write file, git or s3://bucket/key)"]),
    ("environments:\n  a: {token_env: MY-TOKEN}", ["hcsync.yml:2:18: HC301 `token_env` is not the name of an environment variable (write a name such as INTERCOM_TOKEN)"]),
    ("environments:\n  a: {base_url: api.intercom.io}", ["hcsync.yml:2:17: HC301 `base_url` is not a web address (write it as https://host)"]),
    ("environments:\n  a: {base_url: 'http://api.intercom.io'}", ["hcsync.yml:2:17: HC301 `base_url` is plain http, which shows the token to the network (write https://)"]),
    ("environments:\n  a: {base_url: 'https://x:y@z'}", ["hcsync.yml:2:17: HC301 `base_url` holds a user name or password (a password has no place in this file: take it out)"]),
    ("environments:\n  a: {base_url: 'https://x?y=1'}", ["hcsync.yml:2:17: HC301 `base_url` has a query or fragment (leave out what follows ? or #)"]),
    ("environments:\n  a: {base_url: 'https://x:port'}", ["hcsync.yml:2:17: HC301 `base_url` is not a web address (write it as https://host)"]),
    ("environments:\n  a: {base_url: 'http://localhost.evil.com'}", ["hcsync.yml:2:17: HC301 `base_url` is plain http, which shows the token to the network (write https://)"]),
    ("authors:\n  Jane: 12", ["hcsync.yml:2:9: HC301 `Jane` is a number, not `name: …` lines (name an environment on each line)"]),
    ("authors:\n  Jane: {locl: 12}", ["hcsync.yml:2:10: HC302 there is no environment `locl` (did you mean `local`?)"]),
    ("authors:\n  Jane: {local: x}", ["hcsync.yml:2:17: HC301 `local` is text, not an id (write the number that Intercom shows, such as 1295)"]),
    ("safety: {max_delete: many, on_orphan: remove}", ["hcsync.yml:1:22: HC301 `max_delete` is not a count or a percentage (write 30% or 12)", "hcsync.yml:1:39: HC301 `on_orphan` is not one of report, unpublish, delete (write report, unpublish or delete)"]),
    ("assets: {store: 's3://b/p'}", ["hcsync.yml:1:1: HC301 `store` without `public_url`: readers could not see the images (add `public_url`)"]),
    ("assets: {public_url: 'https://a.example/x'}", ["hcsync.yml:1:1: HC301 `public_url` without `store`: there is nothing to be found there (write `base_url`)"]),
    ("assets: {base_url: 'https://a.example/x', store: 's3://b/p', public_url: 'https://a.example/y'}", ["hcsync.yml:1:1: HC301 `base_url` and `store` both say where images are published (keep one of the two)"]),
    ("assets: {base_url: 'http://localhost/x'}", ["hcsync.yml:1:20: HC301 `base_url` is plain http, which shows the token to the network (write https://)"]),
    ("locales: [en\n", ["hcsync.yml:1:10: HC101 a `[` is not closed (close it with ], or put text with brackets in quotes)"]),
    ("content: a\ncontent: b", ["hcsync.yml:2:1: HC102 `content` stands here a second time; it was first given in line 1 (keep one of the two)"]),
    (f"environments:\n  a:\n    token: {TOKEN}", [f"hcsync.yml:3:12: {SECRET}"]),
    ("token: ${INTERCOM_TOKEN}", [f"hcsync.yml:1:8: {SECRET}"]),
    (f"environments:\n  a:\n    token_env: {TOKEN}", [f"hcsync.yml:3:16: {SECRET}"]),
    (f"environments:\n  a:\n    access-token: Bearer {TOKEN}\n    workspace: '{TOKEN}'", [f"hcsync.yml:3:19: {SECRET}", f"hcsync.yml:4:16: {SECRET}"]),
    ("locales: [en, 0123456789abcdef0123456789abcdef]", [f"hcsync.yml:1:15: {SECRET}"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), FAULTS)
def test_each_fault_is_named_with_its_place_and_a_way_out(tmp_path: Path, text: str, said: list[str]) -> None:
    found = refused(tmp_path, text)
    assert found == said
    assert TOKEN not in "".join(found)


def test_faults_in_variables(tmp_path: Path) -> None:
    environ = {
        "HCSYNC_CONTENT": "../x",
        "HCSYNC_LOCALES": "en,pt_br",
        "HCSYNC_REGION": "usa",
        "HCSYNC_BASE_URL": "http://example.com",
        "HCSYNC_HELP_CENTER": "main",
    }
    assert refused(tmp_path, "", **environ) == [
        "HCSYNC_BASE_URL: HC301 `base_url` is plain http, which shows the token to the network (write https://)",
        "HCSYNC_CONTENT: HC301 `content` leads out of the project (name a folder below the one of hcsync.yml)",
        "HCSYNC_HELP_CENTER: HC301 `help_center` is text, not an id (write the number that Intercom shows, such as 1295)",
        "HCSYNC_LOCALES: HC301 `pt_br` is not a locale (did you mean `pt-BR`?)",
        "HCSYNC_REGION: HC301 `region` is not one of us, eu, au (did you mean `us`?)",
    ]


def test_all_faults_at_once(tmp_path: Path) -> None:
    text = (
        SAMPLE.replace("region: us ", "region: usa").replace("default_locale", "default_local").replace("30%", "130%")
    )
    assert refused(tmp_path, text) == [
        "hcsync.yml:2:1: HC302 unknown key `default_local` (did you mean `default_locale`?)",
        "hcsync.yml:8:13: HC301 `region` is not one of us, eu, au (did you mean `us`?)",
        "hcsync.yml:20:15: HC301 `max_update` is not a count or a percentage (write 30% or 12)",
    ]


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    (tmp_path / "hcsync.yml").write_bytes(b"locales: [en]\n# \xff\n")
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, {})
    assert str(caught.value) == "hcsync.yml:2:1: HC109 this line is not UTF-8 (save the file as UTF-8)"


def test_the_token_comes_from_the_variable_that_is_named(tmp_path: Path) -> None:
    config = configured(tmp_path, SAMPLE)
    staging = config.environment("staging")
    assert token(staging, {"INTERCOM_STAGING_TOKEN": f" {TOKEN}\n"}) == TOKEN
    assert token(config.environment("production"), {"INTERCOM_TOKEN": TOKEN}) == TOKEN
    for environ in ({}, {"INTERCOM_STAGING_TOKEN": " "}, {"INTERCOM_TOKEN": TOKEN}):
        with pytest.raises(UsageError) as caught:
            token(staging, environ)
        assert (str(caught.value), caught.value.hint) == (
            "hcsync.yml:7:3: HC305 environment `staging` needs a token, and the variable INTERCOM_STAGING_TOKEN is not set.",
            "Copy the access token of your app from Intercom's Developer Hub (Configure > Authentication) and run: export INTERCOM_STAGING_TOKEN=…",
        )


@pytest.mark.parametrize("value", [f"Bearer {TOKEN}", f"{TOKEN}\n{TOKEN}", "tökén", "a\x00b"])
def test_what_cannot_be_a_token_is_not_sent_and_not_shown(tmp_path: Path, value: str) -> None:
    with pytest.raises(UsageError) as caught:
        token(configured(tmp_path, SAMPLE).environment("staging"), {"INTERCOM_STAGING_TOKEN": value})
    assert "INTERCOM_STAGING_TOKEN" in str(caught.value)
    assert value not in str(caught.value) + str(caught.value.hint)
    assert TOKEN not in str(caught.value) + str(caught.value.hint)
