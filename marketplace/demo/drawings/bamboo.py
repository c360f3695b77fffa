"""Bamboo, rattan, palm leaf, sedge and paper: baskets, hats, bags, fans, straws."""

from __future__ import annotations

from marketplace.demo.drawings import paper, plants, vessels
from marketplace.demo.drawings.ink import (
    CHALK,
    CHAM,
    CLAY,
    CORAL,
    EARTH,
    GOLD,
    HOE,
    INK,
    LEAF,
    LEAF_DEEP,
    MIST,
    PLUM,
    ROSE,
    SKY,
    SON,
    SPROUT,
    STRAW,
    TAN,
    Hand,
    arc,
    at,
    box,
    cut,
    filled,
    flat,
    oval,
    pair,
    poly,
    printed,
    smooth,
    stroke,
)

_STRIPS = ((TAN, CLAY), (STRAW, GOLD), (CLAY, EARTH), ("#e0c08a", "#9a6b3a"))


def lamps(hand: Hand) -> str:
    """Plaited lamps hanging over a basket."""
    color, strip = hand.pick(*_STRIPS)
    dome = smooth([(-40, -250), (40, -250), (150, -130), (190, 0), (0, 40), (-190, 0), (-150, -130)])
    shade = filled(dome, color, at(vessels.weave(460, 320, strip), 0, 20), 10) + printed(oval(0, 4, 188, 36), strip, 8)
    lamp = stroke("M0 -250V-520", 8) + shade + printed(oval(0, 10, 60, 20), HOE, 6)
    basket = vessels.basket(color, strip, half=170, tall=130)
    return at(lamp, 330, 460, scale=1.1) + at(lamp, 690, 600, scale=0.9) + at(basket, 350, 840)


def baskets(hand: Hand) -> str:
    """Baskets and a round tray."""
    color, strip = hand.pick(*_STRIPS)
    cloth = printed(smooth([(-190, 0), (-120, -60), (0, -76), (120, -60), (190, 0), (0, 36)]), hand.pick(CHALK, SON, CHAM))
    big = vessels.basket(color, strip, half=240, tall=240, handle=hand.pick(True, False), fill=cloth)
    disk = printed(oval(0, 0, 150), strip, 11) + filled(oval(0, 0, 126), color, at(vessels.weave(300, 300, strip, cell=26), 0, 140), 7)
    small = vessels.basket(color, strip, half=120, tall=110)
    return (
        at(disk + at(vessels.star_mark(SON, 0.9), 0, 0), 730, 560)
        + at(paper.shade(330), 500, 836)
        + at(big, 400, 830)
        + at(small, 740, 842)
    )


def rattan(hand: Hand) -> str:
    """Lamps or baskets."""
    return hand.pick(lamps, baskets)(hand)


def palm_hat(hand: Hand, size: float = 1) -> str:
    """One conical hat, its rim at the origin's height."""
    cone = poly([(0, -230), (270, 0), (-270, 0)])
    rings = stroke(
        "".join(
            f"M{-270 * t:.0f} {-230 * (1 - t):.0f}Q0 {-230 * (1 - t) + 66 * t:.0f} {270 * t:.0f} {-230 * (1 - t):.0f}"
            for t in (0.16, 0.3, 0.44, 0.58, 0.72, 0.86)
        ),
        4,
        GOLD,
    )
    ribs = stroke("".join(f"M0 -226L{x} {34 - abs(x) * 0.1:.0f}" for x in range(-220, 221, 44)), 3, TAN)
    edge = smooth([(0, -236), (20, -220), (276, -4), (200, 34), (0, 54), (-200, 34), (-276, -4), (-20, -220)])
    return at(filled(edge, hand.pick("#f7ecc9", STRAW), ribs + rings, 10) + flat(cone, CHALK, 0), 0, 0, scale=size)


def hats(hand: Hand) -> str:
    """Conical hats, with ribbon and flowers."""
    ribbon = hand.pick(SON, PLUM, CHAM, LEAF, "#e88f8a")
    band = stroke(smooth([(-150, 10), (-130, 150), (0, 230), (130, 150), (150, 10)], closed=False), 22) + stroke(
        smooth([(-150, 8), (-130, 148), (0, 228), (130, 148), (150, 8)], closed=False), 11, ribbon
    )
    flower = "".join(at(plants.blossom(hand.pick(ribbon, ROSE, HOE)), x, y, scale=1.1) for x, y in ((-50, -70), (10, -50), (64, -80)))
    if hand.pick(True, False):
        inside = (
            printed(oval(0, 0, 250), "#f7ecc9", 11)
            + "".join(stroke(oval(0, 0, r), 4, GOLD) for r in range(40, 240, 28))
            + stroke("".join("M0 0L" + pair(arc(0, 0, 240, a, a + 1)[0]) for a in range(0, 360, 24)), 3, TAN)
        )
        inside += "".join(
            at(plants.leaf(hand.pick(LEAF, SON), LEAF_DEEP, 60, 18), *arc(0, 0, 70, a, a + 1)[0], turn=a) for a in range(0, 360, 60)
        )
        return at(inside, 640, 440) + at(band + palm_hat(hand) + flower, 390, 700, scale=1.1)
    pile = "".join(at(palm_hat(hand), 500, y, scale=1.05) for y in (790, 740, 690))
    return (
        at(paper.shade(300), 500, 846)
        + pile
        + at(flower, 500, 690, scale=1.2)
        + at(stroke("M-120 40q-60 60 -20 130M130 40q50 70 10 120", 13, ribbon), 500, 690)
    )


def paper_fan(hand: Hand) -> str:
    """A folding fan of paper and bamboo, half open or wide."""
    color, line = hand.pick((SON, HOE), (CHALK, CHAM), (PLUM, ROSE), (LEAF_DEEP, SPROUT), (CHAM, MIST), (HOE, SON))
    outer, inner = arc(0, 0, 470, 200, 340), arc(0, 0, 190, 340, 200)
    folds = stroke(
        "".join(f"M{pair(arc(0, 0, 190, a, a + 1)[0])}L{pair(arc(0, 0, 470, a, a + 1)[0])}" for a in range(210, 340, 10)), 5, line, 0.6
    )
    art = (
        "".join(
            at(plants.blossom(hand.pick(line, ROSE)), *arc(0, 0, hand.near(330, 60), a, a + 1)[0], scale=1.3) for a in range(216, 336, 24)
        )
        if hand.pick(True, False)
        else at(vessels.lotus_mark(line, line, 3), 0, -330)
    )
    sticks = "".join(
        stroke(f"M0 60L{pair(arc(0, 0, 200, a, a + 1)[0])}", 14) + stroke(f"M0 60L{pair(arc(0, 0, 200, a, a + 1)[0])}", 7, TAN)
        for a in range(202, 340, 15)
    )
    guards = "".join(
        stroke(f"M0 60L{pair(arc(0, 0, 474, a, a + 1)[0])}", 28) + stroke(f"M0 60L{pair(arc(0, 0, 472, a, a + 1)[0])}", 14, CLAY)
        for a in (200, 340)
    )
    tassel = stroke("M0 70q10 60 -20 110", 7, SON) + printed(smooth([(-36, 176), (-4, 176), (6, 270), (-20, 276), (-46, 268)]), SON, 7)
    return at(
        sticks + filled(poly([*outer, *inner]), color, folds + art, 11) + guards + printed(oval(0, 60, 16), HOE, 7) + tassel,
        500,
        660,
        scale=1.02,
    )


def grass_weaving(hand: Hand) -> str:
    """A sedge bag and round mats."""
    color, strip = hand.pick((SPROUT, LEAF), (STRAW, GOLD), (TAN, CLAY))
    handles = "".join(
        stroke(f"M{x} -280C{x} -470 {x + 130} -470 {x + 130} -280", 30)
        + stroke(f"M{x} -282C{x} -472 {x + 130} -472 {x + 130} -282", 15, strip)
        for x in (-65,)
    )
    bag = filled(
        smooth([(-200, -290), (0, -300), (200, -290), (236, -150), (210, -8), (0, 6), (-210, -8), (-236, -150)]),
        color,
        vessels.weave(500, 320, strip, cell=28) + flat(box(-300, -190, 600, 34), SON) + flat(box(-300, -130, 600, 18), CHAM),
        11,
    )
    mat = "".join(printed(oval(0, 0, r, r * 0.34), color if k % 2 else strip, 7) for k, r in enumerate((170, 136, 102, 68, 34)))
    return at(paper.shade(320), 500, 840) + at(handles + bag, 400, 826) + at(mat, 740, 830)


def straws(hand: Hand) -> str:
    """Reed or rice straws in a glass, and a bundle."""
    colors = hand.random.sample((LEAF, HOE, CORAL, CHALK, PLUM, SPROUT), 4)
    stalks = "".join(
        at(printed(box(-13, -430, 26, 430, 6), color, 7) + printed(oval(0, -430, 13, 6), INK, 4), x, 780, turn=turn)
        for color, x, turn in zip((*colors, colors[0]), (300, 330, 360, 390, 345), (-16, -6, 5, 15, 0), strict=True)
    )
    glass = filled(poly([(-120, -250), (120, -250), (92, 0), (-92, 0)]), MIST, flat(box(-160, -60, 320, 70), SKY)) + cut(
        [(-86, -220), (-76, -130), (-66, -40)], 13, CHALK
    )
    bundle = "".join(
        printed(box(-200, y, 400, 30, 8), hand.pick(*colors), 7) + printed(oval(200, y + 15, 7, 15), INK, 4) for y in (-30, 2, 34, -62, 66)
    ) + printed(box(-30, -74, 60, 180, 8), STRAW, 7)
    return at(paper.shade(320), 500, 836) + stalks + at(glass, 345, 826) + at(bundle, 690, 760, scale=0.86)
