"""Words that may stand between a value and what it is said of, and words that may not."""

import re

GLUE = frozenset(
    """
    đạt là với được có ở của tổng điểm số kết quả giá trị mức chỉ và cũng vẫn tiếp tục đã đang đứng xếp hạng thứ vị trí
    trong năm tỉnh thành phố thị xã huyện cả nước toàn quốc lên xuống so chung tương ứng đương cụ thể khi thì mà còn
    nhưng lần đầu tiên lượt cùng thuộc nhóm bảng các này ấy đó riêng trị số trung bình bộ ngành địa phương đánh giá
    xếp chỉ số tỷ lệ phần trăm vươn cho thấy như sau gồm hơn gần khoảng cao thấp nhất từ đến ngưỡng thành tích ghi nhận
    theo về giữ vững khối cơ quan đơn vị tiêu chí lĩnh vực nội dung trụ cột thành phần kỳ ngôi hiện nay
    """.split()
)

# Words that open another matter: a number behind them is theirs.
_FOREIGN = re.compile(
    r"(?<!\w)(?:tỷ lệ (?!chỉ số)(?:hồ sơ|giải quyết|hộ|số|giao|lao|che|dân|học|đô|thanh|sử|thủ|tiếp|cán|trẻ|giảm|đồng)|"
    r"tỉ lệ|hồ sơ|grdp|gdp|tăng trưởng|thu ngân sách|ngân sách|sáng kiến|nhiệm vụ được|hộ nghèo|xuất khẩu|diện tích|"
    r"sản lượng|kim ngạch|phiếu|thủ tục hành chính được|dịch vụ dữ liệu|vốn đầu tư|dân số|khách du lịch|"
    r"tối đa|trọng số|thang điểm|đội bóng|giải trẻ|giải đấu|vô địch|huy chương|hội thi|cuộc thi|học sinh giỏi|việt nam xếp|liên hợp quốc)(?!\w)"
)


def foreign(gap: str) -> bool:
    """Tell whether ``gap`` (canonical, lower case) names another matter than an index."""
    return bool(_FOREIGN.search(gap))


def strangers(gap: str) -> list[str]:
    """Return the words of ``gap`` that do not merely hold a sentence together.

    >>> strangers(" của tỉnh có bước tiến, đạt ")
    ['bước', 'tiến']
    """
    return [word for word in re.findall(r"[^\W\d]+", gap) if word not in GLUE]
