"""What linking works with: claims, refusals, and the small words that join a clause."""

import re
from dataclasses import dataclass, field

from extract.model import MEASURES, Kind, Mention, Sentence
from extract.rules.glue import strangers


@dataclass(slots=True)
class Claim:
    """Values said of one thing, and the heads that say which; heads may be inherited."""

    heads: dict[Kind, Mention] = field(default_factory=dict)
    values: dict[Kind, Mention] = field(default_factory=dict)
    own: list[Mention] = field(default_factory=list)
    """The mentions of this very clause: what its quote must cover."""

    alike: list[Mention] = field(default_factory=list)
    """More components or subjects of which the same is said."""

    listed: Kind | None = None
    """What the list is of that makes several claims of one: components or subjects."""

    together: bool = False
    """True when the clause says that its list shares the value ("cùng", "đều")."""

    second: Mention | None = None
    """The same score on a second scale ("9,12 điểm, tỷ lệ 91,17%")."""

    inverse: bool = False
    """True when the subject must follow the value ("đứng đầu là ...")."""

    former: bool = False
    """True for the rank that was left ("từ vị trí 25 ...")."""

    asked: bool = False
    """True behind "82,7% người dân hài lòng": what the sentence goes on with is of SIPAS."""

    since: Mention | None = None
    """The year spoken of when a place is told that was left: it is of the year before.

    Of the place that was reached: the year of the one left, which is earlier.
    """

    @property
    def own_subject(self) -> bool:
        """Whether the clause itself names its subject: "tỉnh" is no name."""
        named = (head for head in self.own if head.kind == "subject")
        return any(head.data["type"] != "anaphor" for head in named)

    def leave(self) -> None:
        """Make this the claim of what was left: its own year is not the one spoken of."""
        self.former = True
        self.since = self.heads.pop("year", None)

    def put(self, mention: Mention) -> None:
        """Take ``mention`` as a value or a head of this claim."""
        (self.values if mention.kind in MEASURES else self.heads)[mention.kind] = mention
        self.own.append(mention)

    def said_of(self, subjects: list[Mention]) -> list["Claim"]:
        """Return this claim once for each of ``subjects``, which are named elsewhere."""
        return [
            Claim(
                heads={**self.heads, "subject": subject},
                values=dict(self.values),
                own=list(self.own),
                former=self.former,
            )
            for subject in subjects
        ]

    def spread(self) -> list["Claim"]:
        """Return this claim once for each thing it is said of."""
        others = [
            Claim(
                heads={**self.heads, other.kind: other},
                values=dict(self.values),
                own=[*self.own, other],
                former=self.former,
                listed=other.kind,
                together=self.together,
            )
            for other in self.alike
        ]
        self.listed = self.alike[0].kind if self.alike else self.listed
        return [*others, self]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A value that was seen and not believed, and why."""

    mention: Mention
    why: str


@dataclass(slots=True)
class Linked:
    """What linking made of a sentence."""

    claims: list[Claim] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    heads: list[Mention] = field(default_factory=list)
    """Heads outside brackets and plans, for the sentences that follow."""

    orphans: list[Claim] = field(default_factory=list)
    """Values in turn, whose names the text told before: as many as they are, in their order."""

    off_topic: bool = False
    """Whether the sentence opens with another matter ("Về kinh tế, ...")."""

    topic: Mention | None = None
    """The component that the sentence opens with, if it does."""

    def told(self, end: int) -> int:
        """Return where the first value stands, or ``end`` if none does."""
        return min((v.start for c in self.claims for v in c.values.values()), default=end)


# How many words of content may stand before a value of each kind.  Ranks and places say by
# themselves what they are; a bare percentage may be of anything.
LOOSE: dict[Kind, int] = {
    "rank": 14, "rank_change": 14, "group": 12, "score_change": 5, "score": 3,
}  # fmt: skip

# Words that hold a value to the subject behind it: "vị trí thứ hai thuộc về Quảng Ninh".
COPULA = re.compile(
    r"(?<!\w)(?:là|là của|vẫn của|đều của|thuộc về|trở về với|trong tay|"
    r"thuộc|về tay|gọi tên|có tên|xướng tên|do|ở lại|ra khỏi|dành cho|vào tay|:)"
    r"(?!\w)"
)
COPULA_BESIDE = re.compile(r"(?:là|thuộc về|về tay|do|:)\s*(?:vùng|khu vực)?\s*$")
BEFORE_SUBJECT = re.compile(
    r"(?:^|[,;:.]\s*|\s)(?:với|có|đạt|được|nhờ)\s+"
    r"(?:mức\s+)?(?:tổng\s+)?(?:số\s+)?(?:điểm\s+)?(?:số\s+)?$"
)
POSTPOSED_YEAR = re.compile(
    r"^\s*(?:(?:cả\s+)?(?:hai|ba)\s)?"
    r"(?:đã có|có được|lập được|đạt được|giành được|đạt|là)?\s*"
    r"(?:trong|vào|của|bảng|ở)?\s*(?:bảng\s*)?(?:kỳ(?: đánh giá)?\s*)?$"
    r"|^ (?:tỉnh, thành(?: phố)?|địa phương|đơn vị)(?: cả nước)? (?:trong |của )?$"
    r"|^\s*(?:cả nước|toàn quốc)?\s*về(?: (?!và |còn |nhưng |so |từ |trong |thì |mà )\w+){1,4}\s*$"
)
POSTPOSED_COMPONENT = re.compile(
    r"^\s*(?:hài lòng\s+)?(?:số điểm\s+)?(?:cả nước\s+)?"
    r"(?:(?:về|ở|trong|tại)|(?=trụ cột|lĩnh vực|nội dung))"
    r"\s*(?:các\s+|cả\s+)?(?:(?:\d+|hai|ba|bốn|năm)\s+)?"
    r"(?:chỉ số|lĩnh vực|nội dung|trụ cột|tiêu chí|phần|mảng|khâu|nhóm|mặt|hợp phần|yếu tố|vế)?"
    r"(?:\s+thành phần)?"
    r'\s*:?\s*"?\s*$|^\s"?$'
)
LIST_OF_COMPONENTS = re.compile(
    r"^[^.;(),]{0,40}"
    r"(?::|(?:chỉ số|trụ cột|nội dung|lĩnh vực|tiêu chí)(?: thành phần| chính)? (?:là|gồm))"
    r'\s*"?\s*$'
)
ASKED = re.compile(
    r"\s*(?:người dân|tổ chức|doanh nghiệp|công dân|cá nhân|,|và|ở|tại|của|tỉnh|thành phố|\s)*$"
    r"|(?:[^.;,]|, (?=tổ chức|doanh nghiệp))*hài lòng (?:về|với|đối với)"
    r" [^,;.]{0,80} (?:của|tại|ở)?\s*$"
)
SCOPE_GLUE = re.compile(
    r"^\s*(?:trong|ở|của|tại|so với)?\s*"
    r"(?:(?:khu vực|tiểu vùng|vùng|các tỉnh|tỉnh|địa phương|thành phố|,)\s*)*$"
)
GROUP_DEFINED = re.compile(
    r"^(?:\s*\([^()]*\))?[^.;()]{0,60}?(?:(?:gồm|bao gồm|có|với|vỏn vẹn|chỉ)\s|:)\s*"
    r"(?:\d+|một|hai|ba|bốn|năm|sáu|bảy)"
    r"(?:\s+(?:tỉnh|thành|địa|đơn|bộ|cơ|sở|huyện|xã)|\s*(?:[;)]|[.,](?!\d)|$))"
)
# An index behind its values: "xếp thứ 5/63 tỉnh, thành phố về PCI".  Another comma begins a new
# statement.
INDEX_BEHIND = re.compile(
    r"^(?:\s*tỉnh,\s*thành(?:\s*phố)?)?(?:\s*,(?=\s*về\s))?"
    r"(?:[^.,;()]{0,45}?(?<!\w)(?:về|ở|trong|theo|trên|của))?\s*(?:xếp hạng|thứ hạng)?\s*"
    r"(?:cả\s+)?(?:(?:hai|ba|bốn|\d)\s+)?(?:bảng|bộ)?\s*(?:xếp hạng\s*)?(?:chỉ số)?\s*"
    r"(?:gồm|là|:)?\s*$"
)
INDEX_OF_VALUE = re.compile(r"^\s*(?:về|ở|trong|theo|trên)\s*(?:bảng|bộ)?\s*(?:chỉ số)?\s*$")
COMPONENT_IN_INDEX = re.compile(r'^["\s]*(?:trong|của|thuộc)\s*(?:bộ\s*)?(?:chỉ số)?\s*$')
COMPONENT_OF = re.compile(r'^["\s]*(?:của|tại|ở|do)\s*(?:tỉnh|thành phố|tp\.?)?\s*$')
AND = re.compile(r'^["\s,;]*(?:và(?: cả)?|cùng(?: với)?|lẫn|cũng như|rồi|,|;)?["\s]*(?:ubnd\s*)?$')
TOGETHER = re.compile(
    r"(?<!\w)(?:cùng|đều|đồng(?=\s*$)|bằng điểm nhau|chung (?:mức|hạng|vị trí|thứ hạng)|"
    r"mỗi (?:nơi|tỉnh|đơn vị|địa phương|bộ|bên|cơ quan|ngành))(?!\w)"
)
ALL_OF_THEM = re.compile(r"(?<!\w)cả (?P<n>hai|ba|bốn|\d)(?!\w)")
# "từng là quán quân": in a year that is not told.
ONCE = re.compile(r"(?<!\w)từng(?! (?:bước|năm|lĩnh|chỉ|tỉnh|đơn|địa|ngành))(?:\s+\w+){0,4}\s*$")
SECOND_SCALE = re.compile(
    r"^[,\s(]*(?:tỷ lệ(?: chỉ số)?|tương đương|tương ứng(?: với)?|đạt tỷ lệ)\s*$|^\s*\($"
)
# What stands in brackets is said aside.
ASIDES = re.compile(r"\([^()]*\)")
# "88,68 điểm so với 87,54 điểm": what another edition gave.
COMPARED = re.compile(r"(?:điểm|%|bậc|hạng|\d) so (?:với )?(?:mức |con số )?$")
FROM = re.compile(
    r"(?<!\w)(?:từ(?: chỗ)?|(?<!không )(?<!chưa )(?<!cố )(?<!muốn )(?<!để )(?<!sẽ )(?<!khó )"
    r"(?:rời|thoát)(?: khỏi)?)"
    r"(?: mới| chỉ| còn| vốn)*(?: được| đạt| đứng| ở| xếp| có)?\s+$"
)
NATION_OWNS = re.compile(
    r"(?:của|chung|người dân|toàn dân|phạm vi|bình diện|tính trên|xét trên)\s+(?:trên |trong )?$"
)
_TOPIC = re.compile(
    r"(?:^|[.;:,]\s*)"
    r"(?:(?:về|riêng|còn|cũng|với|ở|đối với|theo|mảng|bảng|mặt|khâu|hợp phần|cấu phần|"
    r"(?:tách|xét|tính|nói) (?:riêng|theo|về)|nhìn (?:vào|sang|từ)|"
    r"chỉ số|nội dung|lĩnh vực|tiêu chí|trụ cột|hạng mục|nhóm|thành phần|\d+|\"|-|\+)\s*)*$"
)
# A topic stands near the beginning of its sentence, with next to nothing before it.
_TOPIC_WITHIN, _TOPIC_STRANGERS = 60, 2


def without_values(low: str, mentions: list[Mention], start: int, end: int) -> str:
    """Return ``low[start:end]`` without the values that stand wholly within it."""
    words = low[start:end]
    for value in reversed(mentions):
        if start <= value.start and value.end <= end and value.kind in MEASURES:
            words = words[: value.start - start] + words[value.end - start :]
    return words


def is_topic(low: str, sentence: Sentence, component: Mention) -> bool:
    """Tell whether a component opens its sentence as what the following is about."""
    clause = low.rfind(";", sentence.start, component.start) + 1
    before = low[max(sentence.start, clause) : component.start]
    before = before.lstrip()
    near = len(before) < _TOPIC_WITHIN and bool(_TOPIC.search(before))
    return near and len(strangers(before)) <= _TOPIC_STRANGERS


def phrase_start(low: str, start: int, end: int) -> int:
    """Return where the words of a scope begin: "khu vực Tây Nguyên", "vùng Tây Bắc"."""
    found = re.search(r"(?:khu vực|vùng|các tỉnh|tỉnh|địa phương)[^,;.]*$", low[start:end])
    return start + found.start() if found else end
