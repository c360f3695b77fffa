"""The occasions to begin with; the department edits them from then on."""

from django.db import migrations

TET = ["bánh chưng", "bánh tét", "giò", "mứt", "chè lam", "kẹo lạc", "kẹo dồi", "kẹo vừng", "hạt điều", "hạt sen", "trà sen", "chè", "rượu", "măng khô", "miến", "mộc nhĩ", "nấm hương", "đào", "quất", "hộp quà", "giỏ quà"]
OCCASIONS = [
    ("tet", "Tết", "Tết (lunar new year)", ["quà Tết", "Tết Nguyên đán", "hàng Tết", "đồ Tết", "sắm Tết", "biếu Tết", "quà biếu Tết", "Tet gift", "Tet gifts", "lunar new year"], TET),
    ("trung-thu", "Trung thu", "Mid-autumn festival", ["trung thu", "Tết Trung thu", "quà trung thu", "rằm tháng tám", "mid-autumn", "mid autumn"], ["bánh trung thu", "bánh nướng", "bánh dẻo", "cốm", "tò he", "đèn lồng", "đèn ông sao", "mặt nạ", "hồng", "bưởi", "trà sen"]),
    ("qua-bieu", "Quà biếu", "Presents", ["quà biếu", "quà tặng", "làm quà", "hộp quà", "giỏ quà", "quà Hà Nội", "gift box", "gifts"], ["hộp quà", "giỏ quà", "quà", "trà sen", "cốm", "chè lam", "lụa", "tranh", "bộ ấm chén", "hộp sơn mài", "mật ong", "ô mai", "mứt"]),
    ("cuoi-hoi", "Cưới hỏi", "Weddings", ["cưới hỏi", "đám cưới", "ăn hỏi", "lễ ăn hỏi", "quà cưới", "wedding", "wedding gift"], ["bánh phu thê", "bánh cốm", "trà sen", "chè", "rượu", "mứt", "áo dài", "chăn", "bộ bát đĩa", "bộ ấm chén"]),
    ("tho-cung", "Thờ cúng", "Altar", ["đồ thờ", "đồ thờ cúng", "thờ cúng", "bàn thờ", "cúng rằm", "lễ gia tiên", "ancestor altar"], ["hương", "nhang", "nụ trầm", "đài nến", "hoành phi", "câu đối", "ống hương", "tượng", "lư hương", "bánh chưng", "oản"]),
    ("tan-gia", "Tân gia", "House-warming", ["tân gia", "mừng nhà mới", "quà tân gia", "nhà mới", "housewarming", "house warming"], ["tranh", "bình", "đồng hồ", "bộ ấm chén", "bộ bát đĩa", "trống đồng", "khay trà", "phong thủy"]),
    ("tet-doan-ngo", "Tết Đoan ngọ", "Đoan ngọ (fifth of the fifth)", ["Tết Đoan ngọ", "Đoan ngọ", "mùng năm tháng năm"], ["rượu nếp", "cơm rượu", "bánh gio", "bánh tro", "mận", "vải"]),
    ("an-chay", "Ăn chay", "Meatless food", ["ăn chay", "đồ chay", "món chay", "thực phẩm chay", "vegetarian", "vegan"], ["chay", "đậu phụ", "đậu xanh", "nấm", "miến", "ngũ cốc", "rong biển", "tương"]),
]


def add(apps, schema_editor):
    occasion = apps.get_model("marketsearch", "Occasion")
    for code, name_vi, name_en, phrases, goods in OCCASIONS:
        occasion.objects.get_or_create(
            code=code, defaults={"name_vi": name_vi, "name_en": name_en, "phrases": "\n".join(phrases), "goods": "\n".join(goods)}
        )


class Migration(migrations.Migration):
    dependencies = [("marketsearch", "0001_occasions")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
