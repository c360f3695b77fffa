"""Fields, pastures and mountains, 1500 by 1000 units."""

from __future__ import annotations

from marketplace.demo.drawings import drinks, paper, people, plants, vessels, villages
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
    at,
    box,
    cut,
    filled,
    flat,
    oval,
    poly,
    printed,
    smooth,
    stroke,
    swarm,
)


def hives(hand: Hand) -> str:
    """Box hives on a slope in flower, the keeper among bees."""
    slope = printed(smooth([(-60, 640), (300, 560), (760, 610), (1160, 540), (1580, 600), (1580, 1060), (-60, 1060)]), LEAF, 11)
    hive = (
        printed(box(-100, -110, 200, 110, 4), HOE, 9)
        + printed(box(-116, -140, 232, 38, 6), CLAY, 8)
        + flat(box(-40, -28, 80, 14), INK)
        + stroke("M-94 -60H92", 5, GOLD)
        + printed(box(-84, 0, 22, 34), EARTH, 6)
        + printed(box(62, 0, 22, 34), EARTH, 6)
    )
    boxes = "".join(
        at(hive, x, y, scale=size)
        for x, y, size in ((240, 690, 0.75), (520, 680, 0.7), (1120, 670, 0.72), (1360, 720, 0.85), (330, 880, 1.1), (1160, 900, 1.15))
    )
    flowers = "".join(
        at(plants.blossom("#c06a8d", HOE), 750 + x, 860 + y, scale=0.5 + (y + 130) / 400)
        for x, y in sorted(swarm(hand, 60, 1500, 260), key=lambda p: p[1])
    )
    bees = "".join(
        at(drinks.bee(size), x, y, flip=flip)
        for x, y, size, flip in (
            (480, 420, 1.1, False),
            (700, 330, 0.8, True),
            (980, 440, 1, True),
            (1200, 340, 0.8, False),
            (250, 480, 0.7, True),
            (880, 250, 0.7, False),
        )
    )
    keeper = at(people.standing(CHALK, LEAF_DEEP, ((-110, -170), (110, -170))), 740, 900, scale=1.3) + at(
        drinks.honeycomb(3, 2), 740, 690, scale=0.8
    )
    return slope + boxes + flowers + keeper + bees


def cow(color: str, patch: str) -> str:
    """A grazing cow, its feet at the origin."""
    legs = "".join(printed(poly([(x, -100), (x + 36, -100), (x + 30, 0), (x + 6, 0)]), color, 8) for x in (-130, -80, 70, 120))
    body = filled(
        smooth([(-160, -220), (0, -232), (150, -226), (180, -150), (160, -80), (0, -70), (-150, -80), (-176, -150)]),
        color,
        flat(oval(-70, -190, 60, 44), patch) + flat(oval(80, -120, 56, 50), patch),
    )
    head = (
        printed(smooth([(-170, -220), (-220, -240), (-250, -190), (-262, -130), (-230, -120), (-190, -150)]), color)
        + printed(oval(-250, -132, 24, 18), ROSE, 6)
        + flat(oval(-222, -190, 6), INK)
        + stroke("M-200 -234q-10 -30 10 -44", 11, STRAW)
    )
    return stroke("M176 -190q40 40 24 110", 9) + legs + body + printed(smooth([(40, -76), (70, -50), (96, -76)]), ROSE, 6) + head


def pasture(hand: Hand) -> str:
    """Cows below the mountains, milk cans by the fence."""
    hills = printed(
        smooth([(-60, 620), (200, 420), (420, 560), (700, 330), (960, 560), (1220, 400), (1560, 600), (1560, 800), (-60, 800)]),
        "#7ea37a",
        11,
    )
    grass = printed(smooth([(-60, 640), (400, 600), (900, 650), (1560, 600), (1560, 1060), (-60, 1060)]), SPROUT, 11) + villages.tufts(
        hand, 680, LEAF, 70
    )
    herd = "".join(
        at(cow(color, patch), x, y, scale=size, flip=flip)
        for color, patch, x, y, size, flip in (
            (HOE, CHALK, 360, 760, 0.9, False),
            (CHALK, INK, 760, 730, 0.75, True),
            (CHALK, CLAY, 1120, 780, 1, False),
            (CLAY, CHALK, 640, 930, 1.25, True),
        )
    )
    can = printed(smooth([(-50, -150), (50, -150), (70, -110), (66, 0), (-66, 0), (-70, -110)]), MIST) + printed(
        box(-40, -190, 80, 44, 8), SKY, 8
    )
    person = at(people.standing(SON, HOE, ((-84, -130), (100, -120))), 1330, 930, scale=1.1)
    return hills + grass + herd + villages.fence(-20, 900, 5) + person + at(can, 1440, 960) + at(can, 200, 970, scale=0.9)


def flower_field(hand: Hand) -> str:
    """Rows of flowers at dawn, pickers with baskets."""
    drawn = villages.field(560, LEAF, LEAF_DEEP)
    for x, y in sorted(swarm(hand, 110, 1560, 440), key=lambda point: point[1]):
        color = (SON, HOE, "#e88f8a", CHALK, PLUM)[int((x + 780) / 313) % 5]
        drawn += at(plants.blossom(color), 750 + x, 790 + y, scale=0.45 + (y + 220) / 330)
    pick = at(plants.blossom(HOE), 0, -10) + at(plants.blossom(SON), -40, 0) + at(plants.blossom(CHALK), 40, 0)
    left = at(people.standing(CHAM, SON, ((-90, -110), (100, -120))), 430, 860, scale=1.15) + at(
        vessels.basket(TAN, CLAY, half=80, tall=70, fill=pick), 560, 780
    )
    return (
        drawn
        + left
        + at(people.carrying(SON, LEAF, pick), 1060, 890, scale=1.15)
        + at(villages.house(190, 130), 180, 570, scale=0.8)
        + at(villages.areca(320), 380, 575)
    )


def rice_harvest(hand: Hand) -> str:
    """Carrying sheaves across the fields, a buffalo boy afar."""
    drawn = (
        at(villages.house(180, 120), 1240, 560, scale=0.9)
        + at(villages.areca(300), 1050, 565)
        + at(villages.areca(260), 1430, 565)
        + at(villages.banyan(hand, 0.55), 200, 570)
    )
    drawn += villages.field(560, "#c6b84f", "#9c9a3a") + villages.tufts(hand, 600, "#8a9a3a", 90)
    sheaf = "".join(
        cut([(0, 10), (dx * 0.5, -60), (dx, -120)], 13, color)
        for dx, color in ((-70, LEAF), (-40, "#b9c95f"), (-10, LEAF), (20, "#b9c95f"), (50, LEAF), (76, "#b9c95f"))
    )
    return (
        drawn
        + at(people.carrying(SON, HOE, sheaf), 480, 850, scale=1.2)
        + at(people.carrying(CHAM, CORAL, sheaf), 1060, 900, scale=1.3)
        + at(sheaf, 780, 940, scale=1.6)
        + at(sheaf, 200, 970, scale=1.4)
    )


def mountain(hand: Hand) -> str:
    """Three peaks, tea hills, herbs in rows and a gatherer with a basket."""
    peaks = printed(
        smooth(
            [
                (-60, 700),
                (120, 420),
                (260, 500),
                (420, 240),
                (560, 420),
                (760, 150),
                (980, 430),
                (1120, 290),
                (1300, 480),
                (1560, 420),
                (1560, 760),
                (-60, 760),
            ]
        ),
        "#6f9aa0",
        11,
    )
    mist = at(paper.cloud(CHALK, 1.2), 330, 450) + at(paper.cloud(CHALK, 1.4), 1080, 500, flip=True)
    tea = "".join(
        printed(smooth([(-60, y + 60), (300, y - 10), (750, y + 40), (1200, y - 20), (1560, y + 30), (1560, 1060), (-60, 1060)]), color, 10)
        for y, color in ((640, LEAF), (740, SPROUT), (850, LEAF))
    )
    rows = stroke("".join(f"M-40 {y}Q300 {y - 70} 750 {y - 20}T1540 {y - 30}" for y in (700, 730, 790, 820, 910, 950, 990)), 8, LEAF_DEEP)
    herb = "".join(at(plants.leaf(hand.pick(LEAF, LEAF_DEEP), LEAF_DEEP, 120, 26), 0, 0, turn=turn) for turn in (-150, -120, -90, -60, -30))
    herbs = "".join(at(herb, x, y, scale=size) for x, y, size in ((140, 940, 1), (330, 970, 1.2), (1180, 960, 1.1), (1380, 930, 1)))
    return (
        peaks
        + mist
        + tea
        + rows
        + herbs
        + at(people.carrying(CHAM, SON, at(herb, 0, 10, scale=0.7)), 760, 920, scale=1.15)
        + at(cow(HOE, CHALK), 1170, 760, scale=0.5)
        + at(cow(CHALK, INK), 330, 740, scale=0.45)
    )
