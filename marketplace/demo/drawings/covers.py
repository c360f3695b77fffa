"""Wide pictures, 3:2: the covers of stories and regions, and the market on the home page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from marketplace.demo.drawings import fields, market, paper, streets, workshops
from marketplace.demo.drawings.ink import Hand, at
from marketplace.demo.drawings.paper import Motif

WIDTH, HEIGHT = 1500, 1000


@dataclass(frozen=True, slots=True)
class Scene:
    """A scene, its ground and tint, what stands behind, and what it shows in words."""

    subject: Callable[[Hand], str]
    ground: str
    tint: str
    alt_vi: str
    alt_en: str
    motif: Motif = paper.clouds


def _still_life(hand: Hand) -> str:
    return paper.table(hand, width=WIDTH) + at(market.gift_basket(hand), 250, 0)


PLAIN = Scene(_still_life, "#f0c79f", "#e7b283", "giỏ quà đặc sản", "a basket of specialties", paper.rays)
_YELLOW, _PEACH, _MINT, _SKY, _ROSE = (
    ("#f3e1b3", "#e8cd8c"),
    ("#f0c79f", "#e7b283"),
    ("#cfdcc0", "#b7cba6"),
    ("#c5d8d8", "#abc6c9"),
    ("#efd9c8", "#e3c1aa"),
)

SCENES: dict[str, Scene] = {
    "market": Scene(market.market, *_YELLOW, "phiên chợ làng", "a village market", paper.clouds),
    "stories/trang-am": Scene(
        workshops.potter, *_PEACH, "xưởng gốm, người thợ bên bàn xoay", "a pottery, a potter at the wheel", paper.sun
    ),
    "stories/to-mem": Scene(workshops.loom, *_ROSE, "người thợ bên khung cửi", "a weaver at the loom", paper.lattice),
    "stories/bep-que": Scene(
        workshops.kitchen, *_YELLOW, "bếp củi và mẻ chè lam", "a wood-fired kitchen and a batch of chè lam", paper.lattice
    ),
    "stories/nep-xanh": Scene(
        workshops.green_rice_kiln, *_MINT, "lò rang cốm bên ruộng lúa", "roasting young rice beside the field", paper.hills
    ),
    "stories/gio-dong": Scene(
        workshops.weavers, *_SKY, "người đan mây tre dưới hiên", "weavers of rattan and bamboo on the veranda", paper.bamboo
    ),
    "stories/chum-sanh": Scene(
        streets.jar_yard, *_PEACH, "sân gạch xếp chum tương đội nón", "a brick yard of soybean-paste jars under hats", paper.sun
    ),
    "stories/ba-vai": Scene(workshops.still, *_YELLOW, "bếp nấu rượu và hàng vại", "a still and a row of jars", paper.scales),
    "stories/doi-sim": Scene(fields.hives, *_MINT, "thùng ong trên đồi hoa sim", "beehives on a hill in flower", paper.hills),
    "stories/la-may": Scene(
        workshops.hat_makers, *_ROSE, "người khâu nón và những chồng nón", "a hat maker among stacks of hats", paper.blossoms
    ),
    "stories/doi-gio": Scene(fields.pasture, *_SKY, "bò trên đồng cỏ dưới chân núi", "cows on a pasture below the mountains", paper.hills),
    "stories/som-mai": Scene(
        fields.flower_field, *_PEACH, "người hái hoa trên cánh đồng sớm mai", "picking flowers in a field at dawn", paper.sun
    ),
    "stories/dem-vang": Scene(
        workshops.lacquer_workshop, "#5d7f91", "#4f7083", "xưởng sơn mài về đêm", "a lacquer workshop at night", paper.sun
    ),
    "regions/bat-trang": Scene(streets.kilns, *_SKY, "lò gốm bên sông", "kilns by the river", paper.clouds),
    "regions/van-phuc": Scene(streets.silk_street, *_YELLOW, "lụa phơi trên phố làng", "silk hung along the village street", paper.roofs),
    "regions/phu-vinh": Scene(streets.lamp_street, *_PEACH, "đèn mây tre trước nhà", "rattan lamps before a house", paper.sun),
    "regions/me-tri": Scene(
        fields.rice_harvest, *_YELLOW, "gánh lúa nếp non giữa đồng", "carrying young rice across the fields", paper.sun
    ),
    "regions/duong-lam": Scene(streets.old_gate, *_PEACH, "cổng làng cổ và cây đa", "an old village gate and a banyan", paper.clouds),
    "regions/quang-phu-cau": Scene(
        streets.incense_yard, *_YELLOW, "tăm hương xòe như hoa", "incense sticks spread like flowers", paper.clouds
    ),
    "regions/chuong": Scene(streets.hat_market, *_MINT, "chợ nón sớm mai", "a hat market at daybreak", paper.sun),
    "regions/ba-vi": Scene(
        fields.mountain, *_SKY, "núi Ba Vì, đồi chè và vườn thuốc", "Ba Vì mountain, tea hills and herb gardens", paper.clouds
    ),
    "regions/ha-thai": Scene(streets.lacquer_yard, *_ROSE, "tranh sơn mài trước hiên", "lacquer panels on a veranda", paper.clouds),
    "regions/thach-xa": Scene(
        streets.pagoda, *_PEACH, "chùa trên đồi và quầy chè lam", "a pagoda on its hill and a stall of chè lam", paper.sun
    ),
}


def scene_for(theme: str) -> Scene:
    """Give the scene of a theme; an unknown one gets a still life."""
    return SCENES.get(theme, PLAIN)


def draw_cover(theme: str) -> str:
    """Give the print of a cover as SVG, 1500 by 1000 units."""
    hand, scene = Hand(theme), scene_for(theme)
    behind = scene.motif(hand, scene.tint, WIDTH, HEIGHT)
    return paper.sheet(hand, behind + scene.subject(hand), ground=scene.ground, width=WIDTH, height=HEIGHT)
