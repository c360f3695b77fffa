"""Tea, spirits, milk, honey and what does good."""

from __future__ import annotations

import math

from marketplace.demo.drawings import paper, plants, vessels
from marketplace.demo.drawings.ink import (
    BARK,
    CELADON,
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
    lathe,
    oval,
    poly,
    printed,
    smooth,
    stroke,
    swarm,
)


def tin(color: str, band: str, mark: str, *, half: float = 110, tall: float = 270) -> str:
    """A round tea tin with its lid."""
    bottom = printed(oval(0, -6, half, half * 0.2), color)
    wall = printed(box(-half, -tall, half * 2, tall - 6), color) + flat(box(-half + 4, -40, half * 2 - 10, 40), color)
    bands = flat(box(-half + 3, -tall * 0.78, half * 2 - 8, 13), band) + flat(box(-half + 3, -tall * 0.16, half * 2 - 8, 13), band)
    lid = printed(box(-half - 7, -tall - 34, half * 2 + 14, 66, 12), band) + printed(oval(0, -tall - 34, half + 7, half * 0.2), band, 8)
    return bottom + wall + bands + lid + at(mark, 0, -tall * 0.46)


def _tea_leaves(hand: Hand, x: float, y: float, color: str = LEAF_DEEP) -> str:
    """Strew dry tea."""
    curls = "".join(
        f"M{dx:.0f} {dy:.0f}q{hand.near(10, 12):.0f} {hand.near(-12, 8):.0f} {hand.near(22, 8):.0f} {hand.near(0, 8):.0f}"
        for dx, dy in swarm(hand, 34, 200, 50)
    )
    return at(stroke(curls, 8, color), x, y)


def tea(hand: Hand) -> str:
    """A tin, a lidded cup, tea leaves; or a pot and young buds."""
    color, band = hand.pick((LEAF_DEEP, HOE), (SON, HOE), (CHAM, STRAW), ("#9a5a3a", STRAW))
    box_ = at(tin(color, band, vessels.sprig_mark(STRAW, 1.7)), 320, 800)
    buds = "".join(at(plants.leaf(SPROUT, LEAF_DEEP, 130, 26), 700, 640, turn=turn) for turn in (-120, -90, -58))
    cups = at(vessels.cup(CHALK, "#c9b04a", 92), 600, 826) + at(vessels.cup(CHALK, "#c9b04a", 92), 790, 816)
    if hand.pick(True, False):
        pot = at(vessels.teapot(color, "", 1.05), 580, 770)
        return (
            at(paper.tray(*hand.pick((SON, SON_DEEP), (EARTH, BARK)), half=370), 540, 830)
            + at(tin(band, color, vessels.sprig_mark(LEAF_DEEP, 1.4), half=86, tall=220), 290, 780)
            + pot
            + at(vessels.cup(CHALK, HOE, 66), 800, 816)
        )
    return at(paper.shade(320), 500, 832) + buds + box_ + cups + _tea_leaves(hand, 480, 850) + vessels.steam(610, 690)


def lotus_tea(hand: Hand) -> str:
    """A lotus with tea in its heart, a tin and a cup."""
    color, band = hand.pick((CHAM, ROSE), (LEAF_DEEP, ROSE), (SON, STRAW), ("#e88f8a", SON_DEEP))
    flower = at(plants.lotus(hand), 650, 720, scale=1.75)
    leaf = at(plants.lotus_leaf(), 660, 790, scale=1.5)
    return (
        leaf
        + at(tin(color, band, vessels.lotus_mark(STRAW, SPROUT, 1.6)), 310, 816)
        + flower
        + at(vessels.cup(CHALK, HOE, 84), 500, 852)
        + vessels.steam(500, 730)
    )


def chrysanthemum(color: str = HOE) -> str:
    """A chrysanthemum head."""
    petals = "".join(at(printed(smooth([(0, 0), (-11, -30), (0, -56), (11, -30)]), color, 5), 0, 0, turn=30 * step) for step in range(12))
    return petals + printed(oval(0, 0, 20), CLAY, 5)


def _flower_tea(hand: Hand, head: str, drink: str, bag: str) -> str:
    """Dried flowers beside a glass and a paper bag."""
    wall = filled(poly([(-86, -190), (86, -190), (66, 0), (-66, 0)]), MIST, flat(box(-120, -140, 240, 150), drink))
    glass = wall + cut([(-58, -160), (-50, -90), (-44, -30)], 12, CHALK) + stroke("M84 -150q72 6 56 70t-72 44", 15)
    places = ((250, 850, 0.9), (380, 866, 0.7), (160, 826, 0.66), (610, 862, 0.74))
    strewn = "".join(at(head, x, y, scale=s, turn=hand.near(0, 20)) for x, y, s in places)
    sprig = "".join(at(plants.leaf(length=140, half=30), 270, 800, turn=turn) for turn in (-150, -120, -88, -58, -30))
    pouch = at(vessels.pouch(bag, STRAW, half=140, tall=350, mark=at(head, 0, 0, scale=1.05)), 400, 806)
    return (
        at(paper.shade(330), 500, 830)
        + sprig
        + pouch
        + at(glass, 680, 830, scale=1.15)
        + at(head, 680, 700, scale=0.7)
        + strewn
        + vessels.steam(680, 570)
    )


def rose_tea(hand: Hand) -> str:
    """Rose tea."""
    color = hand.pick("#e88f8a", SON, CORAL)
    return _flower_tea(hand, at(plants.rose(color), 0, 0, scale=0.72), "#d9776a", hand.pick(SON, PLUM, LEAF_DEEP))


def chrysanthemum_tea(hand: Hand) -> str:
    """Chrysanthemum tea."""
    return _flower_tea(hand, chrysanthemum(), "#e3b04b", hand.pick(LEAF, CHAM, SON))


def green_herb_tea(hand: Hand) -> str:
    """Tea of a green herb with small violet flowers."""
    head = "".join(at(plants.leaf(length=74, half=20), 0, 0, turn=turn) for turn in (20, 140, 260)) + at(
        plants.blossom("#a77bb0"), 0, 0, scale=0.8
    )
    return _flower_tea(hand, head, "#8a9a3f", hand.pick(LEAF_DEEP, PLUM))


def herbal_tea(hand: Hand) -> str:
    """Tea of flowers or herbs."""
    return hand.pick(rose_tea, chrysanthemum_tea, green_herb_tea)(hand)


def herbal_bath(hand: Hand) -> str:
    """Bundles of forest herbs with a wooden tub."""
    tub = vessels.basket(
        CLAY,
        EARTH,
        half=220,
        tall=190,
        fill=flat(oval(0, 0, 200, 36), "#8a7a3f")
        + "".join(at(plants.leaf(length=90, half=24), x, 0, turn=t) for x, t in ((-110, -20), (-20, 10), (70, -30))),
    )
    bundle = (
        "".join(
            at(plants.leaf(hand.pick(LEAF, LEAF_DEEP, SPROUT), LEAF_DEEP, 230, 32), 0, 0, turn=turn)
            for turn in (-130, -112, -96, -80, -64, -48)
        )
        + printed(box(-34, -44, 68, 60, 12), STRAW)
        + stroke("M-16 16v80M0 16v96M18 16v84", 13, LEAF_DEEP)
    )
    return at(paper.shade(260), 350, 830) + at(tub, 360, 830) + at(bundle, 720, 730, scale=1.25) + vessels.steam(360, 560)


_CLAYS = ("#7b4a30", "#5d4a3a", "#a8663c", CHAM, CELADON)


def _wine_cups() -> str:
    return at(vessels.cup(CHALK, MIST, 56), 680, 846) + at(vessels.cup(CHALK, MIST, 56), 800, 834)


def gourd(hand: Hand) -> str:
    """A gourd-shaped jug with a red cord, a bottle and cups."""
    clay = hand.pick(*_CLAYS)
    shape = lathe([(34, -420), (78, -380), (90, -320), (56, -264), (110, -210), (158, -120), (140, -40), (90, -4)])
    tie = stroke("M-66 -262q66 30 132 0", 20) + stroke("M-66 -264q66 30 132 0", 11, SON)
    tie += at(printed(smooth([(0, 0), (-50, 50), (-30, 90), (0, 20), (34, 96), (54, 50)]), SON, 7), 30, -246)
    jug = printed(shape, clay) + cut([(-104, -170), (-124, -110), (-104, -50)], 15, CHALK) + printed(box(-26, -464, 52, 60, 14), SON) + tie
    flask = vessels.bottle(LEAF_DEEP, STRAW, tall=330, cap=SON, mark=vessels.star_mark(SON, 0.8))
    return at(paper.shade(280), 450, 830) + at(jug, 400, 820, scale=1.15) + at(flask, 620, 800) + _wine_cups()


def wine_jar(hand: Hand) -> str:
    """A stoneware jar under red cloth with a bamboo ladle."""
    jar = vessels.stoneware(hand.pick(*_CLAYS), SON, half=170, tall=330, painted=at(vessels.lotus_mark(HOE, HOE, 1.6), 0, -190))
    rim = [(-110, -330), (-96, -400), (0, -424), (96, -400), (110, -330), (150, -276), (70, -300), (0, -272), (-72, -300), (-150, -274)]
    cloth = printed(smooth(rim), SON) + stroke("M-106 -328q106 26 212 0", 11, HOE)
    ladle = printed(box(-8, -190, 16, 170, 7), TAN, 7) + printed(smooth([(-44, -20), (44, -20), (34, 24), (-34, 24)]), TAN, 8)
    return at(paper.shade(290), 450, 832) + at(jar + cloth, 380, 826) + at(ladle, 580, 826, turn=16) + _wine_cups()


def wine_bottles(hand: Hand) -> str:
    """Two bottles of rice spirit with a flower or an ear on the label."""
    glass, cap = hand.pick((MIST, SON), (LEAF_DEEP, HOE), ("#9a5a2a", CHAM))
    mark = hand.pick(at(chrysanthemum(), 0, 0, scale=0.8), vessels.lotus_mark(SON, LEAF, 0.9), vessels.sprig_mark(LEAF, 0.9))
    pair_ = at(vessels.bottle(glass, CHALK, tall=470, half=92, cap=cap, mark=mark), 300, 826) + at(
        vessels.bottle(glass, STRAW, tall=400, half=82, cap=cap, mark=mark), 510, 836
    )
    return at(paper.shade(300), 470, 842) + pair_ + _wine_cups()


def spirits(hand: Hand) -> str:
    """A gourd jug, a jar or bottles, with small cups."""
    return hand.pick(gourd, wine_jar, wine_bottles)(hand)


_BANDS = (CHAM, LEAF, SON, SKY)


def _pot(band: str) -> str:
    wall = printed(poly([(-74, -120), (74, -120), (58, 0), (-58, 0)]), CHALK)
    return wall + flat(box(-64, -86, 124, 44), band) + printed(oval(0, -120, 80, 20), band, 7)


def _milk_bottle(band: str) -> str:
    return vessels.bottle(CHALK, band, tall=370, half=86, cap=band, mark=at(cow_face(), 0, 0, scale=0.34))


def _glass_of_milk() -> str:
    return filled(poly([(-66, -170), (66, -170), (52, 0), (-52, 0)]), MIST, flat(box(-90, -130, 180, 140), CHALK))


def milk(hand: Hand) -> str:
    """Bottles and a glass of milk; a calf looks over the fence."""
    band = hand.pick(*_BANDS)
    return (
        calf(hand)
        + at(paper.shade(330), 500, 840)
        + at(_milk_bottle(band), 200, 826)
        + at(_milk_bottle(band), 390, 836)
        + at(_glass_of_milk(), 590, 846)
    )


def yogurt(hand: Hand) -> str:
    """Pots of yogurt in a pyramid, a spoon, berries of black rice."""
    band = hand.pick(*_BANDS, PLUM)
    pile = "".join(at(_pot(band), x, y) for x, y in ((250, 826), (420, 832), (590, 826), (335, 706), (505, 706), (420, 586)))
    dish = vessels.bowl(
        CHALK,
        CHALK,
        110,
        painted=vessels.lotus_band(band, 300, -14, 34),
        filling="".join(flat(oval(x, y, 12, 8), PLUM) for x, y in ((-40, -4), (0, 8), (36, -6), (10, -12), (-14, 2))),
    )
    return at(paper.shade(330), 480, 842) + pile + at(dish, 780, 850) + at(printed(box(-8, -170, 16, 150, 7), MIST, 6), 800, 800, turn=30)


def milk_cakes(hand: Hand) -> str:
    """Milk cakes stacked on a plate, one wrapped, a glass of milk."""
    wrap = hand.pick(*_BANDS)
    cake = (
        printed(box(-80, -44, 160, 54, 10), STRAW, 8)
        + printed(poly([(-80, -44), (-44, -74), (116, -74), (80, -44)]), CHALK, 8)
        + printed(poly([(80, -44), (116, -74), (116, -20), (80, 8)]), "#e8cf9a", 8)
    )
    sweet = (
        printed(smooth([(-60, -30), (60, -30), (60, 30), (-60, 30)]), wrap, 8)
        + printed(poly([(-58, 0), (-104, -34), (-104, 34)]), wrap, 7)
        + printed(poly([(58, 0), (104, -34), (104, 34)]), wrap, 7)
    )
    spots = ((330, 800), (520, 806), (420, 728), (600, 730), (500, 650))
    return (
        at(paper.plate(half=340), 460, 862)
        + "".join(at(cake, x, y) for x, y in spots)
        + at(_glass_of_milk(), 800, 820)
        + at(sweet, 700, 880, turn=-12)
    )


def dairy(hand: Hand) -> str:
    """Milk, yogurt or milk cakes."""
    return hand.pick(milk, yogurt, milk_cakes)(hand)


def calf(hand: Hand) -> str:
    """A calf that looks in over the table's edge."""
    color = hand.pick(HOE, CHALK, CLAY)
    back = printed(smooth([(560, 720), (570, 560), (640, 470), (800, 470), (940, 520), (1040, 620), (1040, 720)]), color, 11)
    patches = flat(smooth([(790, 520), (860, 510), (900, 570), (850, 630), (790, 590)]), CHALK if color != CHALK else INK)
    fence = "".join(printed(box(x, 560, 34, 220, 8), CLAY) for x in (470, 640, 810, 940)) + "".join(
        printed(box(400, y, 640, 34, 6), TAN) for y in (620, 700)
    )
    return back + patches + fence + at(cow_face(color), 660, 450, scale=1.2)


def cow_face(color: str = HOE) -> str:
    """A calf's face, seen from the front."""
    head = printed(smooth([(-90, -110), (0, -128), (90, -110), (86, -20), (56, 70), (0, 92), (-56, 70), (-86, -20)]), color)
    muzzle = (
        printed(smooth([(-66, 40), (0, 24), (66, 40), (60, 92), (0, 114), (-60, 92)]), ROSE, 8)
        + flat(oval(-26, 66, 9), INK)
        + flat(oval(26, 66, 9), INK)
    )
    ears = printed(smooth([(-86, -90), (-150, -112), (-176, -74), (-120, -50)]), color) + printed(
        smooth([(86, -90), (150, -112), (176, -74), (120, -50)]), color
    )
    horns = printed(smooth([(-70, -120), (-96, -180), (-60, -200), (-66, -160), (-40, -126)]), STRAW, 8) + printed(
        smooth([(70, -120), (96, -180), (60, -200), (66, -160), (40, -126)]), STRAW, 8
    )
    blaze = flat(smooth([(-24, -116), (24, -116), (14, -20), (-14, -20)]), CHALK)
    return horns + ears + head + blaze + muzzle + flat(oval(-48, -36, 13), INK) + flat(oval(48, -36, 13), INK)


def bee(size: float = 1) -> str:
    """A bee."""
    wings = printed(oval(-10, -34, 20, 30), MIST, 5) + printed(oval(20, -32, 18, 28), MIST, 5)
    body = filled(oval(0, 0, 46, 28), HOE, stroke("M-14 -40V40M12 -40V40", 13))
    return at(wings + body + flat(oval(-34, -4, 5), INK) + stroke("M-44 -12l-16 -14M-40 -16l-8 -20", 5), 0, 0, scale=size)


def honeycomb(columns: int, rows: int, color: str = HOE) -> str:
    """A piece of comb around the origin."""
    size, drawn = 46.0, ""
    for row in range(rows):
        for column in range(columns - row % 2):
            x, y = (column - (columns - 1) / 2 + (row % 2) / 2) * size * 1.74, (row - rows / 2) * size * 1.5
            hexagon = [(x + size * math.sin(math.radians(60 * k)), y + size * math.cos(math.radians(60 * k))) for k in range(6)]
            drawn += printed(poly(hexagon), color if (row + column) % 3 else GOLD, 9)
    return drawn


def honey(hand: Hand) -> str:
    """A jar of honey, comb, a dipper, bees about."""
    color, cloth = hand.pick((HOE, SON), (GOLD, LEAF), ("#d28a35", CHAM), (HOE, STRAW))
    mark = bee(0.8)
    jar = vessels.jar(STRAW, color, cloth=cloth, label=CHALK, mark=mark, half=150, tall=330)
    ribs = "".join(printed(oval(0, y, 44 - abs(y) * 0.5, 11), CLAY, 6) for y in (-32, -12, 8, 28))
    dipper = at(printed(box(-9, -230, 18, 200, 8), CLAY, 7) + ribs, 730, 770, turn=38)
    bees = at(bee(1.2), 740, 300) + at(bee(0.9), 250, 260) + at(bee(0.7), 600, 210)
    return (
        bees
        + at(honeycomb(4, 3, color), 690, 700)
        + at(paper.shade(260), 400, 826)
        + at(jar, 370, 820)
        + at(printed(oval(0, 0, 130, 34), CHALK, 8) + flat(oval(0, -3, 92, 20), color), 720, 836)
        + dipper
    )


def pollen(hand: Hand) -> str:
    """A jar of pollen grains, an ear of maize, bees."""
    grains = "".join(flat(oval(x, y - 90, 11, 9), hand.pick(HOE, GOLD, CORAL)) for x, y in swarm(hand, 90, 280, 220))
    body = filled(lathe([(108, -330), (150, -270), (154, -130), (144, -14), (120, 0)]), STRAW, grains)
    lid = printed(box(-124, -384, 248, 62, 12), hand.pick(SON, LEAF, CHAM))
    maize = filled(
        smooth([(0, -210), (56, -120), (60, 40), (0, 130), (-60, 40), (-56, -120)]),
        HOE,
        stroke("".join(f"M-70 {y}q70 16 140 0" for y in range(-190, 130, 28)) + "M-24 -200V120M24 -200V120", 5, GOLD),
    )
    husk = "".join(at(plants.leaf(SPROUT, LEAF, 240, 46), 0, 130, turn=turn) for turn in (-130, -50, -160))
    return (
        at(bee(1.1), 700, 260)
        + at(bee(0.8), 500, 200, flip=True)
        + at(paper.shade(300), 440, 836)
        + at(body + lid, 350, 826)
        + at(husk + maize, 700, 700, turn=16)
    )


def supplement(hand: Hand) -> str:
    """Amber bottle, box and the root or herb it is made of."""
    front, side = hand.pick((CHAM, "#1f334d"), (LEAF_DEEP, "#1e4425"), (SON, SON_DEEP), (PLUM, "#5a2a3c"))
    mark = hand.pick(vessels.lotus_mark(HOE, STRAW, 1.2), vessels.sprig_mark(STRAW, 1.3))
    amber = (
        printed(box(-84, -210, 168, 210, 30), "#9a5a2a")
        + printed(box(-84, -160, 168, 116, 4), CHALK, 7)
        + printed(box(-62, -266, 124, 66, 10), front)
        + at(mark, 0, -100, scale=0.9)
    )
    root = (
        printed(
            smooth(
                [
                    (-30, -180),
                    (30, -180),
                    (56, -90),
                    (96, 10),
                    (70, 16),
                    (30, -50),
                    (20, 60),
                    (-14, 70),
                    (-16, -40),
                    (-70, 20),
                    (-92, 6),
                    (-50, -90),
                ]
            ),
            STRAW,
        )
        + stroke("M-30 -140h30M10 -110h24M-40 -80h24", 5, CLAY)
        + "".join(at(plants.leaf(length=100, half=26), 0, -180, turn=turn) for turn in (-140, -90, -40))
    )
    return (
        at(paper.shade(330), 500, 830)
        + at(vessels.carton(front, side, width=230, tall=300, mark=mark), 300, 812)
        + at(amber, 560, 826)
        + at(root, 760, 790, scale=1.05)
    )
