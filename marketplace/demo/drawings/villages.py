"""Villages: houses, gates, trees, fields, kilns, water."""

from __future__ import annotations

from marketplace.demo.drawings import paper
from marketplace.demo.drawings.ink import (
    BARK,
    CHALK,
    CLAY,
    CORAL,
    EARTH,
    HOE,
    INK,
    LEAF,
    LEAF_DEEP,
    MIST,
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
    oval,
    printed,
    smooth,
    stroke,
    swarm,
)


def roof(half: float, tall: float, color: str = SON_DEEP) -> str:
    """A tiled roof with upturned corners, its eaves at the origin's height."""
    edge = smooth(
        [
            (-half - 50, -16),
            (-half, -30),
            (-half * 0.86, -tall * 0.7),
            (-half * 0.74, -tall),
            (half * 0.74, -tall),
            (half * 0.86, -tall * 0.7),
            (half, -30),
            (half + 50, -16),
            (half - 30, 14),
            (-half + 30, 14),
        ]
    )
    tiles = stroke(
        "".join(
            f"M{x:.0f} {y:.0f}q13 16 26 0"
            for row, y in enumerate(range(int(-tall) + 14, 8, 24))
            for x in range(int(-half) - 40 + (row % 2) * 13, int(half) + 40, 26)
        ),
        4,
        BARK,
    )
    return filled(edge, color, tiles, 10) + printed(box(-half * 0.8, -tall - 20, half * 1.6, 26, 10), color, 8)


def house(half: float = 200, tall: float = 170, wall: str = "#e6c489", tiles: str = SON_DEEP) -> str:
    """A village house with a low veranda."""
    body = printed(box(-half + 14, -tall, 2 * half - 28, tall, 4), wall, 10)
    doors = "".join(
        printed(box(x - 42, -tall + 40, 84, tall - 40, 4), CLAY, 8) + stroke(f"M{x} {-tall + 44:.0f}V-4", 6)
        for x in (-half * 0.5, 0, half * 0.5)
    )
    posts = "".join(printed(box(x - 9, -tall, 18, tall, 3), EARTH, 6) for x in (-half + 24, -half * 0.25, half * 0.25, half - 24))
    return body + doors + posts + at(roof(half + 20, 130, tiles), 0, -tall + 8)


def gate(hand: Hand) -> str:
    """A village gate between banana trees, a path leading in; 1000 wide."""
    wall, tiles = hand.pick(("#d9a05b", SON_DEEP), ("#c98a5a", "#5d4033"), (STRAW, SON))
    trees = "".join(
        at(paper.banana_leaf(LEAF, SPROUT, 420), x, 760, turn=turn)
        for x, turn in ((120, -34), (130, -4), (150, 24), (870, 34), (860, 0), (840, -22))
    )
    path = printed(smooth([(-90, 0), (90, 0), (200, 130), (300, 330), (-300, 330), (-200, 130)]), "#e9d7a5", 8)
    return flat(box(-520, 700, 2040, 400), LEAF) + trees + at(path + gate_house(wall, tiles), 500, 720)


def gate_house(wall: str, tiles: str) -> str:
    """The gate itself, its threshold at the origin."""
    front = (
        printed(box(-240, -330, 480, 340, 4), wall, 12)
        + flat("M-90 6V-150A90 90 0 0 1 90 -150V6Z", "#e9d7a5")
        + stroke("M-90 6V-150A90 90 0 0 1 90 -150V6", 11)
    )
    bricks = stroke(
        "".join(
            f"M{x} {y}h44" for row, y in enumerate(range(-290, 0, 40)) for x in (-225 + (row % 2) * 30, -160, 112 + (row % 2) * 30, 176)
        ),
        6,
        CLAY,
    )
    upper = printed(box(-120, -500, 240, 110, 4), wall, 10) + "".join(printed(oval(x, -446, 24), tiles, 7) for x in (-56, 56))
    return front + bricks + at(roof(270, 90, tiles), 0, -320) + upper + at(roof(150, 76, tiles), 0, -490)


def areca(tall: float = 520) -> str:
    """An areca palm: a thin stem and a tuft."""
    stem = cut([(0, 20), (8, -tall * 0.5), (0, -tall)], 36, TAN) + stroke(
        "".join(f"M-12 {-y}h26" for y in range(60, int(tall) - 60, 60)), 4, CLAY
    )
    fronds = "".join(
        at(
            printed(smooth([(0, 0), (60, -44), (150, -30), (200, 30), (130, 10), (60, -4)]), LEAF if turn % 20 else LEAF_DEEP, 7),
            0,
            -tall,
            turn=turn,
            flip=flip,
        )
        for turn, flip in ((0, False), (0, True), (-36, False), (36, True), (24, False), (-24, True), (-70, False))
    )
    nuts = "".join(printed(oval(x, y, 12), CORAL, 5) for x, y in ((-18, 24), (6, 34), (22, 20), (-6, 50)))
    return stem + fronds + at(nuts, 0, -tall)


def banyan(hand: Hand, size: float = 1) -> str:
    """An old banyan with hanging roots."""
    trunk = (
        printed(smooth([(-50, -260), (50, -260), (60, -120), (110, 0), (40, -10), (0, 10), (-40, -10), (-110, 0), (-60, -120)]), EARTH, 11)
        + cut([(-14, -240), (-20, -120), (-44, -20)], 12)
        + cut([(20, -230), (26, -110), (50, -20)], 12)
    )
    crown = ""
    for x, y, wide in ((-200, -300, 150), (200, -310, 150), (-80, -400, 170), (110, -410, 160), (0, -300, 160)):
        lump = smooth(
            [
                (x - wide, y + 20),
                (x - wide * 0.9, y - 60),
                (x - wide * 0.3, y - 100),
                (x + wide * 0.3, y - 96),
                (x + wide * 0.9, y - 56),
                (x + wide, y + 24),
                (x + wide * 0.3, y + 70),
                (x - wide * 0.4, y + 66),
            ]
        )
        dabs = "".join(
            cut([(x + dx - 24, y + dy), (x + dx, y + dy - 14), (x + dx + 24, y + dy)], 10, SPROUT)
            for dx, dy in ((-80, -20), (0, -50), (80, -24), (-30, 10), (50, 14))
        )
        crown += printed(lump, hand.pick(LEAF, LEAF_DEEP), 10) + dabs
    roots = "".join(cut([(x, -260), (x + 6, -180), (x, -90)], 8, EARTH) for x in (-190, -130, 140, 210))
    return at(roots + trunk + crown, 0, 0, scale=size)


def field(y: float, color: str, rows: str, *, width: float = 1500, bottom: float = 1000) -> str:
    """A field from y down to the sheet's edge, in rows that run to a far point."""
    middle = width / 2
    lines = "".join(f"M{middle + x * 0.4:.0f} {y:.0f}L{middle + x * 1.5:.0f} {bottom:.0f}" for x in range(-1300, 1301, 100))
    return printed(box(-20, y, width + 40, bottom - y + 40), color, 10) + stroke(lines, 7, rows)


def tufts(hand: Hand, top: float, color: str, count: int, width: float = 1500, bottom: float = 1000) -> str:
    """Tufts of rice or grass, larger in front."""
    drawn = []
    for x, y in sorted(swarm(hand, count, width, bottom - top), key=lambda point: point[1]):
        size = 0.5 + 0.9 * (y + (bottom - top) / 2) / (bottom - top)
        blades = "".join(cut([(0, 0), (dx * 0.4, -40), (dx, -74)], 11, color) for dx in (-36, -12, 12, 36))
        drawn.append(at(blades, x + width / 2, y + (top + bottom) / 2, scale=size))
    return "".join(drawn)


def river(y: float, *, width: float = 1500, bottom: float = 1000) -> str:
    """A river across the foot of the sheet."""
    waves = "".join(
        f"M{x:.0f} {wy:.0f}q30 -16 60 0t60 0"
        for row, wy in enumerate(range(int(y) + 36, int(bottom), 44))
        for x in range(-60 + (row % 2) * 110, int(width), 240)
    )
    return printed(box(-20, y, width + 40, bottom - y + 40), SKY, 10) + stroke(waves, 6, MIST)


def boat(sail: str = SON) -> str:
    """A boat with a ribbed sail."""
    hull = printed(smooth([(-210, -30), (-120, -10), (120, -10), (210, -36), (150, 40), (0, 54), (-150, 40)]), EARTH)
    cloth = printed(smooth([(10, -60), (30, -330), (140, -280), (190, -120), (150, -60)]), sail) + stroke(
        "M24 -120L176 -130M26 -190L172 -196M30 -256L156 -252", 6
    )
    return hull + stroke("M6 -20V-350", 15) + cloth


def kiln(size: float = 1) -> str:
    """A tall brick kiln with smoke."""
    body = smooth(
        [(-46, -460), (46, -460), (70, -380), (150, -240), (190, -90), (196, 0), (-196, 0), (-190, -90), (-150, -240), (-70, -380)]
    )
    bricks = stroke(
        "".join(f"M{x} {y}h44" for row, y in enumerate(range(-440, 0, 34)) for x in range(-220 + (row % 2) * 34, 220, 68)), 5, "#8d3f25"
    )
    mouth = (
        printed("M-70 0V-80A70 70 0 0 1 70 -80V0Z", INK, 8)
        + flat(smooth([(-44, -4), (-36, -60), (-10, -40), (4, -100), (24, -50), (40, -70), (46, -4)]), CORAL)
        + flat(smooth([(-20, -4), (-10, -40), (6, -60), (20, -30), (24, -4)]), HOE)
    )
    smoke = "".join(at(paper.cloud(CHALK, size_), x, y) for x, y, size_ in ((30, -530, 0.45), (90, -610, 0.6), (190, -690, 0.75)))
    return at(smoke + filled(body, "#c4623f", bricks, 11) + mouth, 0, 0, scale=size)


def fence(x: float, y: float, count: int, color: str = CLAY) -> str:
    """A bamboo fence of `count` posts to the right of (x, y)."""
    rails = "".join(printed(box(x - 10, y - dy, count * 70, 20, 8), TAN, 6) for dy in (100, 50))
    return "".join(printed(box(x + 70 * step, y - 140, 22, 150, 8), color, 7) for step in range(count)) + rails


def floor(color: str = "#c9694a", joint: str = "#a64d33", top: float = 700) -> str:
    """A floor of square bricks seen at a slant."""
    joints = "".join(f"M0 {y:.0f}H1500" for y in (top + 56, top + 132, top + 226))
    joints += "".join(f"M{750 + x * 0.62:.0f} {top:.0f}L{750 + x * 1.2:.0f} 1010" for x in range(-1260, 1261, 180))
    return printed(box(-20, top, 1540, 340), color, 12) + stroke(joints, 6, joint)


def yard(top: float, color: str = "#dcb883") -> str:
    """Bare ground from `top` to the sheet's edge."""
    return printed(box(-20, top, 1540, 1040 - top), color, 10)
