"""A basket of everything, and the market itself."""

from __future__ import annotations

from marketplace.demo.drawings import bamboo, fruit, paper, people, plants, savory, textiles, vegetables, vessels, villages
from marketplace.demo.drawings.ink import (
    BARK,
    CELADON,
    CHALK,
    CHAM,
    CLAY,
    CORAL,
    EARTH,
    HOE,
    LEAF,
    LEAF_DEEP,
    PLUM,
    SON,
    SON_DEEP,
    SPROUT,
    STRAW,
    TAN,
    Hand,
    at,
    box,
    filled,
    flat,
    oval,
    pair,
    poly,
    printed,
    smooth,
    stroke,
)


def gift_basket(hand: Hand) -> str:
    """A basket with a bottle, a jar, a bag and fruit: for what has no drawing of its own."""
    fill = at(vessels.bottle(LEAF, CHALK, mark=vessels.sprig_mark(), tall=330), -110, 60)
    fill += at(vessels.pouch(STRAW, SON, mark=vessels.lotus_mark(), tall=250), 110, 60)
    fill += at(vessels.jar(CHALK, HOE, cloth=hand.pick(SON, LEAF, HOE), tall=190, half=90), 0, 70)
    fill += "".join(at(plants.leaf(length=130), x, -20, turn=turn) for x, turn in ((-190, 210), (190, -30)))
    return at(paper.shade(300), 500, 820) + at(vessels.basket(TAN, CLAY, half=260, tall=190, fill=fill, handle=True), 500, 820)


def _awning(color: str, stripe: str, half: float = 200) -> str:
    """A cloth on two poles, its front edge at the origin's height."""
    edge = [(-half, 0), (-half * 0.86, -90), (half * 0.86, -90), (half, 0)]
    scallops = "".join(f"a{half / 6:.0f} {half / 7:.0f} 0 0 1 {-half / 3:.1f} 0" for _ in range(6))
    cloth = f"M{pair(edge[0])}L{pair(edge[1])}L{pair(edge[2])}L{pair(edge[3])}{scallops}Z"
    stripes = "".join(
        flat(poly([(x * 0.86, -90), ((x + half / 3) * 0.86, -90), (x + half / 3, 40), (x, 40)]), stripe)
        for x in (-half, -half / 3, half / 3)
    )
    poles = "".join(printed(box(x - 9, -60, 18, 440, 4), EARTH, 7) for x in (-half * 0.86, half * 0.86))
    return poles + filled(cloth, color, stripes)


def _counter(color: str, half: float = 190) -> str:
    return printed(box(-half, -110, 2 * half, 156, 4), color, 9) + printed(box(-half - 12, -128, 2 * half + 24, 28, 6), TAN, 8)


def _pottery_stall(hand: Hand) -> str:
    ware = "".join(
        at(thing, x, -122)
        for thing, x in (
            (vessels.stoneware(CHALK, CHAM, half=52, tall=110, painted=at(vessels.lotus_mark(CHAM, CHAM, 0.7), 0, -60)), -130),
            (vessels.bowl(CELADON, LEAF_DEEP, 54), -10),
            (vessels.stoneware("#9a5a3a", HOE, half=46, tall=90), 110),
        )
    )
    return at(people.standing(CHAM, HOE), 10, 40, scale=0.86) + _counter(CLAY) + ware + at(_awning(SON, CHALK, 220), 0, -330)


def _silk_stall(hand: Hand) -> str:
    rolls = "".join(
        at(textiles.bolt(hand, color, figure, 150), x, y, scale=0.62)
        for (color, figure), x, y in zip(textiles.DYES[:5], (-110, 0, 110, -55, 60), (-166, -166, -166, -238, -238), strict=True)
    )
    return (
        at(people.standing("#e88f8a", SON, hatted=False), 0, -56, scale=0.86)
        + _counter(EARTH)
        + rolls
        + at(_awning(HOE, SON, 220), 0, -400)
    )


def _fruit_stall(hand: Hand) -> str:
    heaps = ""
    for x, color in ((-120, CORAL), (0, SPROUT), (120, HOE)):
        heaps += "".join(
            at(fruit.round_fruit(color, 23), x + dx, -144 - dy) for dx, dy in ((-40, 0), (0, 0), (40, 0), (-20, 34), (20, 34), (0, 66))
        )
    return at(people.standing(LEAF_DEEP, HOE), 62, 30, scale=0.86) + _counter("#9c5a34") + heaps + at(_awning(LEAF, STRAW, 220), 0, -340)


def _flags() -> str:
    """Two strings of pennants from side to side."""

    def height(x: float) -> float:
        return 120 + 90 * (1 - abs(x % 750 / 375 - 1) ** 2)

    string = stroke(smooth([(x, height(x)) for x in range(0, 1501, 75)], closed=False), 5)
    flags = ""
    for index, x in enumerate(range(38, 1500, 75)):
        flags += at(printed(poly([(-26, 0), (26, 0), (0, 56)]), (SON, HOE, LEAF, CHAM, CORAL)[index % 5], 6), x, height(x))
    return string + flags


def market(hand: Hand) -> str:
    """The market: gate and banyan behind, stalls, people with poles, a hen, children, baskets in front."""
    behind = (
        flat(oval(1130, 300, 150), CORAL)
        + at(villages.areca(430), 1390, 600)
        + at(villages.areca(350), 1290, 600)
        + at(villages.banyan(hand, 1.05), 230, 610)
        + at(villages.gate_house("#dca766", SON_DEEP), 800, 610, scale=0.86)
    )
    ground = printed(box(-20, 600, 1540, 460), "#dcb06f", 11) + flat(
        smooth([(600, 606), (1000, 606), (1250, 800), (1400, 1050), (200, 1050), (400, 800)]), "#e9cd97"
    )
    stalls = at(_pottery_stall(hand), 270, 760) + at(_fruit_stall(hand), 1290, 750) + at(_silk_stall(hand), 1010, 690, scale=0.8)
    greens = at(vegetables.greens(hand), -30, 40, scale=0.22) + at(vegetables.greens(hand), 30, 40, scale=0.22)
    walkers = at(people.carrying(SON, HOE, greens), 690, 850, scale=1.05) + at(people.child(HOE), 1010, 900, scale=0.95)
    seller = (
        at(people.seated(PLUM, BARK, ((-80, -70), (80, -70))), 1230, 960, scale=1.1)
        + at(vessels.flat_basket(half=120), 1080, 1000)
        + "".join(
            at(savory.chick(color), 1080 + dx, 965 + dy, scale=0.5) for color, dx, dy in ((HOE, -50, 0), (STRAW, 10, -8), (HOE, 60, 4))
        )
    )
    hats = "".join(at(bamboo.palm_hat(hand), 0, -46 * step) for step in range(4))
    front = (
        at(hats, 130, 960, scale=0.55)
        + at(
            vessels.basket(
                TAN,
                CLAY,
                half=110,
                tall=80,
                fill="".join(at(fruit.round_fruit(CORAL, 34), x, y) for x, y in ((-60, -10), (0, -16), (60, -10), (-30, -56), (34, -56))),
            ),
            360,
            960,
        )
        + at(vessels.stoneware("#7b4a30", SON, half=70, tall=150), 1430, 960)
    )
    hen = at(savory.hen(SON, LEAF_DEEP, HOE, 0.5), 540, 950) + at(savory.chick(), 660, 965, scale=0.55, flip=True)
    return behind + _flags() + ground + stalls + walkers + seller + front + hen
