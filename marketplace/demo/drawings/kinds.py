"""Which drawing shows which kind of product, and the finished print for a kind and a seed."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass

from marketplace.demo.drawings import (
    bamboo,
    ceramics,
    crafts,
    drinks,
    fruit,
    homes,
    market,
    music,
    paper,
    plants,
    savory,
    sweets,
    textiles,
    vegetables,
    wood,
)
from marketplace.demo.drawings.ink import Hand, at
from marketplace.demo.drawings.paper import Motif
from marketplace.demo.drawings.specials import special_for

Subject = Callable[[Hand], str]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A subject with what suits it: `top` is where the table begins (0: no table), `motifs` what may stand behind;
    `scale` brings a small thing nearer."""

    subject: Subject
    top: float = 670
    motifs: tuple[Motif, ...] = ()
    scale: float = 1


_SKY = (paper.sun, paper.clouds, paper.hills, paper.rays)
_WALL = (paper.scales, paper.lattice, paper.coins, paper.blossoms, paper.sun, paper.rays)

DRAWINGS: dict[str, Drawing] = {
    # Food
    "biscuit": Drawing(sweets.biscuit, scale=1.12),
    "cereal powder": Drawing(sweets.cereal, scale=1.15),
    "confectionery": Drawing(sweets.confectionery, scale=1.14),
    "eggs": Drawing(savory.eggs, scale=1.06),
    "fermented pork": Drawing(savory.fermented_pork),
    "fish cake": Drawing(savory.fish_cake, scale=1.05),
    "fresh fruit": Drawing(fruit.fresh_fruit, scale=1.05),
    "fresh tubers": Drawing(vegetables.tubers, scale=1.05),
    "fresh vegetables": Drawing(vegetables.vegetables),
    "green rice": Drawing(sweets.green_rice, scale=1.06),
    "longan": Drawing(fruit.longans),
    "meat": Drawing(savory.meat, top=760, motifs=_SKY),
    "mushrooms": Drawing(vegetables.mushrooms, scale=1.08),
    "noodles": Drawing(sweets.noodles, scale=1.08),
    "pomelo": Drawing(fruit.pomelos),
    "pork roll": Drawing(savory.pork_roll),
    "poultry": Drawing(savory.poultry, top=760, motifs=_SKY),
    "ready meals": Drawing(savory.ready_meal),
    "rice": Drawing(sweets.rice, scale=1.1),
    "rice cake": Drawing(sweets.rice_cake, scale=1.1),
    "soybean paste": Drawing(savory.soybean_paste),
    "spice": Drawing(savory.spice, scale=1.05),
    "steamed bun": Drawing(sweets.steamed_bun, scale=1.14),
    "tofu": Drawing(savory.tofu, scale=1.1),
    "vermicelli": Drawing(sweets.vermicelli, scale=1.08),
    # Drinks and what does good
    "dairy": Drawing(drinks.dairy, scale=1.06),
    "herbal bath": Drawing(drinks.herbal_bath, scale=1.14),
    "herbal tea": Drawing(drinks.herbal_tea, scale=1.08),
    "honey": Drawing(drinks.honey),
    "lotus-scented tea": Drawing(drinks.lotus_tea),
    "spirits": Drawing(drinks.spirits, scale=1.1),
    "supplement": Drawing(drinks.supplement, scale=1.12),
    "tea": Drawing(drinks.tea, scale=1.1),
    # Cloth
    "apparel": Drawing(textiles.apparel, motifs=_WALL),
    "bags": Drawing(textiles.bags, scale=1.08),
    "embroidery": Drawing(textiles.embroidery, motifs=_WALL),
    "leather shoes": Drawing(textiles.shoes, scale=1.16),
    "silk fabric": Drawing(textiles.silk),
    "textile": Drawing(textiles.textile, scale=1.06),
    "textile craft": Drawing(textiles.textile_craft, motifs=_WALL),
    # Crafts
    "bird cages": Drawing(wood.bird_cage),
    "bronze casting": Drawing(crafts.bronze, scale=1.08),
    "ceramics": Drawing(ceramics.ceramics, scale=1.06),
    "folk print": Drawing(crafts.folk_print),
    "furniture": Drawing(wood.furniture, motifs=_WALL),
    "gold leaf": Drawing(crafts.gold_leaf, scale=1.1),
    "grass weaving": Drawing(bamboo.grass_weaving, scale=1.1),
    "incense": Drawing(crafts.incense, top=0, motifs=(paper.scales, paper.coins, paper.rays)),
    "jewelry": Drawing(crafts.jewelry, scale=1.15),
    "lacquerware": Drawing(crafts.lacquer, scale=1.1),
    "mother-of-pearl inlay": Drawing(wood.mother_of_pearl, scale=1.05),
    "musical instruments": Drawing(music.instruments),
    "palm-leaf hat": Drawing(bamboo.hats),
    "paper and bamboo fan": Drawing(bamboo.paper_fan),
    "porcelain painting": Drawing(ceramics.plates),
    "puppets": Drawing(wood.puppets, top=0, motifs=(paper.clouds, paper.sun)),
    "rattan and bamboo": Drawing(bamboo.rattan),
    "rice-dough figurines": Drawing(crafts.figurines),
    "stone carving": Drawing(wood.stone_carving, motifs=_SKY),
    "straws": Drawing(bamboo.straws, scale=1.12),
    "turned wood": Drawing(wood.turned_wood, scale=1.15),
    "wood carving": Drawing(wood.wood_carving, scale=1.08),
    # Plants and places
    "cut flowers": Drawing(plants.cut_flowers, scale=1.08),
    "ornamental plant": Drawing(plants.ornamental_plant, scale=1.05),
    "community tourism": Drawing(homes.village_day, top=0, motifs=_SKY),
}
GENERIC = Drawing(market.gift_basket)


def has_drawing(kind: str) -> bool:
    """Whether a kind has a drawing of its own."""
    return kind in DRAWINGS


def draw_product(kind: str, seed: str) -> str:
    """Give the print of a product as SVG, 1000 units square; an unknown kind gets a gift basket.

    `seed` is the product's key: it varies the sheet, and its first word may ask for an exact drawing.
    """
    drawing = DRAWINGS.get(kind, GENERIC)
    hand = Hand(f"{kind}/{seed}")
    ground, tint = paper.GROUNDS[zlib.crc32(f"{seed}/{kind}".encode()) % len(paper.GROUNDS)]
    behind = paper.motif(hand, tint, *drawing.motifs)
    stand = paper.table(hand, top=hand.near(drawing.top, 30)) if drawing.top else ""
    subject = (special_for(kind, seed) or drawing.subject)(hand)
    if drawing.scale != 1:
        subject = at(subject, 500 * (1 - drawing.scale), 850 * (1 - drawing.scale), scale=drawing.scale)
    if hand.pick(True, False):
        subject = at(subject, 1000, 0, flip=True)
    return paper.sheet(hand, behind + stand + subject, ground=ground)
