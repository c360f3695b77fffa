"""Cakes, sweets, young rice and noodles."""

from __future__ import annotations

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
    LEAF,
    LEAF_DEEP,
    PLUM,
    SON,
    SON_DEEP,
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
    poly,
    printed,
    smooth,
    stroke,
    swarm,
)


def _grains(hand: Hand, colors: tuple[str, ...], width: float, height: float, count: int = 90) -> str:
    """Strew grains over a field around the origin."""
    drawn = ""
    for x, y in swarm(hand, count, width, height):
        drawn += at(flat(oval(0, 0, 9, 4.6), hand.pick(*colors)), x, y, turn=hand.near(0, 80))
    return drawn


def lotus_plate(half: float = 340) -> str:
    """A round lotus leaf lying flat, its near edge at the origin's height."""
    rim = [(half * (1 + 0.05 * (step % 2)) * x, half * 0.34 * y) for step, (x, y) in enumerate(arc(0, 0, 1, 0, 342))]
    ribs = "".join(
        cut([(0, 0), (x * 0.5, y * 0.5), (x, y)], 8, LEAF_DEEP) for x, y in arc(0, 0, half * 0.92, 10, 350)[::2] for y in (y * 0.34,)
    )
    return at(printed(smooth(rim), LEAF) + ribs, 0, -half * 0.34)


def _rice_ear(color: str = HOE) -> str:
    """An ear of rice from its stalk at the origin, bending to the right."""
    stem = cut([(0, 0), (20, -140), (90, -240), (190, -250)], 10, LEAF)
    spots = [(60, -212), (84, -238), (110, -236), (136, -256), (160, -240), (186, -256), (200, -232), (96, -214), (130, -222), (166, -222)]
    return stem + "".join(at(printed(oval(0, 0, 17, 8), color, 4), x, y, turn=28) for x, y in spots)


def green_rice(hand: Hand) -> str:
    """Young rice on a lotus leaf, tied packets beside it."""
    return hand.pick(green_rice_heap, green_rice_packets)(hand)


def green_rice_heap(hand: Hand) -> str:
    """Young rice heaped on a lotus leaf."""
    heap = smooth([(-220, 0), (-170, -80), (-70, -150), (30, -164), (130, -110), (220, 0), (110, 34), (-110, 34)])
    grains = at(_grains(hand, (LEAF, "#c6d27f", LEAF_DEEP), 440, 200, 150), 0, -64)
    ears = at(_rice_ear("#c6d27f"), 250, 760) + at(_rice_ear("#c6d27f"), 210, 770, turn=-18)
    flower = at(plants.lotus(hand), 764, 770, scale=0.95, turn=12)
    return ears + at(lotus_plate(370), 500, 850) + at(filled(heap, SPROUT, grains), 500, 730) + flower


def leaf_parcel(color: str, tie: str, size: float = 1) -> str:
    """A square parcel in leaves tied crosswise, seen from a corner."""
    top = poly([(-150, -90), (0, -140), (150, -90), (0, -34)])
    left, right = poly([(-150, -90), (0, -34), (0, 60), (-150, 4)]), poly([(150, -90), (0, -34), (0, 60), (150, 4)])
    ties = stroke("M-75 -115L75 -62V32M75 -115L-75 -62V32", 13) + stroke("M-75 -115L75 -62V32M75 -115L-75 -62V32", 7, tie)
    veins = stroke("M-120 -70V6M-40 -44V34M44 -44V36M116 -70V6", 4, LEAF_DEEP)
    return at(
        printed(top, SPROUT if color == LEAF else color) + printed(left, color) + printed(right, color) + veins + ties, 0, 0, scale=size
    )


def green_rice_packets(hand: Hand) -> str:
    """Packets in leaves and a bowl of young rice."""
    bowl = vessels.bowl(
        CHALK, SPROUT, 150, painted=vessels.lotus_band(CHAM, 400, -20, 40), filling=_grains(hand, (LEAF, "#dfe6a4"), 230, 44, 46)
    )
    packets = at(leaf_parcel(LEAF, STRAW, 1.1), 350, 770) + at(leaf_parcel(LEAF, STRAW, 1), 390, 650)
    return at(paper.tray(), 500, 830) + at(plants.lotus(hand), 560, 600, scale=0.8, turn=16) + packets + at(bowl, 680, 806)


def rice_cake(hand: Hand) -> str:
    """Cakes in leaves: square, long, or white rounds on green."""
    return hand.pick(square_cakes, long_cakes, white_rounds, colored_rounds)(hand)


def square_cakes(hand: Hand) -> str:
    """Square cakes in leaves, one open."""
    tie = hand.pick(STRAW, SON)
    cutaway = printed(poly([(-110, -76), (0, -112), (110, -76), (0, -34)]), SPROUT, 8) + printed(
        poly([(-110, -76), (0, -34), (0, 44), (-110, 2)]), STRAW, 8
    )
    cutaway += (
        printed(poly([(110, -76), (0, -34), (0, 44), (110, 2)]), CHALK, 8)
        + flat(poly([(98, -50), (6, -14), (6, 12), (98, -26)]), HOE)
        + flat(oval(52, -24, 26, 9), CORAL)
    )
    pile = at(leaf_parcel(LEAF, tie, 1.2), 400, 770) + at(leaf_parcel(LEAF, tie, 1.1), 410, 640)
    return at(paper.low_table(half=370), 500, 800) + pile + at(cutaway, 712, 760)


def long_parcel(color: str, tie: str, length: float = 300) -> str:
    """A long parcel in leaves, lying; tied at four places."""
    half = length / 2
    body = smooth(
        [(-half - 30, -26), (-half, -46), (half, -46), (half + 30, -26), (half + 26, 12), (half, 30), (-half, 30), (-half - 26, 12)]
    )
    veins = stroke(f"M{-half:.0f} -26H{half:.0f}M{-half:.0f} 6H{half:.0f}", 4, LEAF_DEEP)
    rings = "".join(
        stroke(f"M{x:.0f} -46q-14 38 0 76", 13) + stroke(f"M{x:.0f} -46q-14 38 0 76", 7, tie)
        for x in (-half * 0.8, -half * 0.27, half * 0.27, half * 0.8)
    )
    return printed(body, color) + veins + rings


def long_cakes(hand: Hand) -> str:
    """Long cakes in leaves, one open."""
    tie, color = hand.pick(STRAW, SON), hand.pick(LEAF, LEAF_DEEP, "#8a9440")
    rows = ((380, 780), (640, 784), (510, 708), (510, 790))
    pile = "".join(at(long_parcel(color, tie, 230), x, y, turn=hand.near(0, 3)) for x, y in (*rows[:3],))
    open_one = printed(smooth([(-120, -30), (110, -36), (140, 0), (110, 34), (-120, 30), (-146, 0)]), CHALK) + "".join(
        flat(oval(x, -4, 8, 6), SON_DEEP) for x in (-70, -20, 36, 84)
    )
    return (
        at(paper.plate(half=370), 500, 840)
        + pile
        + at(plants.leaf(length=170, half=44), 330, 680, turn=210)
        + at(open_one, 510, 640, turn=-6)
    )


def white_rounds(hand: Hand) -> str:
    """White rounds of pounded rice on leaves."""
    return _rounds(hand, CHALK, hand.pick(SON, STRAW))


def colored_rounds(hand: Hand) -> str:
    """Rounds of dark, yellow or green dough on leaves."""
    return _rounds(hand, *hand.pick(("#5c4a55", STRAW), (STRAW, CLAY), ("#b9c987", LEAF_DEEP)))


def _rounds(hand: Hand, color: str, dot: str) -> str:
    one = (
        printed(box(-78, -26, 156, 60, 10), LEAF, 7)
        + printed(smooth([(-64, -20), (-50, -62), (0, -76), (50, -62), (64, -20), (0, 2)]), color, 8)
        + flat(oval(0, -54, 13, 8), dot)
    )
    spots = [(300, 760), (470, 772), (640, 768), (386, 690), (556, 692), (470, 618)]
    return (
        at(paper.tray(), 500, 830)
        + "".join(at(one, x, y - 10) for x, y in reversed(spots))
        + at(plants.leaf(length=150), 700, 700, turn=-30)
    )


def confectionery(hand: Hand) -> str:
    """Sweets for tea: slabs with peanuts, sesame rolls, candied slices."""
    return hand.pick(slabs, rolls, candied)(hand)


def slabs(hand: Hand) -> str:
    """Slabs with peanuts or sesame, and tea."""
    color, fleck = hand.pick((CLAY, STRAW), ("#c58a3c", CHALK), (EARTH, TAN), ("#a5b15a", CHALK))
    side = BARK if color == EARTH else EARTH
    dots = "".join(at(flat(oval(0, 0, 11, 7), fleck), x, y, turn=hand.near(0, 50)) for x, y in swarm(hand, 12, 150, 60))
    slab = printed(poly([(-90, 36), (90, 36), (90, 66), (-90, 66)]), side, 8) + filled(
        poly([(-90, -36), (90, -36), (90, 36), (-90, 36)]), color, dots
    )
    rows = [(330, 770), (520, 776), (420, 690), (610, 694), (516, 610)]
    cup = at(vessels.cup(CHALK, HOE, 70), 800, 800) + vessels.steam(800, 690)
    return at(paper.plate(half=330), 470, 840) + "".join(at(slab, x, y - 20, turn=hand.near(0, 4)) for x, y in rows) + cup


def rolls(hand: Hand) -> str:
    """Sesame rolls on a leaf, a teapot."""
    color, fleck = hand.pick((STRAW, CLAY), (CHALK, GOLD), ("#c58a3c", CHALK))
    flecks = "".join(flat(oval(x, y, 4, 3), fleck) for x, y in swarm(hand, 30, 200, 60))
    roll = filled(box(-100, -36, 200, 72, 30), color, flecks) + printed(oval(94, 0, 22, 35), CHALK, 7) + flat(oval(94, 0, 12, 20), CLAY)
    rows = [(300, 776), (540, 780), (380, 706), (610, 708), (480, 638)]
    return (
        at(paper.leaf_mat(hand, 380), 500, 840)
        + "".join(at(roll, x, y, turn=hand.near(-3, 4)) for x, y in rows)
        + at(vessels.teapot(*hand.pick((SON, ""), (CHAM, ""), (CELADON, "")), size=0.66), 770, 744)
    )


def candied(hand: Hand) -> str:
    """Candied slices in a lacquer box."""
    color, line = hand.pick((CORAL, SON), (HOE, GOLD), ("#b9c987", LEAF_DEEP), (CHALK, TAN))
    slice_ = printed(oval(0, 0, 44, 34), color, 7) + stroke(oval(0, 0, 27, 19), 5, line)
    divider = printed(oval(0, -60, 300, 88), SON) + printed(oval(0, -66, 270, 70), SON_DEEP, 6)
    heap = "".join(
        at(slice_, x, y - 80, turn=hand.near(0, 30))
        for x, y in (
            (-160, 0),
            (-70, 20),
            (30, 24),
            (130, 10),
            (180, -16),
            (-110, -36),
            (-10, -30),
            (90, -34),
            (-60, -74),
            (40, -78),
            (-10, -118),
        )
    )
    lid = at(
        printed(smooth([(-170, 0), (-140, -90), (0, -120), (140, -90), (170, 0), (0, 30)]), SON)
        + at(vessels.lotus_mark(HOE, STRAW, 1.1), 0, -50),
        800,
        770,
        turn=24,
        scale=0.8,
    )
    return lid + at(paper.shade(300), 440, 830) + at(divider + heap, 440, 820)


def biscuit(hand: Hand) -> str:
    """Stacked biscuits before their box."""
    color, spot = hand.pick((HOE, CLAY), (TAN, EARTH), ("#c58a3c", STRAW), (STRAW, GOLD))
    mark = vessels.star_mark(spot, 0.7)
    side = "".join(printed(box(-84, -y - 34, 168, 34, 15), color, 7) for y in (0, 34, 68, 102))
    face = printed(oval(0, 0, 92), color) + stroke(oval(0, 0, 74), 5, spot) + mark
    gift = vessels.carton(
        *hand.pick((SON, SON_DEEP), (CHAM, "#1f334d"), (LEAF_DEEP, "#1e4425")),
        width=280,
        tall=230,
        mark=vessels.lotus_mark(HOE, STRAW, 1.3),
    )
    return (
        at(paper.shade(330), 500, 830) + at(gift, 330, 790) + at(paper.plate(half=240), 620, 842) + at(side, 560, 806) + at(face, 730, 740)
    )


def steamed_bun(hand: Hand) -> str:
    """Buns in their bamboo steamers."""
    color = hand.pick(CHALK, "#f1dfb5", "#e9c9b8")
    bun = printed(smooth([(-84, 0), (-78, -60), (0, -96), (78, -60), (84, 0), (0, 22)]), color) + "".join(
        cut([(0, -84), (x * 0.6, -66), (x, -40)], 7) for x in (-44, -16, 16, 44)
    )
    top = vessels.steamer(fill=at(bun, -92, 14, scale=0.92) + at(bun, 92, 14, scale=0.92) + at(bun, 0, 34), half=230)
    return (
        at(paper.shade(250), 480, 826)
        + at(vessels.steamer(half=230), 480, 800)
        + at(top, 480, 706)
        + at(bun, 800, 806, scale=0.9)
        + vessels.steam(480, 510)
    )


def _skein(color: str, line: str) -> str:
    """A folded bundle of noodles with a band round its middle."""
    body = smooth([(-150, -30), (-60, -44), (60, -44), (150, -30), (158, 14), (60, 40), (-60, 40), (-158, 14)])
    strands = "".join(f"M-150 {y}Q-70 {y - 12} 0 {y}T150 {y}" for y in range(-24, 30, 11))
    return filled(body, color, stroke(strands, 4, line)) + printed(box(-24, -50, 48, 98, 8), SON, 7)


def vermicelli(hand: Hand) -> str:
    """Skeins in a basket, or strands drying on poles in the sun."""
    color, line = hand.pick(("#efe2bf", TAN), ("#e4d2b0", CLAY), (CHALK, TAN), (HOE, GOLD))
    if hand.pick(True, False):
        skeins = "".join(
            at(_skein(color, line), x, y, turn=hand.near(0, 6))
            for x, y in ((350, 730), (650, 736), (500, 690), (420, 620), (600, 626), (500, 560))
        )
        return at(vessels.flat_basket(half=380), 500, 850) + skeins
    drawn = ""
    for y, width in ((330, 660), (360, 760)):
        left = 500 - width / 2
        strands = "".join(
            f"M{left + 30 + step * 15:.0f} {y}q{hand.near(0, 5):.0f} 170 {hand.near(0, 6):.0f} {hand.near(300, 14):.0f}"
            for step in range(int((width - 60) / 15))
        )
        drawn += stroke(strands, 12) + stroke(strands, 8, color) + printed(box(left, y - 14, width, 26, 12), CLAY)
    posts = "".join(printed(box(x, 300, 30, 530, 10), EARTH) for x in (150, 820))
    return drawn + posts


def noodles(hand: Hand) -> str:
    """Nests of noodles or a bowl of them."""
    return hand.pick(vermicelli, noodle_bowl)(hand)


def noodle_bowl(hand: Hand) -> str:
    """A steaming bowl of noodles with herbs and chopsticks."""
    color, line = hand.pick((CHALK, CHAM), (CELADON, "#4e7a5e"), (SON, HOE))
    loops = "".join(
        f"M{x} {y}q30 -34 66 -4t64 6" for x, y in ((-170, 4), (-110, 22), (-40, 28), (-150, -14), (-70, -20), (20, -10), (10, 12))
    )
    herbs = "".join(
        at(plants.leaf(length=84, half=22), x, y, turn=turn) for x, y, turn in ((70, -30, -20), (110, 0, 10), (60, 6, 40), (-30, -20, 200))
    )
    slices = "".join(printed(oval(x, y, 48, 24), "#e7a98f", 7) for x, y in ((-96, -4), (-40, 12), (-120, 22)))
    filling = printed(oval(0, 0, 216, 50), "#e9c27a", 6) + stroke(loops, 13) + stroke(loops, 8, CHALK) + slices + herbs
    sticks = stroke("M-40 -20L260 -190M-6 -14L290 -170", 18) + stroke("M-40 -22L258 -191M-6 -16L288 -171", 9, CLAY)
    wall = vessels.lotus_band(line, 520, -30, 52) + stroke("M-260 -140H260", 8, line)
    side = vessels.bowl(CHALK, SON, 74, painted="")
    return (
        at(paper.shade(300), 480, 830)
        + at(vessels.bowl(color, CHALK, 236, painted=wall, filling=filling + sticks), 480, 830)
        + at(side, 810, 826)
        + vessels.steam(420, 480)
    )


def rice(hand: Hand) -> str:
    """A sack of rice, a full bowl and ripe ears."""
    sack = vessels.sack(*hand.pick((STRAW, CHALK), (TAN, CHALK), (CELADON, CHALK), (STRAW, "#b46a4a")))
    ears = "".join(at(_rice_ear(), 690, 780, turn=turn, flip=flip, scale=1.15) for turn, flip in ((-12, False), (8, False), (24, True)))
    bowl = vessels.bowl(
        CHALK,
        CHALK,
        130,
        painted=vessels.lotus_band(CHAM, 380, -16, 38),
        filling=printed(smooth([(-116, 4), (-60, -56), (0, -72), (60, -56), (116, 4), (0, 26)]), CHALK, 7),
    )
    return at(paper.shade(340), 500, 830) + ears + at(sack, 370, 818, scale=1.25) + at(bowl, 700, 832)


def cereal(hand: Hand) -> str:
    """A jar and a bag of meal with a wooden spoon."""
    color, bag = hand.pick((STRAW, LEAF), (TAN, SON), ("#b9c987", CHAM), ("#e4c9a0", PLUM))
    heap = printed(smooth([(-130, 0), (-70, -56), (0, -76), (70, -56), (130, 0), (0, 24)]), color) + _grains(
        hand, (CHALK, CLAY), 160, 40, 20
    )
    spoon = at(
        printed(oval(0, 0, 50, 34), CLAY) + printed(box(40, -11, 190, 22, 10), CLAY, 8) + flat(oval(-3, -5, 34, 20), color),
        620,
        770,
        turn=-14,
    )
    return (
        at(paper.shade(330), 500, 826)
        + at(vessels.jar(CHALK, color, cloth=bag, half=130, tall=300), 320, 812)
        + at(vessels.pouch(bag, STRAW, mark=vessels.sprig_mark(size=1.2)), 560, 790)
        + at(heap, 730, 820)
        + spoon
    )
