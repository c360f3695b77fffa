"""Fruit of the season."""

from __future__ import annotations

from marketplace.demo.drawings import paper, plants, vessels
from marketplace.demo.drawings.ink import (
    CHALK,
    CLAY,
    CORAL,
    EARTH,
    GOLD,
    HOE,
    LEAF,
    PLUM,
    SON,
    SPROUT,
    TAN,
    Hand,
    arc,
    at,
    box,
    cut,
    flat,
    oval,
    printed,
    smooth,
    stroke,
)


def round_fruit(color: str, size: float, crown: str = "") -> str:
    """Draw a round fruit of a color and radius around the origin, with a crown of leaves or none."""
    return (
        printed(oval(0, 0, size, size * 0.95), color)
        + cut([(-size * 0.6, -size * 0.3), (-size * 0.35, -size * 0.66), (0, -size * 0.74)], 12, CHALK)
        + crown
    )


def _pomelo(size: float) -> str:
    shape = smooth(
        [
            (0, -size * 1.1),
            (size * 0.6, -size * 0.66),
            (size * 0.98, 0),
            (size * 0.7, size * 0.76),
            (0, size * 0.92),
            (-size * 0.7, size * 0.76),
            (-size * 0.98, 0),
            (-size * 0.6, -size * 0.66),
        ]
    )
    pores = "".join(flat(oval(x, y, 4), LEAF) for x, y in ((20, 10), (-30, 30), (40, 44), (0, 60), (-50, -10), (54, -14), (10, -30)))
    return (
        printed(shape, hand_green(size))
        + pores
        + at(plants.leaf(length=96, half=26), 4, -size * 1.04, turn=-24)
        + stroke(f"M0 {-size * 1.08:.0f}v-26", 10)
    )


def hand_green(size: float) -> str:
    """Give the green of a pomelo: smaller ones are riper."""
    return SPROUT if size > 110 else "#c9bd52"


def _pomelo_half(size: float) -> str:
    wedge = smooth([(-8, -size * 0.2), (-size * 0.26, -size * 0.66), (0, -size * 0.78), (size * 0.26, -size * 0.66), (8, -size * 0.2)])
    return (
        printed(oval(0, 0, size), SPROUT)
        + flat(oval(-2, -2, size * 0.9), CHALK)
        + "".join(at(flat(wedge, "#e88f8a"), 0, 0, turn=45 * step) for step in range(8))
    )


def pomelos(hand: Hand) -> str:
    """Pomelos on a tray, in a basket or on their branch, one cut open."""
    return hand.pick(pomelo_tray, pomelo_branch, pomelo_basket)(hand)


def pomelo_branch(hand: Hand) -> str:
    """Pomelos on the tree, two halves on a plate."""
    branch = cut([(60, 250), (400, 210), (740, 270), (960, 230)], 34, EARTH)
    hanging = ""
    for x, y, size in ((260, 440, 118), (520, 470, 128), (770, 450, 110)):
        hanging += stroke(f"M{x} {y - size}V236", 10) + at(_pomelo(size), x, y)
        hanging += "".join(at(plants.leaf(length=150, half=44), x, 240, turn=hand.near(turn, 12)) for turn in (-50, 212))
    return branch + hanging + at(paper.plate(half=270), 500, 870) + at(_pomelo_half(92), 410, 780) + at(_pomelo_half(92), 600, 780)


def pomelo_basket(hand: Hand) -> str:
    """A basket of pomelos, one peeled beside."""
    fill = "".join(at(_pomelo(size), x, y) for x, y, size in ((-120, -60, 108), (110, -64, 112), (0, -150, 104)))
    basket = vessels.basket(TAN, CLAY, half=260, tall=190, fill=fill)
    return at(paper.shade(330), 500, 836) + at(basket, 420, 836) + at(_pomelo_half(110), 780, 756)


def pomelo_tray(hand: Hand) -> str:
    """Pomelos on a tray, one cut open."""
    fruit = at(_pomelo(140), 330, 640) + at(_pomelo(120), 560, 620) + at(_pomelo(104), 450, 500)
    return at(paper.tray(), 500, 812) + fruit + at(_pomelo_half(122), 690, 716)


def oranges(hand: Hand) -> str:
    """A basket of round fruit with leaves."""
    return _basket_of(hand, *hand.pick((CORAL, HOE), (HOE, CORAL), ("#d9702f", CORAL)))


def plums(hand: Hand) -> str:
    """A basket of red, dark or green fruit."""
    return _basket_of(hand, *hand.pick((SON, CORAL), (PLUM, "#a85d74"), (SPROUT, LEAF)))


def _basket_of(hand: Hand, color: str, other: str) -> str:
    spots = [(-150, -30), (-60, -50), (40, -46), (140, -30), (-105, -100), (0, -118), (100, -104), (-40, -176), (60, -178)]
    fruit = "".join(at(round_fruit(hand.pick(color, color, other), 68), x, y) for x, y in reversed(spots))
    leaves = "".join(at(plants.leaf(length=120), x, y, turn=turn) for x, y, turn in ((-190, -70, 200), (150, -110, -40), (0, -220, -70)))
    loose = at(round_fruit(color, 66), 800, 762) + at(plants.leaf(length=90, half=24), 806, 700, turn=-30)
    return at(paper.shade(320), 500, 818) + at(vessels.basket(TAN, CLAY, half=260, tall=180, fill=leaves + fruit), 470, 818) + loose


def bananas(hand: Hand) -> str:
    """A hand of bananas on a leaf."""
    color = hand.pick(HOE, "#dcc04f")
    fruit = smooth([(0, 0), (40, 60), (36, 160), (-10, 240), (-40, 236), (-14, 150), (-26, 60)])
    bunch = "".join(
        at(printed(fruit, color) + cut([(4, 30), (14, 110), (-10, 200)], 7, GOLD), 0, 0, turn=turn, scale=1.25)
        for turn in (58, 40, 22, 4, -14, -32)
    )
    return at(paper.leaf_mat(hand), 500, 830) + at(bunch + printed(box(-36, -64, 72, 88, 20), EARTH), 500, 480)


def guavas(hand: Hand) -> str:
    """Green fruit on their branch, one halved."""
    branch = cut([(120, 330), (420, 300), (760, 360), (900, 330)], 30, EARTH)
    hanging = ""
    for x, y, size in ((270, 470, 92), (480, 500, 110), (700, 500, 96)):
        hanging += stroke(f"M{x} {y - size:.0f}V318", 10) + at(round_fruit(SPROUT, size), x, y)
        hanging += at(plants.leaf(length=150, half=44), x, 324, turn=hand.near(-50, 14)) + at(
            plants.leaf(length=140, half=40), x, 326, turn=hand.near(212, 14)
        )
    half = (
        printed(oval(0, 0, 92), SPROUT)
        + flat(oval(-2, -2, 80), CHALK)
        + flat(oval(-2, -2, 50), "#eaa08f")
        + "".join(flat(oval(*arc(-2, -2, 34, a, a + 1)[0], 5), GOLD) for a in range(0, 360, 40))
    )
    return branch + hanging + at(paper.plate(), 500, 850) + at(half, 420, 770) + at(half, 600, 766)


def fresh_fruit(hand: Hand) -> str:
    """Fruit of the season."""
    return hand.pick(pomelos, oranges, plums, bananas, guavas)(hand)


def longans(hand: Hand) -> str:
    """Clusters of longan on their twigs, some opened."""
    color = hand.pick(TAN, "#c9a25c", CLAY)
    one = printed(oval(0, 0, 40), color, 7) + flat(oval(-10, -12, 7), CHALK)
    spots = [
        (-130, 0),
        (-50, 30),
        (40, 34),
        (120, 0),
        (-90, -62),
        (-6, -40),
        (80, -60),
        (-44, -112),
        (40, -118),
        (0, 96),
        (-84, 92),
        (84, 94),
    ]
    cluster = cut([(0, -300), (10, -180), (0, -60)], 20, EARTH) + "".join(
        at(plants.leaf(length=190, half=40), 0, -210, turn=turn) for turn in (-160, -20, -130, -50)
    )
    cluster += "".join(at(one, x, y) for x, y in spots)
    return (
        at(vessels.flat_basket(half=390), 500, 866)
        + at(cluster, 390, 640, turn=-8)
        + at(cluster, 640, 660, scale=0.9, turn=12)
        + "".join(at(one, x, y) for x, y in ((470, 812), (560, 824), (650, 800)))
    )
