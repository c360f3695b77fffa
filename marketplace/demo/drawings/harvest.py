"""Vegetables and fruit that a drawing names exactly: cabbage, kohlrabi, tomatoes, grapes and others."""

from __future__ import annotations

from marketplace.demo.drawings import paper, plants, vegetables, vessels
from marketplace.demo.drawings.ink import (
    CHALK,
    CHAM,
    CLAY,
    CORAL,
    EARTH,
    HOE,
    LEAF,
    LEAF_DEEP,
    MIST,
    PLUM,
    ROSE,
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
    printed,
    smooth,
    stroke,
    swarm,
)


def _heap(one: str, hand: Hand, spots: tuple[tuple[float, float], ...], *, size: float = 1) -> str:
    """Heap a thing on a flat basket."""
    return at(vessels.flat_basket(half=390), 500, 866) + "".join(at(one, x, y, scale=size, turn=hand.near(0, 6)) for x, y in spots)


_SIX = ((500, 560), (390, 640), (610, 640), (300, 740), (500, 750), (700, 740))


def cabbages(hand: Hand) -> str:
    """Round cabbages with open outer leaves."""
    color, rib = hand.pick((SPROUT, CHALK), ("#c9d79a", CHALK), (LEAF, SPROUT))
    outer = "".join(
        at(
            printed(smooth([(0, 0), (-90, -60), (-100, -170), (-30, -210), (40, -150), (30, -40)]), LEAF)
            + cut([(-6, -10), (-40, -100), (-46, -180)], 11, rib),
            0,
            40,
            turn=turn,
        )
        for turn in (-60, 70, -24, 34)
    )
    heart = (
        printed(oval(0, -70, 120, 112), color)
        + "".join(cut([(0, 30), (dx * 0.5, -60), (dx, -150)], 11, rib) for dx in (-70, -26, 26, 70))
        + cut([(-100, -100), (-20, -150), (90, -120)], 11, LEAF)
    )
    one = outer + heart
    return at(paper.shade(330), 500, 850) + at(one, 620, 640, scale=1.05) + at(one, 350, 740, scale=1.15) + at(one, 720, 780, scale=0.95)


def kohlrabi(hand: Hand) -> str:
    """Kohlrabi bulbs with their long stalks."""
    color = hand.pick(SPROUT, "#c3d38f", PLUM)
    stalks = "".join(
        cut([(x * 0.3, -60), (x * 0.8, -150), (x, -220)], 15, LEAF) + at(plants.leaf(length=130, half=44), x, -210, turn=-90 + x * 0.5)
        for x in (-90, -36, 20, 84)
    )
    bulb = printed(smooth([(-100, -40), (-70, -100), (0, -114), (70, -100), (100, -40), (70, 40), (0, 62), (-70, 40)]), color) + stroke(
        "M-74 -60l30 -20M-86 -10l26 -14M60 -76l22 24M66 -24l20 12M-20 40l26 4", 6, LEAF_DEEP
    )
    return at(paper.leaf_mat(hand, 400), 500, 850) + "".join(
        at(stalks + bulb, x, y, scale=s, turn=t) for x, y, s, t in ((480, 650, 1, 0), (300, 760, 1, -10), (660, 760, 1.05, 8))
    )


def tomatoes(hand: Hand) -> str:
    """Ribbed tomatoes heaped, some on the vine."""
    color = hand.pick(SON, "#cf4a2c", CORAL)
    calyx = "".join(
        at(printed(smooth([(0, 0), (-12, -26), (0, -52), (12, -26)]), LEAF, 5), 0, -60, turn=turn) for turn in (-110, -55, 0, 55, 110)
    )
    one = (
        printed(smooth([(0, -66), (54, -80), (96, -30), (84, 44), (0, 72), (-84, 44), (-96, -30), (-54, -80)]), color)
        + cut([(-66, -30), (-56, 10), (-40, 34)], 12, CHALK)
        + calyx
    )
    return _heap(one, hand, _SIX)


def water_spinach(hand: Hand) -> str:
    """Bundles of water spinach, slender leaves on hollow stems."""
    sprays = ""
    for turn in (-34, -24, -14, -5, 5, 14, 24, 34):
        stem = stroke("M0 60V-430", 12, SPROUT) + "".join(
            at(plants.leaf(LEAF, LEAF_DEEP, 150, 19), 0, -y, turn=-60 if side > 0 else 240)
            for y, side in ((430, 1), (400, -1), (340, 1), (310, -1), (240, 1), (220, -1))
        )
        sprays += at(stem, 500, 790, turn=turn, scale=1.05)
    return (
        at(paper.leaf_mat(hand, 380), 500, 860)
        + sprays
        + at(printed(box(-84, -30, 168, 46, 16), STRAW) + printed(box(-76, 16, 152, 70, 10), SPROUT, 8), 500, 760)
    )


def bean_sprouts(hand: Hand) -> str:
    """A basket of bean sprouts, mung beans beside."""
    sprouts = ""
    for x, y in swarm(hand, 46, 420, 170):
        sprouts += at(
            stroke(f"M0 0q{hand.near(0, 26):.0f} -34 {hand.near(16, 20):.0f} -70", 15)
            + stroke("M0 0q6 -34 14 -66", 9, CHALK)
            + printed(oval(16, -70, 13, 10), "#dcd58a", 5),
            x,
            y - 40,
            turn=hand.near(0, 40),
        )
    beans = "".join(
        printed(oval(x, y, 15, 11), LEAF, 5) for x, y in ((770, 840), (804, 856), (838, 836), (790, 812), (860, 862), (744, 864))
    )
    return at(paper.shade(320), 470, 840) + at(vessels.basket(TAN, CLAY, half=270, tall=190, fill=sprouts), 460, 836) + beans


def cauliflower(hand: Hand) -> str:
    """Cauliflowers in their leaves."""
    curd = hand.pick(CHALK, "#f3e6bf", "#b9c987")
    leaves = "".join(
        at(
            printed(smooth([(0, 0), (-54, -70), (-50, -190), (0, -240), (50, -190), (54, -70)]), LEAF)
            + cut([(0, -10), (0, -120), (0, -220)], 13, SPROUT),
            0,
            50,
            turn=turn,
        )
        for turn in (-80, 80, -50, 50, -20, 20)
    )
    head = "".join(
        printed(oval(x, y, r), curd, 7)
        for x, y, r in (
            (-70, -40, 52),
            (70, -40, 52),
            (-40, -96, 52),
            (44, -96, 52),
            (0, -30, 62),
            (0, -120, 44),
            (-96, -8, 36),
            (96, -8, 36),
            (0, 20, 50),
        )
    )
    one = leaves + head
    return at(paper.shade(330), 500, 856) + at(one, 350, 720, scale=1.15) + at(one, 680, 760, scale=1.05)


def winter_melons(hand: Hand) -> str:
    """Long pale-dusted gourds, one cut."""
    shape = smooth([(-250, 0), (-220, -74), (-60, -96), (160, -84), (250, 0), (160, 84), (-60, 96), (-220, 74)])
    dust = "".join(flat(oval(x, y, 7, 4), MIST) for x, y in swarm(hand, 40, 420, 130))
    gourd = filled(shape, hand.pick(LEAF, "#6f9a4c"), dust) + stroke("M-246 0q-40 -10 -50 -44", 15, LEAF_DEEP)
    ring = (
        printed(oval(0, 0, 96), LEAF)
        + flat(oval(-2, -2, 84), "#e6eecb")
        + flat(oval(-2, -2, 44), CHALK)
        + "".join(flat(oval(*arc(-2, -2, 28, a, a + 1)[0], 5, 8), STRAW) for a in range(0, 360, 45))
    )
    return (
        at(paper.leaf_mat(hand, 410), 500, 860)
        + at(gourd, 480, 620, turn=-8)
        + at(gourd, 520, 760, turn=4, scale=1.05)
        + at(ring, 790, 790)
    )


def eggplants(hand: Hand) -> str:
    """Long eggplants on a basket."""
    spots = ((500, 600), (430, 670), (580, 680), (380, 750), (640, 760))
    return at(vessels.flat_basket(half=390), 500, 866) + "".join(
        at(vegetables.eggplant(), x, y, scale=1.5, turn=hand.near(0, 16)) for x, y in spots
    )


def leaf_greens(hand: Hand) -> str:
    """Two bundles of greens, tied."""
    return (
        at(paper.leaf_mat(hand, 400), 500, 860)
        + at(vegetables.greens(hand), 340, 770, scale=1.15, turn=-12)
        + at(vegetables.greens(hand), 660, 780, scale=1.1, turn=12)
    )


def grapes(hand: Hand) -> str:
    """Dark grapes on the vine and on a plate."""
    color = hand.pick(PLUM, "#4a2f52", CHAM)
    berry = printed(oval(0, 0, 42), color, 7) + flat(oval(-12, -14, 8), ROSE)
    rows = [(x - n * 36 + 36 * 2 * k, y) for n, (x, y) in enumerate(((0, 290), (0, 226), (0, 162), (0, 98), (0, 36))) for k in range(n + 1)]
    bunch = cut([(0, -120), (6, -40), (0, 40)], 20, EARTH) + "".join(at(berry, x, y) for x, y in rows)
    vine = cut([(60, 190), (340, 150), (660, 200), (940, 160)], 32, EARTH) + "".join(
        at(plants.leaf(length=190, half=80), x, 180, turn=turn) for x, turn in ((200, 60), (520, 40), (500, 130), (820, 100))
    )
    return (
        vine
        + at(bunch, 330, 320)
        + at(bunch, 670, 330, scale=1.1)
        + at(paper.plate(half=250), 500, 880)
        + "".join(at(berry, 500 + x, 830 - y) for x, y in ((-90, 0), (0, 8), (90, 0), (-44, 50), (46, 52)))
    )


def ginger_root(size: float = 1) -> str:
    """A knobbly root of ginger."""
    root = printed(
        smooth(
            [
                (-150, 10),
                (-110, -60),
                (-40, -40),
                (10, -110),
                (70, -90),
                (60, -30),
                (140, -40),
                (160, 20),
                (90, 50),
                (40, 30),
                (10, 80),
                (-50, 70),
                (-60, 30),
                (-120, 50),
            ]
        ),
        TAN,
    )
    return at(
        root
        + stroke("M-90 -40q14 30 0 60M-20 -40q14 30 6 70M40 -80q18 20 20 40M100 -30q6 26 -6 50", 5, CLAY)
        + flat(oval(154, 4, 9, 16), STRAW),
        0,
        0,
        scale=size,
    )


def ginger_powder(hand: Hand) -> str:
    """Ginger, whole and ground, by a jar."""
    color, cloth = hand.pick((HOE, SON), ("#dfb25a", LEAF), (STRAW, CHAM))
    heap = printed(smooth([(-110, 4), (-50, -60), (0, -84), (50, -60), (110, 4), (0, 26)]), color, 8)
    jar = vessels.jar(CHALK, color, cloth=cloth, half=130, tall=300, label=CHALK, mark=at(ginger_root(0.4), 0, 4))
    return (
        at(paper.shade(330), 500, 840)
        + at(jar, 320, 826)
        + at(ginger_root(1.15), 660, 660)
        + at(vessels.bowl(CHALK, CHAM, 130, filling=heap, painted=vessels.lotus_band(CHAM, 340, -16, 38)), 660, 850)
    )
