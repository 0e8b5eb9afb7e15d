"""Tables and lists of lines: which form gives which facts, and what looks like them and is none."""

import pytest

from extract.model import Article, as_json
from extract.reader import read
from tests.helpers_sentences import measures

READ = {
    "columns between tabs, and a mean": (
        (
            "PAR INDEX năm 2023 của các bộ\n\n"
            "Hạng\tBộ\tChỉ số (%)\tTăng/giảm\n"
            "1\tTư pháp\t89,95\t+1,46\n2\tBộ Tài chính\t89,89\t-1,19\nTrung bình\t84,38\t+0,33"
        ),
        [
            *("bo tu phap 2023: rank 1.0", "bo tu phap 2023: score 89.95"),
            "bo tu phap 2023: score_change 1.46",
            *("bo tai chinh 2023: rank 2.0", "bo tai chinh 2023: score 89.89"),
            "bo tai chinh 2023: score_change -1.19",
            "bo co quan ngang bo 2023: score 84.38",
            "bo co quan ngang bo 2023: score_change 0.33",
        ],
    ),
    "heads over two lines": (
        (
            "Kết quả của các tỉnh\n\nTỉnh | PCI 2022 | | PCI 2023 |\n | Điểm | Hạng | Điểm | Hạng\n"
            "Quảng Ninh | 72,95 | 1 | 71,25 | 1\nLong An | 68,45 | 10 | 70,94 | 2"
        ),
        [
            *("quang ninh 2022: rank 1.0", "quang ninh 2022: score 72.95"),
            *("quang ninh 2023: rank 1.0", "quang ninh 2023: score 71.25"),
            *("long an 2022: rank 10.0", "long an 2022: score 68.45"),
            *("long an 2023: rank 2.0", "long an 2023: score 70.94"),
        ],
    ),
    "places left and reached": (
        (
            "DTI năm 2023 của một số tỉnh\n\nTỉnh | Hạng\nHà Nội | 24 → 6 (+18)\n"
            "Bình Dương | 7 ▲12\nNam Định | 26 (-16)"
        ),
        [
            *("ha noi 2022: rank 24.0", "ha noi 2023: rank 6.0", "ha noi 2023: rank_change 18.0"),
            *("binh duong 2023: rank 7.0", "binh duong 2023: rank_change 12.0"),
            *("nam dinh 2023: rank 26.0", "nam dinh 2023: rank_change -16.0"),
        ],
    ),
    "a year a row": (
        (
            "PCI của Bắc Giang\n\nNăm | Điểm | Hạng | Nhóm\n2021 | 64,74 | 31 | Khá\n"
            "2022 | 72,80 | 2 | Tốt"
        ),
        [
            *("bac giang 2021: rank 31.0", "bac giang 2021: score 64.74"),
            "bac giang 2021: group kha",
            *("bac giang 2022: rank 2.0", "bac giang 2022: score 72.8"),
            "bac giang 2022: group tot",
        ],
    ),
    "halves side by side": (
        (
            "PCI năm 2023\n\nTT | Tỉnh | Điểm | TT | Tỉnh | Điểm\n"
            "1 | Quảng Ninh | 71,25 | 3 | Hải Phòng | 70,34\n"
            "2 | Long An | 70,94 | 4 | Bắc Giang | 69,75"
        ),
        [
            *("quang ninh 2023: rank 1.0", "quang ninh 2023: score 71.25"),
            *("hai phong 2023: rank 3.0", "hai phong 2023: score 70.34"),
            *("long an 2023: rank 2.0", "long an 2023: score 70.94"),
            *("bac giang 2023: rank 4.0", "bac giang 2023: score 69.75"),
        ],
    ),
    "a list that ranks": (
        (
            "Ba tỉnh dẫn đầu PCI 2019 (trong ngoặc là điểm năm 2018):\n\n"
            "1. Quảng Ninh: 73,40 điểm (70,36)\n2. Đồng Tháp: 72,10 điểm (70,19)\n3. Long An"
        ),
        [
            *("quang ninh 2019: rank 1.0", "quang ninh 2019: score 73.4"),
            "quang ninh 2018: score 70.36",
            *("dong thap 2019: rank 2.0", "dong thap 2019: score 72.1"),
            "dong thap 2018: score 70.19",
            "long an 2019: rank 3.0",
        ],
    ),
}


@pytest.mark.parametrize("form", READ)
def test_a_table_or_list_gives_these_facts(form: str) -> None:
    """Each measure of its rows, in any order, and no other."""
    text, wanted = READ[form]

    facts = read(Article(text=text, title="", published="2024-06-01", province="bac-giang")).facts

    said = [str(m).split(" ", 1)[1] for fact in facts for m in measures(as_json(fact))]
    assert sorted(said) == sorted(wanted)


@pytest.mark.parametrize(
    "text",
    [
        (
            "Chỉ tiêu PCI đến năm 2023\n\nNăm | Chỉ tiêu điểm | Mục tiêu hạng\n2021 | 65,1 | 20\n"
            "2022 | 66,2 | 15"
        ),
        (
            "DDCI 2023 tính thế nào\n\nChỉ số thành phần | Trọng số (%) | Phiếu hợp lệ\n"
            "Tính minh bạch | 15 | 1.204\nChi phí thời gian | 20 | 1.211"
        ),
        (
            "Điểm thi năm 2023\n\nHạng | Tỉnh | Điểm\n1 | Vĩnh Phúc | 7,26\n2 | Nam Định | 7,10\n\n"
            "Trong khi đó, hôm nay Bộ công bố PCI."
        ),
        (
            "Các tỉnh dẫn đầu PCI 2023 đã làm những việc sau:\n1. Quảng Ninh lập trung tâm.\n"
            "2. Long An cắt giảm thủ tục.\n3. Hải Phòng mở cổng dịch vụ."
        ),
        "PCI 2023 của các tỉnh, xếp theo vần chữ cái:\n1. Đắk Lắk\n2. Gia Lai\n3. Kon Tum",
    ],
    ids=["targets", "weights", "another matter", "deeds", "alphabet"],
)
def test_what_looks_like_a_table_of_values_and_is_none(text: str) -> None:
    """Plans, weights, another matter's figures, and numbers that only count give nothing."""
    assert (
        read(Article(text=text, title="", published="2024-06-01", province="bac-giang")).facts == ()
    )
