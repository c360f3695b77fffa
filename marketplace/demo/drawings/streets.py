"""Streets, yards and gates of villages, 1500 by 1000 units."""

from __future__ import annotations

from marketplace.demo.drawings import bamboo, ceramics, crafts, paper, people, plants, savory, textiles, vessels, villages
from marketplace.demo.drawings.ink import (
    BARK,
    CHALK,
    CHAM,
    CLAY,
    CORAL,
    EARTH,
    HOE,
    INK,
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
    cut,
    filled,
    flat,
    oval,
    poly,
    printed,
    smooth,
    stroke,
)


def jar_yard(hand: Hand) -> str:
    """Rows of jars under conical hats, a hand stirring."""
    drawn = (
        at(villages.house(330, 210), 1120, 600)
        + at(villages.areca(480), 820, 610)
        + at(villages.areca(420), 1440, 610)
        + villages.floor(top=590)
    )
    for y, size, xs in ((690, 0.62, range(160, 1400, 180)), (810, 0.8, range(90, 1500, 226)), (960, 1.02, (120, 400, 1060, 1350))):
        for x in xs:
            jar = vessels.stoneware(
                hand.pick("#7b4a30", "#8e5a36", "#6a4a38"), SON_DEEP, half=110, tall=200, painted=stroke("M-140 -130H140", 6, TAN)
            )
            drawn += at(jar + at(people.hat(1.25), 0, -212), x, y, scale=size)
    worker = at(people.standing(CHAM, SON, ((-90, -150), (96, -180))), 730, 960, scale=1.3)
    return drawn + worker + at(printed(box(-8, -20, 16, 230, 7), CLAY, 7), 856, 700, turn=8)


def kilns(hand: Hand) -> str:
    """Kilns by the river, pots on the bank, a boat."""
    ground = printed(smooth([(-60, 640), (500, 620), (1100, 650), (1560, 620), (1560, 860), (-60, 860)]), "#d2a878", 11)
    pots = "".join(
        at(vessels.stoneware(*hand.pick(*ceramics.GLAZES), half=90, tall=170), x, y, scale=hand.near(0.75, 0.15))
        for x, y in ((120, 800), (250, 820), (380, 800), (980, 800), (1100, 822), (1220, 800), (1340, 824), (1440, 800))
    )
    carrier = at(people.carrying(SON, HOE, at(vessels.bowl(CHALK, CHAM, 52), 0, 26)), 690, 840, scale=0.95)
    return (
        at(villages.house(220, 150), 1130, 650)
        + at(villages.kiln(1), 370, 660)
        + at(villages.kiln(0.75), 680, 640)
        + at(villages.areca(430), 1400, 660)
        + ground
        + villages.river(850)
        + pots
        + carrier
        + at(villages.boat(), 1180, 930, scale=0.75)
    )


def silk_street(hand: Hand) -> str:
    """Lengths of silk over the street, lanterns, a bicycle."""
    houses = at(villages.house(260, 230), 260, 740) + at(villages.house(260, 230, "#e9d2a0", "#8f3a24"), 1260, 740)
    pole, drawn = printed(box(60, 170, 1380, 30, 14), CLAY, 10), ""
    for index, x in enumerate(range(110, 1360, 210)):
        color, figure = textiles.DYES[index % len(textiles.DYES)]
        low, sway = hand.near(560, 60), hand.near(0, 24)
        length = smooth(
            [
                (x, 190),
                (x + 170, 190),
                (x + 178 + sway, 380),
                (x + 166, low),
                (x + 110, low - 22),
                (x + 60, low + 12),
                (x + 6, low),
                (x - 8 + sway, 380),
            ]
        )
        drawn += (
            filled(length, color, at(textiles.brocade(hand, figure, 420, 900), x + 80, 420))
            + cut([(x + 50, 220), (x + 62 + sway, 400), (x + 50, low - 40)], 11)
            + cut([(x + 120, 220), (x + 128 + sway, 400), (x + 116, low - 50)], 11)
        )
    rolls = "".join(at(textiles.bolt(hand, color, figure, 130), 0, -70 * step) for step, (color, figure) in enumerate(textiles.DYES[:2]))
    street = villages.yard(740)
    walker = at(people.standing("#e88f8a", HOE, ((-90, -120), (90, -130))), 480, 930, scale=1.15) + at(
        people.standing(CHAM, SON, ((-90, -130), (84, -120)), hatted=False), 1130, 920, scale=1.1
    )
    return houses + street + drawn + pole + walker + at(people.bicycle(at(rolls, 0, -40)), 820, 950, scale=1.15)


def lamp_street(hand: Hand) -> str:
    """Lamps of rattan glowing before a house, weavers' goods below."""
    globe = (
        flat(oval(0, 0, 130), HOE, 0.35)
        + filled(oval(0, 0, 88, 80), TAN, at(vessels.weave(240, 240, CLAY, cell=26), 0, 120))
        + flat(oval(0, 0, 40), STRAW, 0.8)
    )
    strings = "M0 150Q380 300 760 150Q1140 300 1500 150"
    lamps = "".join(
        stroke(f"M{x} {y - 150}V{y - 76}", 6) + at(globe, x, y, scale=size)
        for x, y, size in ((140, 330, 0.9), (380, 400, 1.15), (620, 330, 0.85), (880, 330, 0.9), (1130, 400, 1.15), (1370, 330, 0.9))
    )
    goods = (
        at(vessels.basket(TAN, CLAY, half=150, tall=130, handle=True), 240, 930)
        + at(vessels.basket("#e0c08a", "#9a6b3a", half=110, tall=100), 480, 950)
        + at(vessels.flat_basket(half=150), 1290, 960)
    )
    return (
        at(villages.house(420, 260), 750, 760)
        + villages.yard(750, "#c9a576")
        + stroke(strings, 7)
        + lamps
        + goods
        + at(people.seated(LEAF_DEEP, BARK, ((-60, -90), (60, -90))), 960, 920, scale=1.4)
        + at(vessels.basket(TAN, CLAY, half=100, tall=80), 960, 910)
        + at(people.child(SON), 680, 940, scale=1.1)
    )


def old_gate(hand: Hand) -> str:
    """The gate of an old village, its banyan, a hen with chicks."""
    base = flat(box(-20, 690, 1540, 360), SPROUT) + stroke("M-20 690H1520", 10)
    path = printed(smooth([(700, 690), (880, 690), (1000, 820), (1120, 1040), (460, 1040), (580, 820)]), "#e9d7a5", 9)
    wall = "".join(
        filled(
            box(x, 560, 420, 150, 4),
            "#c98a5a",
            stroke("".join(f"M{x + dx} {y}h60" for y in range(590, 710, 34) for dx in range(10 + (y % 3) * 14, 420, 90)), 6, "#9c5f38"),
            10,
        )
        for x in (130, 1030)
    )
    chicks = at(savory.hen(SON, LEAF_DEEP, HOE, 0.62), 1240, 930) + "".join(
        at(savory.chick(), x, y, scale=0.8) for x, y in ((1080, 950), (1390, 960), (1150, 975))
    )
    jars = at(vessels.stoneware("#7b4a30", SON_DEEP, half=100, tall=190), 170, 900) + at(
        vessels.stoneware("#8e5a36", SON_DEEP, half=80, tall=150), 320, 930
    )
    return (
        base
        + at(villages.banyan(hand, 1.25), 300, 720)
        + wall
        + path
        + at(villages.gate_house("#c98a5a", "#6b3a28"), 790, 710)
        + at(villages.areca(460), 1370, 700)
        + jars
        + at(people.carrying(CHAM, SON, at(plants.leaf(length=80), -40, 0)), 770, 920, scale=0.9)
        + chicks
    )


def incense_yard(hand: Hand) -> str:
    """A yard of red bundles, opened like flowers, one worker among them."""
    places = (
        (180, 520, 0.8),
        (520, 500, 0.75),
        (1000, 500, 0.75),
        (1330, 530, 0.85),
        (330, 740, 1.1),
        (1160, 750, 1.1),
        (80, 900, 0.9),
        (640, 930, 0.85),
        (930, 950, 0.8),
        (1440, 900, 0.9),
    )
    colors = ((SON, HOE), (SON, "#e88f8a"), (HOE, SON), (SON, HOE))
    fans = "".join(
        at(crafts.incense_bundle(hand, *colors[index % 4]), x, y, scale=size, squash=0.72) for index, (x, y, size) in enumerate(places)
    )
    homes = at(villages.house(240, 150), 330, 400, scale=0.9) + at(villages.house(220, 140, "#e9d2a0"), 1220, 400, scale=0.9)
    worker = at(people.seated(CHAM, BARK, ((-120, -60), (120, -60))), 745, 820, scale=1.25)
    return homes + at(villages.areca(330), 760, 410) + villages.yard(390, "#d9b07c") + fans + worker


def hat_market(hand: Hand) -> str:
    """Hats everywhere before sunrise."""
    far = "".join(
        at(people.standing(color, HOE, skirt=BARK), x, 700, scale=0.8)
        for color, x in ((CHAM, 160), (PLUM, 380), (LEAF_DEEP, 600), (SON, 860), (CHAM, 1100), (CORAL, 1330))
    )
    stack = "".join(at(bamboo.palm_hat(hand), 0, -46 * step) for step in range(5))
    near = at(people.standing(SON, HOE, ((-110, -190), (110, -190))), 520, 950, scale=1.3) + at(
        people.seated(PLUM, BARK, ((-70, -90), (70, -90))), 990, 920, scale=1.5
    )
    return (
        at(villages.roof(420, 110), 750, 420)
        + "".join(printed(box(x, 420, 26, 260), EARTH, 8) for x in (380, 1090))
        + villages.yard(660, "#b8a77a")
        + far
        + at(stack, 220, 900, scale=0.75)
        + at(stack, 1310, 920, scale=0.85)
        + near
        + at(stack, 760, 980, scale=0.5)
    )


def lacquer_yard(hand: Hand) -> str:
    """Panels and vases in the sun before the workshop."""
    panel = printed(box(-120, -340, 240, 340, 6), CLAY, 10)
    arts = (vessels.lotus_mark(HOE, HOE, 2), vessels.fish_mark(HOE, 1.5), vessels.star_mark(HOE, 1.6), vessels.sprig_mark(HOE, 2.2))
    grounds = (SON_DEEP, "#241a17", CHAM, SON)
    panels = "".join(
        at(panel + filled(box(-96, -316, 192, 292), ground, at(art, 0, -170), 8), x, 860)
        for art, ground, x in zip(arts, grounds, (170, 450, 1060, 1340), strict=True)
    )
    bowls = "".join(
        at(vessels.bowl(color, HOE, 80, painted=vessels.lotus_band(HOE, 240, -12, 30)), x, 960)
        for color, x in ((SON, 560), (INK, 740), (SON_DEEP, 930))
    )
    return (
        at(villages.house(520, 250), 750, 680)
        + villages.floor(top=670)
        + at(villages.banyan(hand, 0.8), 1330, 690)
        + panels
        + at(people.standing(LEAF_DEEP, SON, ((-110, -150), (110, -150)), hatted=False), 750, 880, scale=1.15)
        + bowls
    )


def pagoda(hand: Hand) -> str:
    """A pagoda on its hill, steps, and a stall of sweets below."""
    hill = printed(smooth([(-60, 760), (300, 640), (620, 470), (1000, 460), (1280, 620), (1560, 700), (1560, 900), (-60, 900)]), LEAF, 11)
    temple = (
        printed(box(-230, -130, 460, 140, 4), "#e6c489", 10)
        + "".join(printed(box(x - 12, -130, 24, 140), SON, 7) for x in (-200, -70, 70, 200))
        + at(villages.roof(290, 100), 0, -124)
        + printed(box(-130, -290, 260, 70, 4), "#e6c489", 9)
        + at(villages.roof(180, 90), 0, -284)
    )
    steps = "".join(
        printed(box(800 - w / 2, 470 + 40 * k, w, 34, 4), "#d9c6a0", 8) for k, w in enumerate((150, 170, 190, 215, 240, 270, 300))
    )
    stall = at(paper.low_table(CLAY, 230), 330, 860) + "".join(
        at(printed(poly([(-44, -18), (44, -18), (44, 18), (-44, 18)]), "#c58a3c", 7) + flat(oval(-10, 0, 8, 5), STRAW), 330 + x, 832 - y)
        for x, y in ((-150, 0), (-50, 0), (50, 0), (150, 0), (-100, 44), (0, 44), (100, 44))
    )
    awning = printed(smooth([(80, 480), (330, 430), (580, 480), (600, 540), (60, 540)]), SON, 10) + "".join(
        printed(box(x, 530, 20, 340), EARTH, 7) for x in (96, 546)
    )
    return (
        at(villages.banyan(hand, 0.6), 1250, 640)
        + hill
        + at(temple, 800, 470)
        + steps
        + villages.yard(760)
        + at(people.seated(PLUM, BARK), 330, 840, scale=0.95)
        + awning
        + stall
        + at(people.standing(CHAM, HOE), 900, 920, scale=1.1)
        + at(people.child(SON), 1060, 930, scale=1.05)
    )
