"""Words that make what follows no result: plans, wishes, denials, definitions."""

from extract.rule import Rule

PLAN = Rule(
    name="mood/plan",
    kind="plan",
    needs=(
        *("phấn đấu", "phải", "yêu cầu", "để", "mục tiêu", "đặt", "đề", "nhắm", "kế hoạch", "đích"),
        *("quyết tâm", "hướng", "dự kiến", "chỉ tiêu", "kỳ vọng", "nhằm", "duy trì", "cần"),
        *("cố gắng", "nỗ lực", "muốn", "tham vọng", "giả", "sẽ", "không thấp"),
        *("nhầm", "đính chính", "đích", "mong", "giải pháp", "khắc phục", "tập trung"),
        *("tin rằng", "có thể", "giao đưa"),
    ),
    pattern=r"""
        (?<!\w)
        (?: phấn\ đấu | phải\ (?:đạt|đứng|vào|lọt|thuộc|tăng|vượt|nằm|lên|giữ) | yêu\ cầu
          | không\ để | mục\ tiêu | đặt\ đích
          | đặt\ (?:ra|chỉ\ tiêu) | đề\ ra\ chỉ\ tiêu
          | nhắm\ (?:tới|đến|vào|vị|hạng|tốp|top|ngôi|mục|thứ)
          | (?<!cán\ )(?<!về\ )đích\ đến | (?:ấn\ định|đăng\ ký|nêu)\ đích
          | mong\ (?:vào|lọt|thoát|đứng|lên)
          | kế\ hoạch(?!\s*(?:và|-|&)\s*đầu|\ số\ \d|\ (?:điểm|nêu|nhắc|ghi)\ lại|,\ kết\ quả)
          | quyết\ tâm | hướng\ tới | hướng\ đến
          | dự\ kiến | chỉ\ tiêu\ (?:đến|năm|giao|cho) | kỳ\ vọng
          | cố\ gắng | nỗ\ lực\ đưa | mong\ muốn | (?<!ai\ )muốn | tham\ vọng | giả\ (?:như|sử)
          | sẽ\ (?:đạt|lên|tăng|vào|đứng|xếp|chấm|phấn) | không\ thấp\ hơn\ (?:thứ|hạng|vị)
          | nhằm
          | (?<!nhất\ )(?<!thấp\ )(?<!điểm\ )(?<!bậc\ )(?<!hạng\ )(?<!%\ )
            để\ (?:đạt|vào|lọt|nâng|cải)
          | duy\ trì,\ nâng\ cao | cần\ (?:đạt|có)
          | ghi\ nhầm | in\ nhầm | đính\ chính
          | tin\ rằng | có\ thể\ (?:tăng|lọt|vào|đạt|lên|vươn) | giao\ đưa
          | giải\ pháp | khắc\ phục | tập\ trung\ (?:nâng|cải|khắc)
        ) (?!\w)
    """,
    yes={"phấn đấu vào nhóm 10": {}},
    no=("Sở Kế hoạch và Đầu tư",),
)

NEVER = Rule(
    name="mood/never",
    kind="plan",
    needs=("chưa", "cộng"),
    pattern=r"(?<!\w)(?:chưa\ (?:bao\ giờ|từng|khi\ nào|lần\ nào)"
    r"|cộng\ (?:cả|dồn)(?=\ (?:\d|hai|ba|bốn)[^,;.]{0,8}\ (?:năm|kỳ)))(?!\w)"
    r"(?![^.;:]{0,90}\ (?:như|bằng|đến)\ (?:lần\ này|năm\ nay|kỳ\ này|thế|vậy)(?!\w))",
    yes={"chưa bao giờ vượt quá vị trí thứ 18": {}, "cộng cả hai năm đã tăng 47 bậc": {}},
    no=("chưa bao giờ thứ hạng tăng mạnh như lần này",),
)

DIVIDES = Rule(
    name="mood/divides",
    kind="plan",
    needs=("chia",),
    pattern=r"(?<!\w)chia\ [^.;:]{0,50}?(?:thành|làm|ra)\ (?:\d|0\d|hai|ba|bốn|năm)\ nhóm"
    r"(?=:[^.;]*\ mỗi\ nhóm|:\s*\d)",
    yes={"chia các tỉnh làm 4 nhóm: nhóm cao, nhóm trung bình, mỗi nhóm 15 tỉnh": {}},
)

NOBODY = Rule(
    name="mood/nobody",
    kind="plan",
    needs=("nào",),
    pattern=r"""
        (?<!\w) (?:chưa|không)\ (?:có\ )?(?:một\ )?
        (?:tỉnh|thành\ phố|địa\ phương|đơn\ vị|bộ|nơi|sở|huyện|lĩnh\ vực|nội\ dung|chỉ\ số)
        (?:,?\ [^\s,;.]+){0,4}?\ nào (?!\w) (?![^.;:]{0,40}\ (?:hơn|bằng)(?!\w))
    """,
    yes={"chưa tỉnh, thành phố nào có mặt ở nhóm cao nhất": {}},
    no=("không nơi nào tăng điểm nhiều hơn Hòa An".lower(),),
)

RULES = (PLAN, NOBODY, NEVER, DIVIDES)
