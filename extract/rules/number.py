"""Shared pieces of pattern: numbers in figures and in words, verbs of movement."""

WORDS = {
    "một": 1, "nhất": 1, "hai": 2, "nhì": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6,
    "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip
WORD = r"(?:một|nhất|hai|nhì|ba|bốn|tư|năm|sáu|bảy|bẩy|tám|chín|mười)(?!\w)"

# A whole number of at most two figures that is not the beginning of a decimal, a date or a year.
WHOLE = r"\d{1,2}(?![\d%])(?![.,]\d)"

# Points and percentages: up to three figures, decimals after a comma or a point.
DECIMAL = r"\d{1,3}[.,]\d{1,4}(?![\d])(?![.,/]\d)"
AMOUNT = r"\d{1,3}(?:[.,]\d{1,4})?(?![\d])(?![.,]\d)"

UP = (
    r"(?:tăng|vươn\ lên|khá\ lên|lên|thăng|cải\ thiện|nhảy\ vọt|nhảy|vượt\ lên|vượt|nhích|bứt\ phá"
    r"|bứt\ tốc|bật\ lên|bật|vọt|phục\ hồi|hồi\ phục|tiến|thêm|leo|lấy\ lại|giành\ lại|đòi\ lại"
    r"|gỡ\ lại|gỡ|cao\ hơn|nhiều\ hơn|nhỉnh\ hơn|nhỉnh|hơn)"
)
DOWN = (
    r"(?:giảm|tụt|lùi|hạ|hụt|rớt|sụt|sa\ sút|thụt\ lùi|thụt"
    r"|đánh\ mất|mất|đánh\ rơi|rơi|hao\ mất|hao|bớt\ đi|bớt"
    r"|vơi|bị\ bào\ mòn|tuột"
    r"|xuống|thấp\ hơn|kém\ hơn|kém|trượt)"
)
FALLING = (
    *("giảm", "tụt", "tuột", "lùi", "hạ", "hụt", "rớt", "sụt", "sa", "thụt", "đánh", "mất"),
    *("hao", "bớt", "vơi", "bị", "xuống", "thấp", "kém", "rơi", "trượt", "thua"),
)


def whole(words: str) -> int:
    """Return the number that figures or a word mean.

    >>> whole("07"), whole("nhì")
    (7, 2)
    """
    return WORDS[words] if words in WORDS else int(words)


def decimal(figures: str) -> float:
    """Return the number written with a decimal comma or a decimal point.

    >>> decimal("83,80"), decimal("45.366")
    (83.8, 45.366)
    """
    return float(figures.replace(",", "."))


def sign(verb: str) -> int:
    """Return -1 for a verb of falling, +1 for any other.

    >>> sign("tụt"), sign("vươn lên")
    (-1, 1)
    """
    return -1 if verb.startswith(FALLING) else 1
