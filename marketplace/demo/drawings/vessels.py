"""Things that hold things: bowls, cups, bottles, jars, bags, boxes, baskets. Each stands on the origin, y upward is negative."""

from __future__ import annotations

from marketplace.demo.drawings.ink import (
    CHALK,
    CHAM,
    CLAY,
    EARTH,
    GOLD,
    INK,
    LEAF,
    SON,
    STRAW,
    TAN,
    Hand,
    arc,
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
)


def weave(width: float, height: float, color: str, *, cell: float = 34) -> str:
    """Draw plaited strips over a field that hangs from the origin to both sides and upward."""
    path, row, y = "", 0, -height - cell
    while y < cell:
        x = -width / 2 - cell * 2 + (row % 2) * cell
        while x < width / 2 + cell:
            path += f"M{x:.0f} {y:.0f}q{cell / 2:.0f} -9 {cell:.0f} 0"
            x += cell * 2
        y, row = y + cell * 0.55, row + 1
    return stroke(path, 9, color)


def lotus_band(color: str, width: float, y: float, size: float = 30) -> str:
    """Draw upright petals in a row, as painted round a foot."""
    path, x = "", -width / 2
    while x < width / 2:
        path += f"M{x:.0f} {y:.0f}q{size * 0.05:.0f} {-size * 0.9:.0f} {size / 2:.0f} {-size * 1.1:.0f}q{size * 0.45:.0f} {size * 0.2:.0f} {size / 2:.0f} {size * 1.1:.0f}"
        x += size
    return stroke(path, 5, color)


def bowl(color: str, inside: str, half: float = 170, *, filling: str = "", painted: str = "") -> str:
    """A footed bowl; `filling` is drawn around the middle of its mouth, `painted` on its wall."""
    height = half * 0.82
    wall = lathe([(half, -height), (half * 0.95, -height * 0.66), (half * 0.7, -height * 0.24), (half * 0.36, -half * 0.09)])
    foot = printed(poly([(-half * 0.36, -half * 0.14), (half * 0.36, -half * 0.14), (half * 0.42, 0), (-half * 0.42, 0)]), color, 8)
    mouth = printed(oval(0, -height, half, half * 0.24), inside, 8)
    return foot + filled(wall, color, painted) + mouth + at(filling, 0, -height)


def cup(color: str, tea: str, half: float = 62) -> str:
    """A small handleless cup with tea in it."""
    height = half * 1.15
    wall = lathe([(half, -height), (half * 0.94, -height * 0.55), (half * 0.6, -half * 0.12), (half * 0.5, -half * 0.02)])
    return (
        printed(wall, color, 7)
        + printed(oval(0, -height, half, half * 0.27), color, 6)
        + flat(oval(0, -height + 2, half * 0.8, half * 0.18), tea)
    )


def teapot(color: str, painted: str = "", size: float = 1) -> str:
    """A round teapot with spout and handle."""
    body = lathe([(58, -212), (122, -190), (158, -120), (140, -48), (88, -8)])
    spout = printed(smooth([(120, -110), (176, -120), (204, -190), (244, -216), (252, -196), (226, -168), (212, -92), (150, -52)]), color)
    handle = stroke(smooth([(-120, -170), (-206, -186), (-222, -104), (-136, -62)], closed=False), 30) + stroke(
        smooth([(-120, -172), (-204, -186), (-220, -106), (-136, -64)], closed=False), 14, color
    )
    lid = printed(smooth([(-78, -206), (-50, -238), (0, -250), (50, -238), (78, -206), (0, -196)]), color, 8) + printed(
        oval(0, -262, 19), color, 7
    )
    return at(spout + handle + filled(body, color, painted) + lid, 0, 0, scale=size)


def bottle(glass: str, label: str, *, tall: float = 400, half: float = 72, cap: str = SON, mark: str = "") -> str:
    """A bottle with a paper label; `mark` is drawn on the label around the origin."""
    shoulder = tall * 0.62
    body = smooth(
        [
            (-26, -tall),
            (26, -tall),
            (26, -shoulder - 60),
            (half, -shoulder + 10),
            (half, -20),
            (half * 0.8, 0),
            (-half * 0.8, 0),
            (-half, -20),
            (-half, -shoulder + 10),
            (-26, -shoulder - 60),
        ]
    )
    shine = cut([(-half * 0.6, -shoulder + 30), (-half * 0.68, -shoulder * 0.5), (-half * 0.6, -36)], 13, CHALK)
    sticker = printed(box(-half, -shoulder * 0.72, half * 2, shoulder * 0.46, 4), label, 7)
    band = flat(box(-half + 2, -shoulder * 0.72 + 6, half * 2 - 8, 10), cap) + flat(
        box(-half + 2, -shoulder * 0.26 - 16, half * 2 - 8, 10), cap
    )
    stopper = printed(box(-33, -tall - 34, 66, 62, 10), cap, 8)
    return printed(body, glass) + shine + sticker + band + at(mark, 0, -shoulder * 0.49) + stopper


def jar(glass: str, content: str, *, half: float = 110, tall: float = 250, cloth: str = SON, label: str = "", mark: str = "") -> str:
    """A glass jar under a tied cloth."""
    body = lathe([(half * 0.72, -tall), (half, -tall * 0.82), (half * 1.03, -tall * 0.4), (half * 0.96, -14), (half * 0.8, 0)])
    inner = flat(box(-half * 1.1, -tall * 0.76, half * 2.2, tall), content)
    cover = smooth(
        [
            (-half * 0.8, -tall - 34),
            (0, -tall - 46),
            (half * 0.8, -tall - 34),
            (half * 0.74, -tall + 4),
            (half * 1.02, -tall + 48),
            (half * 0.6, -tall + 34),
            (half * 0.2, -tall + 50),
            (-half * 0.2, -tall + 34),
            (-half * 0.62, -tall + 50),
            (-half * 1.02, -tall + 42),
            (-half * 0.74, -tall + 4),
        ]
    )
    tie = stroke(f"M{-half * 0.74:.0f} {-tall + 3:.0f}q{half * 0.74:.0f} 16 {half * 1.48:.0f} 0", 10, STRAW)
    sticker = at(printed(oval(0, 0, half * 0.58, half * 0.5), label, 6) + mark, 0, -tall * 0.38) if label else ""
    shine = cut([(-half * 0.8, -tall * 0.7), (-half * 0.86, -tall * 0.4), (-half * 0.76, -30)], 12, CHALK)
    return filled(body, glass, inner) + shine + sticker + printed(cover, cloth, 8) + tie


def stoneware(color: str, lid: str, *, half: float = 150, tall: float = 300, painted: str = "") -> str:
    """A big-bellied stoneware jar, for pastes, sauces and spirits."""
    body = lathe([(half * 0.56, -tall), (half * 0.9, -tall * 0.84), (half, -tall * 0.58), (half * 0.84, -tall * 0.24), (half * 0.56, -4)])
    cap = smooth(
        [
            (-half * 0.66, -tall - 4),
            (-half * 0.6, -tall - 40),
            (0, -tall - 58),
            (half * 0.6, -tall - 40),
            (half * 0.66, -tall - 4),
            (0, -tall + 10),
        ]
    )
    shine = cut([(-half * 0.74, -tall * 0.78), (-half * 0.82, -tall * 0.5), (-half * 0.66, -tall * 0.2)], 15, CHALK)
    return filled(body, color, painted) + shine + printed(cap, lid, 8)


def pouch(color: str, band: str, *, half: float = 115, tall: float = 300, mark: str = "") -> str:
    """A standing paper bag with a round window or mark."""
    body = [
        (-half, -tall),
        (half, -tall),
        (half * 0.94, -tall * 0.5),
        (half * 1.06, -8),
        (half * 0.6, 0),
        (-half * 0.6, 0),
        (-half * 1.06, -8),
        (-half * 0.94, -tall * 0.5),
    ]
    fold = printed(box(-half - 4, -tall - 8, half * 2 + 8, 44, 4), band, 8)
    window = printed(oval(0, -tall * 0.42, half * 0.62), CHALK, 6) + at(mark, 0, -tall * 0.42)
    return printed(poly(body), color) + fold + window + stroke(f"M{-half * 0.86:.0f} -26h{half * 1.72:.0f}", 6, band)


def carton(front: str, side: str, *, width: float = 260, tall: float = 190, mark: str = "", tie: str = "") -> str:
    """A gift box seen from a corner, with a ribbon if `tie` names its color."""
    half = width / 2
    lid = poly([(-half, -tall), (-half + 70, -tall - 66), (half + 70, -tall - 66), (half, -tall)])
    right = poly([(half, -tall), (half + 70, -tall - 66), (half + 70, -66), (half, 0)])
    drawn = printed(lid, side) + printed(right, side) + printed(box(-half, -tall, width, tall), front) + at(mark, 0, -tall * 0.5)
    if tie:
        drawn += flat(box(-half + 3, -tall * 0.5 - 9, width - 8, 18), tie) if not mark else ""
        bow = smooth([(0, 0), (-58, -42), (-84, -8), (-54, 18), (0, 0), (58, -42), (84, -8), (54, 18)])
        drawn += at(printed(bow, tie, 7) + printed(oval(0, 0, 15), tie, 6), 35, -tall - 36)
    return drawn


def basket(color: str, strip: str, *, half: float = 230, tall: float = 170, fill: str = "", handle: bool = False) -> str:
    """A plaited basket; `fill` is drawn around the middle of its mouth, behind the front rim."""
    wall = lathe([(half, -tall), (half * 0.96, -tall * 0.6), (half * 0.82, -tall * 0.2), (half * 0.7, -6)])
    back = printed(oval(0, -tall, half, half * 0.2), EARTH, 8)
    rim = stroke(smooth(arc(0, -tall, half, 0, 180, 0.2), closed=False), 30) + stroke(
        smooth(arc(-1, -tall - 2, half, 0, 180, 0.2), closed=False), 17, color
    )
    front = within_wall(wall, color, strip, half, tall)
    hoop = ""
    if handle:
        curve = smooth(
            [(-half * 0.9, -tall), (-half * 0.7, -tall * 2.3), (0, -tall * 2.75), (half * 0.7, -tall * 2.3), (half * 0.9, -tall)],
            closed=False,
        )
        hoop = stroke(curve, 30) + stroke(curve, 15, color)
    return back + hoop + at(fill, 0, -tall) + front + rim


def within_wall(wall: str, color: str, strip: str, half: float, tall: float) -> str:
    """Print the plaited front of a basket."""
    return filled(wall, color, weave(half * 2, tall, strip))


def flat_basket(color: str = TAN, strip: str = CLAY, half: float = 320) -> str:
    """A winnowing basket lying flat, its near edge at the origin's height; things are heaped on it."""
    outer = printed(oval(0, -half * 0.24, half, half * 0.27), strip)
    inner = filled(oval(0, -half * 0.26, half * 0.92, half * 0.22), color, at(weave(half * 2, half * 0.6, strip, cell=28), 0, 10), 6)
    return outer + inner


def sack(color: str = STRAW, grain: str = CHALK, hand: Hand | None = None) -> str:
    """An open sack of grain with its rim rolled down."""
    body = smooth([(-120, -230), (120, -230), (160, -120), (150, -14), (0, 4), (-150, -14), (-160, -120)])
    heap = printed(smooth([(-112, -240), (-60, -290), (0, -312), (64, -288), (112, -240), (0, -214)]), grain, 7)
    rim = printed(smooth([(-134, -246), (0, -218), (134, -246), (146, -206), (0, -172), (-146, -206)]), color, 8)
    folds = cut([(-80, -160), (-96, -90), (-84, -30)], 9) + cut([(70, -170), (92, -100), (84, -40)], 9)
    dots = "".join(flat(oval(x, y, 9, 5), GOLD) for x, y in ((-40, -262), (0, -286), (36, -262), (-8, -250), (64, -252), (-72, -250)))
    return printed(body, color) + heap + dots + rim + folds


def steamer(color: str = TAN, strip: str = CLAY, half: float = 190, *, fill: str = "") -> str:
    """A round bamboo steamer, open."""
    wall = printed(poly([(-half, -84), (half, -84), (half, 0), (-half, 0)]), color) + flat(box(-half + 4, -50, half * 2 - 10, 12), strip)
    bottom = printed(oval(0, 0, half, half * 0.2), color) + flat(box(-half + 4, -64, half * 2 - 10, 60), color)
    straps = "".join(printed(box(x - 11, -86, 22, 98, 4), strip, 5) for x in (-half * 0.62, half * 0.62))
    mouth = printed(oval(0, -84, half, half * 0.22), color, 8) + flat(oval(0, -84, half * 0.86, half * 0.17), CHALK)
    return bottom + wall + straps + mouth + at(fill, 0, -84)


def steam(x: float = 0, y: float = 0, color: str = CHALK) -> str:
    """Three curls of steam rising from a point."""
    curls = [cut([(dx, 0), (dx + 18, -40), (dx - 14, -84), (dx + 8, -130)], 15, color) for dx in (-48, 0, 48)]
    return at("".join(curls), x, y)


def lotus_mark(color: str = SON, leaf: str = LEAF, size: float = 1) -> str:
    """A small lotus, for labels and painted walls."""
    petals = "".join(at(flat(smooth([(0, 0), (-15, -24), (0, -56), (15, -24)]), color), 0, 0, turn=turn) for turn in (-70, 70, -36, 36, 0))
    return at(petals + stroke("M-44 6q44 22 88 0", 7, leaf), 0, 22, scale=size)


def sprig_mark(color: str = LEAF, size: float = 1) -> str:
    """A small sprig of leaves, for labels."""
    leaves = "".join(
        at(flat(smooth([(0, 0), (16, -16), (42, -8), (24, 8)]), color), 0, y, flip=flip, turn=-24)
        for y, flip in ((20, False), (6, True), (-10, False), (-24, True))
    )
    return at(
        leaves + stroke("M0 40V-34", 5, color) + at(flat(smooth([(0, 0), (14, -18), (0, -36), (-14, -18)]), color), 0, -30),
        0,
        0,
        scale=size,
    )


def fish_mark(color: str = CHAM, size: float = 1) -> str:
    """A small fish, for painted walls."""
    body = flat(smooth([(-46, 0), (-10, -24), (34, -8), (46, 0), (34, 8), (-10, 24)]), color) + flat(
        poly([(38, 0), (66, -20), (66, 20)]), color
    )
    return at(body + flat(oval(-26, -5, 5), CHALK), 0, 0, scale=size)


def star_mark(color: str = GOLD, size: float = 1) -> str:
    """A round eight-petaled star as on bronze drums."""
    rays = "".join(at(flat(poly([(-9, 0), (0, -44), (9, 0)]), color), 0, 0, turn=45 * step) for step in range(8))
    return at(rays + flat(oval(0, 0, 14), INK) + stroke(oval(0, 0, 50), 5, color), 0, 0, scale=size)
