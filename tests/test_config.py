"""`diembao.toml`: every key has a default, and what cannot be meant is refused by name."""

from pathlib import Path

import pytest

import config
from extract.table import TableError


def _file(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, "utf-8")
    return path


def test_without_a_file_every_key_has_its_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty folder is enough to begin in."""
    monkeypatch.chdir(tmp_path)

    found = config.load()

    assert found.database.path == tmp_path / "data/diembao.db"
    assert found.archive.folder == tmp_path / "data/archive"
    assert found.crawl.sites == ()
    assert found.crawl.sites_folder is None
    assert found.schedule.timezone == "Asia/Ho_Chi_Minh"
    assert found.schedule.times == ("06:00", "12:00", "18:00")
    assert (found.review.host, found.review.port) == ("127.0.0.1", 8001)


def test_an_empty_file_says_the_same_as_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No key is required."""
    monkeypatch.chdir(tmp_path)

    assert config.load(_file(tmp_path, "")) == config.load()


def test_the_file_in_the_current_folder_is_taken_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`diembao.toml` needs no option."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "diembao.toml").write_text("[review]\nport = 9\n", "utf-8")

    assert config.load().review.port == 9


def test_a_file_that_is_named_must_exist(tmp_path: Path) -> None:
    """A mistyped path must not mean the defaults."""
    with pytest.raises(TableError, match=r"nowhere\.toml: cannot be read: No such file"):
        config.load(tmp_path / "nowhere.toml")


def test_relative_paths_are_taken_from_the_folder_of_the_file(tmp_path: Path) -> None:
    """The same file means the same database wherever it is used from."""
    (tmp_path / "papers").mkdir()
    text = '[database]\npath = "a.db"\n[archive]\nfolder = "/b"\n[crawl]\nsites_folder = "papers"\n'

    found = config.load(_file(tmp_path, text))

    assert found.database.path == tmp_path / "a.db"
    assert found.archive.folder == Path("/b")
    assert found.crawl.sites_folder == tmp_path / "papers"


def test_a_tilde_is_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For the folder of site files too."""
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "papers").mkdir()
    text = '[database]\npath = "~/a.db"\n[crawl]\nsites_folder = "~/papers"\n'

    found = config.load(_file(tmp_path, text))

    assert found.database.path == tmp_path / "a.db"
    assert found.crawl.sites_folder == tmp_path / "papers"


def test_times_are_put_in_order_and_told_once(tmp_path: Path) -> None:
    """A list written by hand may be in any order."""
    found = config.load(_file(tmp_path, '[schedule]\ntimes = ["18:00", "06:00", "18:00"]\n'))

    assert found.schedule.times == ("06:00", "18:00")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[databse]\npath = "x"', "databse: unknown key; did you mean database?"),
        ('[database]\npaht = "x"', "database.paht: unknown key; did you mean path?"),
        ("[alerts]\nwatches = []", "alerts.watches: unknown key; did you mean watch?"),
        ('[crawl]\nsites = ["baolangsn"]', "no newspaper is called 'baolangsn'; did you mean baol"),
        ('[crawl]\nsites = "baolangson"', "crawl.sites: "),
        ('[crawl]\nsites_folder = "nowhere"', "nowhere: there is no such folder"),
        ("[crawl]\nat_once = 0", "crawl.at_once: "),
        ('[crawl]\ncontact = "a@b.vn\\nX: y"', "crawl.contact: "),
        ('[database]\npath = "~nobody-here/x.db"', "home folder of ~nobody-here"),
        ('[archive]\nfolder = "a\\u0000b"', "archive.folder: holds a null character"),
        ('[alerts]\nwatch = ["lang-sown"]', "no province is called 'lang-sown'; did you mean lang"),
        ('[alerts]\nchannels = ["nonsense"]', "[alerts] channels: number 1"),
        ('[alerts]\nchannels = ["nochan://s3cret@x"]', "[alerts] channels: number 1"),
        ('[schedule]\ntimezone = "Asia/Hanoi"', "no timezone is called 'Asia/Hanoi'; "),
        ('[schedule]\ntimezone = "../etc/passwd"', "no timezone is called '../etc/passwd'; "),
        ('[schedule]\ntimes = ["6:00"]', "'6:00' is no time of day; write hours and minutes"),
        ('[schedule]\ntimes = ["24:00"]', "'24:00' is no time of day"),
        ("[schedule]\ntimes = []", "no time is given"),
        ("[review]\nport = 70000", "review.port: "),
        ("[review\n", "is no TOML: "),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(tmp_path: Path, text: str, told: str) -> None:
    """The message names the place, and the nearest right spelling where there is one."""
    with pytest.raises(TableError) as caught:
        config.load(_file(tmp_path, text))

    assert told in str(caught.value)


def test_a_channel_that_is_refused_keeps_its_secret(tmp_path: Path) -> None:
    """The line may end in a log that others read."""
    with pytest.raises(TableError) as caught:
        config.load(_file(tmp_path, '[alerts]\nchannels = ["nochan://s3cret@x"]'))

    assert "s3cret" not in str(caught.value)


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    """Nobody likes to mend a file one message at a time."""
    with pytest.raises(TableError) as caught:
        config.load(_file(tmp_path, "[review]\nprot = 1\nhots = 2\n"))

    assert len(str(caught.value).splitlines()) == 2


def test_a_site_file_that_is_wrong_is_no_fault_of_the_configuration(tmp_path: Path) -> None:
    """The other newspapers must be crawled all the same."""
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "bao-hong.toml").write_text("nam = 1", "utf-8")
    text = '[crawl]\nsites = ["bao-hong"]\nsites_folder = "papers"\n'

    assert config.load(_file(tmp_path, text)).crawl.sites == ("bao-hong",)
