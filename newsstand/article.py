"""What an article of the newsstand is: one TOML file, written by us and by nobody else.

``articles/<paper>/<NN>-<name>.toml`` holds one article; the paper's file in ``papers/`` lists the
categories it may stand in.  A file looks like this, and only ``title``, ``category``,
``published`` and ``paragraphs`` are asked for::

    title = "Na Chi Lăng vào vụ"
    lead = "Hai câu mở đầu, không có tiền tố của tòa soạn."
    category = "nong-nghiep"
    published = 2023-08-14T08:15:00+07:00
    byline = "NÔNG VĂN TÒNG"
    prefix = "LSO-"
    json_ld = true
    paragraphs = ["Đoạn một.", "Đoạn hai."]
    captions = [{ after = 1, text = "Nông dân phân loại quả na.", credit = "Ảnh: HOÀNG MAI" }]
    claims = [{ index = "par-index", subject = "lang-son", year = 2020, rank = 36 }]
    correction = { hours = 48, old = "thứ 26", new = "thứ 36" }

Texts are NFC, one paragraph a string, no markup: the templates add and escape it.
Articles of the untrapped stand are published before May 2025, so that the article of the trap
``new-article`` is the newest.
"""

import re
import tomllib
import unicodedata
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

_SPREAD = 2_654_435_761
"""Odd, so that serial numbers become seven hexadecimal digits without meeting each other."""


class ArticleError(Exception):
    """An article's file is wrong; the message says which file, which key, and what is asked."""


def _nfc(text: str) -> str:
    if text != unicodedata.normalize("NFC", text):
        raise ValueError("is not NFC: normalise the letters")
    if text != text.strip():
        raise ValueError("begins or ends with white space")
    return text


Text = Annotated[str, AfterValidator(_nfc)]
Words = Annotated[Text, Field(min_length=1)]


class Record(BaseModel):
    """A frozen record that refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Caption(Record):
    """A photograph's words."""

    after: int = Field(ge=0)
    """The paragraph the photograph follows, counted from 1; 0 = it follows the lead."""

    text: Words
    credit: Text = ""
    """Such as ``Ảnh: HOÀNG MAI``; papers print it after the caption."""


class Claim(Record):
    """One value that the article states, told by hand: what a perfect reader would find."""

    index: str = Field(pattern=r"^[a-z0-9-]+$")
    """Id of the index, such as ``par-index``."""

    component: Text = ""
    """The component in the words of the article; empty = the whole index."""

    subject: str = Field(pattern=r"^[a-z0-9-]+$")
    """Id of the subject, such as ``lang-son`` or ``ca-nuoc``."""

    year: int = Field(ge=2005, le=2030)
    """The year measured."""

    rank: int | None = Field(default=None, ge=1)
    score: float | None = None
    rank_change: int | None = None
    """Places gained; positive = better."""


class Correction(Record):
    """What the paper corrects later: the trap ``corrected`` prints it."""

    hours: int = Field(default=48, gt=0)
    """Hours from the publication to the correction."""

    old: Words
    """Words of the title, the lead or a paragraph."""

    new: Words

    @property
    def words(self) -> tuple[str, str]:
        """What was wrong, and what is right."""
        return self.old, self.new


class Article(Record):
    """One article, as its file tells it."""

    title: Words
    lead: Text = ""
    """The sapo; empty = the article has none, and opens with its first paragraph."""

    category: str = Field(pattern=r"^[a-z0-9-]+$")
    published: AwareDatetime
    byline: Text = ""
    """The last line, in capitals; empty = unsigned."""

    prefix: Text = ""
    """What the paper prints before the first words: ``LSO-``, ``–`` or ``BHG -``."""

    paragraphs: tuple[Words, ...] = Field(min_length=1)
    captions: tuple[Caption, ...] = ()
    json_ld: bool = True
    """Whether the page carries JSON-LD and ``article:published_time``."""

    claims: tuple[Claim, ...] = ()
    """Empty = the article ranks nobody."""

    correction: Correction | None = None

    name: str = ""
    """The title's part of the address; empty = made of the title."""

    serial: int = Field(default=0, ge=0)
    """The number in the address, in whatever form the paper prints it; 0 = made of the title."""

    updated: AwareDatetime | None = None
    """When it was last changed; None = never."""

    note: Text = ""
    """For maintainers: which trap for readers the text holds.  Never served."""

    @model_validator(mode="after")
    def _captions_have_a_place(self) -> Self:
        for caption in self.captions:
            if caption.after > len(self.paragraphs):
                raise ValueError(f"a caption stands after paragraph {caption.after}: there is none")
        return self

    @model_validator(mode="after")
    def _correction_has_a_place(self) -> Self:
        if self.correction and self.correction.old not in f"{self.title}\n{self.text}":
            raise ValueError(f"nothing says {self.correction.old!r}, which is to be corrected")
        return self

    @classmethod
    def loaded(cls, path: Path) -> Self:
        """Return the article in the file at ``path``; `ArticleError` says what is wrong with it."""
        try:
            return cls.model_validate(tomllib.loads(path.read_text("utf-8")))
        except OSError as error:
            raise ArticleError(f"{path}: cannot be read: {error.strerror}") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ArticleError(f"{path}: is no TOML: {error}") from None
        except ValidationError as error:
            faults = (f"{path}: {fault(dict(e))}" for e in error.errors())
            raise ArticleError("\n".join(faults)) from None

    @property
    def text(self) -> str:
        """What a perfect reader reads: the lead and the paragraphs, an empty line between them."""
        return "\n\n".join(words for words in (self.lead, *self.paragraphs) if words)

    @property
    def slug(self) -> str:
        """The title as it stands in an address: ``na-chi-lang-vao-vu``."""
        return self.name or _plain(self.title)

    @property
    def key(self) -> str:
        """Seven hexadecimal digits: the id that F2 papers print in an address."""
        if self.serial:
            return f"{self.serial * _SPREAD % 16**7:07x}"
        return sha256(self.slug.encode()).hexdigest()[:7]

    @property
    def number(self) -> int:
        """Seven decimal digits: the id that the other families print in an address."""
        if self.serial:
            return 4_000_000 + self.serial
        return 5_000_000 + int(sha256(self.slug.encode()).hexdigest()[:10], 16) % 1_000_000

    @property
    def modified(self) -> datetime:
        """The moment of ``Last-Modified``, to the second."""
        return (self.updated or self.published).replace(microsecond=0)

    @property
    def corrected(self) -> Self:
        """The article as it stands after its correction, at the same address."""
        if not self.correction:
            return self
        words = self.correction.words
        return self.model_copy(
            update={
                "name": self.slug,
                "title": self.title.replace(*words),
                "lead": self.lead.replace(*words),
                "paragraphs": tuple(said.replace(*words) for said in self.paragraphs),
                "updated": self.published + timedelta(hours=self.correction.hours),
            }
        )


@lru_cache(100_000)
def _plain(title: str) -> str:
    letters = unicodedata.normalize("NFD", title.lower().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]+", "-", letters.encode("ascii", "ignore").decode()).strip("-")


def articles(folder: Path) -> tuple[Article, ...]:
    """Return the articles of ``folder``, newest first; `ArticleError` when a file is bad."""
    found = (Article.loaded(path) for path in sorted(folder.glob("*.toml")))
    return tuple(sorted(found, key=lambda article: article.published, reverse=True))


def fault(error: dict[str, object]) -> str:
    """Return one of pydantic's errors as ``key: what is wrong``."""
    loc = error["loc"]
    place = ".".join(str(part) for part in loc) if isinstance(loc, tuple) else ""
    message = str(error["msg"]).removeprefix("Value error, ")
    return f"{place}: {message}" if place else message
