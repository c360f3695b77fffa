"""Meat, eggs, tofu, pastes and what is cooked with them; the pig and the hen are those of the old prints."""

from __future__ import annotations

from marketplace.demo.drawings import paper, plants, sweets, vessels
from marketplace.demo.drawings.ink import (
    BARK,
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
    ROSE,
    SON,
    SON_DEEP,
    STRAW,
    TAN,
    Hand,
    at,
    box,
    cut,
    flat,
    oval,
    poly,
    printed,
    smooth,
    stroke,
    swarm,
)


def _roll(color: str, tie: str, length: float = 330) -> str:
    """A thick roll in banana leaf, lying, its cut end to the right."""
    half = length / 2
    body = box(-half, -74, length, 148, 40)
    veins = stroke("".join(f"M{-half + 14:.0f} {y}H{half - 20:.0f}" for y in (-46, -14, 18, 48)), 4, LEAF_DEEP)
    ties = "".join(
        stroke(f"M{x:.0f} -72q-22 72 0 144", 13) + stroke(f"M{x:.0f} -72q-22 72 0 144", 7, tie)
        for x in (-half * 0.7, -half * 0.25, half * 0.2)
    )
    return printed(body, color) + veins + ties + stroke(f"M{-half:.0f} 0H{half - 30:.0f}", 7, tie)


def pork_roll(hand: Hand) -> str:
    """Rolls in banana leaf, one cut into rounds."""
    meat, fleck = hand.pick(("#efc4ae", CORAL), ("#e8b59d", SON), ("#f0d3bd", CLAY), ("#d99a74", BARK))
    flecks = "".join(flat(oval(x, y, 6, 5), fleck) for x, y in swarm(hand, 14, 110, 110))
    disk = printed(oval(0, 0, 84, 86), LEAF) + printed(oval(-2, -2, 70, 72), meat, 4) + flecks
    if hand.pick(True, False):
        rolls = at(_roll(LEAF, STRAW), 400, 730, turn=-5) + at(_roll(LEAF_DEEP, STRAW, 300), 420, 590, turn=3)
        return (
            at(paper.leaf_mat(hand, 390), 500, 840)
            + rolls
            + at(disk, 600, 756)
            + at(disk, 690, 772, scale=0.96)
            + at(disk, 780, 784, scale=0.92)
        )
    standing = "".join(at(_roll(color, SON, 300), x, 640, turn=-90) for color, x in ((LEAF, 330), (LEAF_DEEP, 500)))
    return at(paper.tray(), 500, 830) + standing + at(disk, 660, 740) + at(disk, 730, 762, scale=0.9)


def fermented_pork(hand: Hand) -> str:
    """Small parcels on strings, one unwrapped among fig leaves."""
    tie = hand.pick(SON, HOE)
    parcel = printed(smooth([(-44, -74), (44, -74), (56, 0), (44, 70), (-44, 70), (-56, 0)]), LEAF) + stroke(
        "M-18 -64V60M20 -64V60", 4, LEAF_DEEP
    )
    parcel += stroke("M-56 -24h112M-56 26h112", 13) + stroke("M-56 -24h112M-56 26h112", 7, tie)
    hanging = ""
    for x in (250, 390, 530):
        hanging += stroke(f"M{x} 130V420", 7, tie) + at(parcel, x, hand.near(410, 20)) + at(parcel, x, hand.near(560, 14))
    pink = printed(box(-74, -44, 148, 88, 16), CORAL) + "".join(flat(oval(x, y, 8, 6), CHALK) for x, y in swarm(hand, 12, 120, 60))
    leaves = "".join(at(plants.leaf(length=150, half=48), 700, 760, turn=turn) for turn in (-150, -100, -40, 10))
    return printed(box(120, 110, 560, 26, 12), EARTH) + hanging + at(paper.plate(half=240), 690, 840) + leaves + at(pink, 690, 740)


def pig(color: str, patch: str, size: float = 1) -> str:
    """The sow of Đông Hồ, a whorl on her flank."""
    body = smooth(
        [(-250, -150), (-130, -226), (40, -232), (190, -196), (240, -120), (220, -50), (120, -20), (-40, -8), (-180, -30), (-246, -80)]
    )
    head = smooth([(-220, -190), (-300, -196), (-350, -150), (-402, -120), (-404, -84), (-350, -66), (-280, -50), (-216, -80)])
    ear = smooth([(-268, -196), (-220, -250), (-176, -196), (-212, -130), (-252, -150)])
    legs = "".join(
        printed(poly([(x, -60), (x + 54, -60), (x + 44, 40), (x + 6, 40)]), color) + flat(box(x + 4, 26, 40, 16), INK)
        for x in (-190, -110, 80, 156)
    )
    whorl = printed(oval(0, 0, 66), patch, 7) + flat("M0 -60A60 60 0 0 1 0 60A30 30 0 0 1 0 0A30 30 0 0 0 0 -60Z", SON)
    tail = stroke(smooth([(232, -150), (280, -180), (300, -140), (270, -126), (282, -96)], closed=False), 11)
    face = (
        flat(oval(-316, -140, 10), INK)
        + stroke("M-334 -164q16 -12 34 -2M-396 -92h20M-372 -74q30 10 52 -8", 7)
        + printed(oval(-396, -104, 16, 22), ROSE, 6)
    )
    back = stroke("".join(f"M{x} {y}l10 -26" for x, y in ((-120, -226), (-76, -234), (-30, -238), (20, -238), (70, -232), (120, -222))), 8)
    return at(
        tail
        + legs
        + printed(body, color, 11)
        + printed(head, color, 11)
        + printed(ear, patch)
        + at(whorl, 130, -124)
        + at(whorl, -90, -124, scale=0.92)
        + face
        + back,
        0,
        0,
        scale=size,
    )


def meat(hand: Hand) -> str:
    """The sow with her young, as in the print that wishes plenty."""
    color, patch = hand.pick((ROSE, HOE), ("#5b4a44", STRAW), (CORAL, STRAW), (HOE, CHALK))
    young = "".join(
        at(pig(hand.pick(color, ROSE, HOE), STRAW, 0.36), x, y, flip=flip)
        for x, y, flip in ((320, 830, False), (560, 846, True), (770, 832, False))
    )
    grass = "".join(at(plants.leaf(length=110, half=18), x, 850, turn=turn) for x in (120, 880, 440) for turn in (-120, -90, -60))
    return at(pig(color, patch, 1.02), 540, 730) + grass + young


def hen(color: str, wing: str, tail: str, size: float = 1) -> str:
    """A hen or, by its tail, a rooster of Đông Hồ."""
    feathers = "".join(
        at(printed(smooth([(0, 0), (60, -70), (150, -90), (196, -30), (150, -46), (80, -10)]), shade, 8), 130, -150, turn=turn)
        for turn, shade in ((20, wing), (-6, tail), (-32, wing), (-58, tail))
    )
    body = smooth(
        [
            (-190, -320),
            (-130, -352),
            (-86, -310),
            (-60, -230),
            (40, -200),
            (150, -190),
            (170, -120),
            (100, -50),
            (-20, -36),
            (-120, -70),
            (-176, -170),
        ]
    )
    plumes = "".join(
        stroke(f"M{x} {y}q20 18 42 4", 6) for x, y in ((-140, -240), (-110, -200), (-140, -170), (-90, -150), (-120, -120), (-70, -100))
    )
    wings = printed(smooth([(-50, -180), (40, -196), (130, -150), (110, -90), (20, -70), (-40, -110)]), wing) + "".join(
        cut([(-10, y), (50, y + 6), (110, y - 10)], 8) for y in (-150, -122, -96)
    )
    comb = printed(smooth([(-176, -330), (-190, -384), (-160, -366), (-146, -404), (-124, -370), (-96, -388), (-104, -336)]), SON, 7)
    beak = printed(poly([(-190, -318), (-240, -294), (-190, -284)]), HOE, 7) + printed(
        smooth([(-186, -284), (-204, -240), (-176, -232), (-166, -276)]), SON, 6
    )
    legs = stroke("M-20 -40V26M-20 26l-40 14M-20 26l34 14M60 -44V26M60 26l-38 14M60 26l36 14", 13) + stroke("M-20 -40V26M60 -44V26", 6, HOE)
    return at(
        legs
        + feathers
        + printed(body, color, 11)
        + plumes
        + wings
        + comb
        + beak
        + printed(oval(-154, -312, 12), CHALK, 5)
        + flat(oval(-156, -312, 5), INK),
        0,
        0,
        scale=size,
    )


def chick(color: str = HOE) -> str:
    """A chick."""
    body = smooth([(-70, -90), (-44, -116), (-14, -96), (0, -70), (60, -74), (76, -46), (40, -12), (-30, -10), (-66, -44)])
    return (
        stroke("M-6 -14v22M24 -14v22", 8)
        + printed(body, color, 8)
        + flat(poly([(-72, -92), (-98, -80), (-70, -74)]), CORAL)
        + flat(oval(-48, -92, 6), INK)
        + cut([(0, -50), (30, -42), (56, -56)], 8)
    )


def poultry(hand: Hand) -> str:
    """Rooster, hen and chicks."""
    color, wing, tail = hand.pick((SON, LEAF_DEEP, HOE), (CHALK, CLAY, SON), (HOE, SON, CHAM), (CLAY, CHAM, LEAF))
    chicks = "".join(
        at(chick(hand.pick(HOE, STRAW, CLAY)), x, y, flip=flip)
        for x, y, flip in ((200, 850, False), (330, 862, True), (760, 856, False), (880, 846, True))
    )
    grass = "".join(at(plants.leaf(length=130, half=18), x, 830, turn=turn) for x in (110, 900) for turn in (-125, -95, -65))
    return grass + at(hen(color, wing, tail, 1.28), 520, 790) + chicks


def eggs(hand: Hand) -> str:
    """A basket of eggs on straw, a hen looking on."""
    color = hand.pick("#ecd0ab", CHALK, "#cfe0dc")
    egg = printed(smooth([(0, -52), (34, -20), (38, 16), (0, 44), (-38, 16), (-34, -20)]), color, 8) + cut(
        [(-18, -22), (-24, 0), (-16, 20)], 8, CHALK
    )
    straw = stroke(
        "".join(f"M{hand.near(0, 200):.0f} {hand.near(-10, 16):.0f}l{hand.near(0, 70):.0f} {hand.near(-24, 16):.0f}" for _ in range(40)),
        7,
        HOE,
    )
    heap = straw + "".join(
        at(egg, x, y, turn=hand.near(0, 20))
        for x, y in ((-90, -104), (0, -118), (90, -100), (-140, -44), (-48, -54), (48, -54), (140, -42))
    )
    nest = vessels.basket(TAN, CLAY, half=250, tall=150, fill=heap)
    return (
        at(hen(hand.pick(SON, CLAY, CHALK), LEAF_DEEP, HOE, 0.92), 720, 800, flip=True)
        + at(paper.shade(280), 400, 836)
        + at(nest, 400, 836)
        + at(egg, 760, 830, turn=70)
    )


def tofu(hand: Hand) -> str:
    """White blocks on a board over banana leaf."""
    golden = hand.pick(True, False)
    front, side, top = (HOE, GOLD, STRAW) if golden else (CHALK, "#e6d8bd", "#fffaf0")
    block = printed(poly([(-100, -40), (-50, -84), (110, -84), (60, -40)]), top, 8) + printed(
        poly([(60, -40), (110, -84), (110, 0), (60, 44)]), side, 8
    )
    block += printed(poly([(-100, -40), (60, -40), (60, 44), (-100, 44)]), front, 8)
    spots = [(360, 770), (560, 776), (460, 680), (660, 686), (556, 590)]
    pile = "".join(at(block, x, y) for x, y in spots)
    beans = "".join(
        printed(oval(x, y, 15, 12), STRAW, 5) for x, y in ((760, 820), (796, 806), (820, 834), (780, 846), (844, 812), (740, 850))
    )
    return at(paper.leaf_mat(hand, 400), 500, 850) + at(printed(box(-300, 0, 600, 40, 8), CLAY), 480, 806) + pile + beans


def soybean_paste(hand: Hand) -> str:
    """Jars in the yard, a ladle, a dish of paste."""
    jar, lid = hand.pick(("#7b4a30", BARK), ("#8e5a36", SON_DEEP), ("#5d4a3a", EARTH))
    hat = printed(smooth([(-150, 0), (0, -120), (150, 0), (0, 26)]), STRAW) + stroke("M-96 -24Q0 6 96 -24M-50 -66Q0 -50 50 -66", 5, GOLD)
    big = vessels.stoneware(jar, lid, half=190, tall=360, painted=stroke("M-220 -240H220M-220 -226H220", 6, TAN))
    small = vessels.stoneware(jar, lid, half=120, tall=220)
    dish = vessels.bowl(CHALK, CLAY, 110, painted=vessels.lotus_band(CHAM, 300, -14, 34), filling=flat(oval(0, 0, 84, 14), GOLD))
    top = at(hat, 350, 452, scale=1.16) if hand.pick(True, False) else ""
    return (
        at(paper.shade(230), 350, 820)
        + at(big, 350, 816)
        + top
        + at(small, 640, 790)
        + at(dish, 720, 846)
        + at(printed(box(-8, -170, 20, 180, 8), CLAY, 7), 760, 760, turn=28)
    )


def _dill(x: float) -> str:
    """Draw a stem of dill that leans to x."""
    twigs = ((x * far, -130 * far, side) for far in (0.5, 0.75, 1) for side in (1, -1))
    return cut([(0, 0), (x * 0.5, -60), (x, -130)], 11, LEAF) + "".join(
        cut([(a, b), (a + s * 30, b - 26), (a + s * 44, b - 20)], 7, LEAF) for a, b, s in twigs
    )


def fish_cake(hand: Hand) -> str:
    """Golden patties with dill on a fish plate."""
    color = hand.pick(HOE, "#d28a35", CLAY)
    patty = printed(oval(0, 0, 92, 56), color) + stroke("M-50 -16q20 -12 40 0M0 14q24 -12 48 2M14 -24q20 -8 34 2", 6, SON_DEEP)
    dill = "".join(_dill(x) for x in (-70, -10, 56))
    carp = at(vessels.fish_mark(CHAM, 1.1), 500, 826)
    spots = ((340, 760), (520, 772), (690, 758), (430, 700), (610, 700), (520, 640))
    return (
        at(paper.plate(half=390), 500, 856)
        + carp
        + at(dill, 320, 690)
        + "".join(at(patty, x, y - 10, turn=hand.near(0, 8)) for x, y in reversed(spots))
        + at(vessels.bowl(CHALK, SON, 70), 860, 850)
    )


def spice(hand: Hand) -> str:
    """Bowls of ground spice, peppers and ginger."""
    colors = hand.random.sample((SON, HOE, CLAY, LEAF, BARK), 3)
    bowls = ""
    for color, x, y in zip(colors, (270, 500, 730), (790, 830, 790), strict=True):
        heap = printed(smooth([(-100, 4), (-46, -56), (0, -80), (46, -56), (100, 4), (0, 24)]), color, 8)
        bowls += at(vessels.bowl(CHALK, CLAY, 124, filling=heap, painted=vessels.lotus_band(CHAM, 320, -16, 36)), x, y)
    chili = printed(smooth([(0, 0), (26, 20), (40, 80), (22, 150), (0, 170), (-4, 90), (-22, 30)]), SON, 8) + stroke(
        "M0 0q-4 -24 14 -36", 11, LEAF
    )
    string = "".join(
        at(chili, x, 330 + abs(x - 500) * 0.12, turn=turn)
        for x, turn in ((330, 20), (400, -8), (470, 12), (540, -14), (610, 10), (680, -18))
    )
    return stroke("M250 320Q500 400 750 320", 9, CLAY) + string + bowls


def ready_meal(hand: Hand) -> str:
    """A tray of dishes: soup, greens, rolls."""
    rolls = printed(box(-80, -24, 160, 48, 22), HOE, 8)
    plate = paper.plate(half=190) + "".join(at(rolls, x, y, turn=hand.near(0, 8)) for x, y in ((-60, -40), (50, -36), (0, -74)))
    soup = vessels.bowl(
        CHALK,
        "#e9a25a",
        130,
        painted=vessels.lotus_band(CHAM, 360, -16, 38),
        filling="".join(at(plants.leaf(length=60, half=16), x, 0, turn=t) for x, t in ((-60, 10), (0, -20), (40, 30))),
    )
    greens = at(sweets.lotus_plate(150), 0, 0) + "".join(
        at(plants.leaf(length=110, half=34), x, -60, turn=t) for x, t in ((-60, -140), (0, -90), (50, -40), (20, -60))
    )
    if hand.pick(True, False):
        return sweets.noodle_bowl(hand)
    return at(paper.tray(half=390), 500, 850) + at(greens, 700, 730) + at(soup, 320, 760) + at(plate, 560, 830) + vessels.steam(320, 560)
