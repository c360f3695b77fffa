"""The sheet under every picture: shell-powder paper, a printed ground, a motif behind, and what things stand on."""

from __future__ import annotations

from collections.abc import Callable

from marketplace.demo.drawings.ink import (
    BARK,
    CELADON,
    CHALK,
    CHAM,
    CLAY,
    EARTH,
    GOLD,
    HOE,
    INK,
    LEAF,
    LEAF_DEEP,
    MIST,
    PAPER,
    SHELL,
    SON,
    SON_DEEP,
    SPROUT,
    STRAW,
    TAN,
    Hand,
    Point,
    arc,
    at,
    box,
    cut,
    flat,
    oval,
    poly,
    printed,
    smooth,
    stroke,
)

Motif = Callable[[Hand, str, float, float], str]
# A ground and the tint its motif is printed in: close enough to stay behind.
GROUNDS: tuple[tuple[str, str], ...] = (
    ("#f3e1b3", "#e8cd8c"),
    ("#f0c79f", "#e7b283"),
    ("#cfdcc0", "#b7cba6"),
    ("#c5d8d8", "#abc6c9"),
    ("#eab950", "#dea535"),
    ("#efd9c8", "#e3c1aa"),
    ("#d9b98a", "#cba56f"),
    ("#c8593d", "#b84a30"),
    ("#5d7f91", "#4f7083"),
    ("#8faa72", "#7d9a60"),
)
LIGHT_GROUNDS = GROUNDS[:7]


def sheet(hand: Hand, drawn: str, *, ground: str, width: float = 1000, height: float = 1000) -> str:
    """Give the whole print as SVG: paper, ground block with its cut edge, drawing, and specks where the ink did not take."""
    frame = box(0, 0, width, height) + _edge(hand, width, height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}">'
        f'<rect width="{width:g}" height="{height:g}" fill="{ground}"/>{brushed(hand, width, height)}{drawn}'
        f'<path d="{frame}" fill="{PAPER}" fill-rule="evenodd"/>{specks(hand, width, height)}</svg>'
    )


def _edge(hand: Hand, width: float, height: float, inset: float = 26) -> str:
    """Give the edge of the block: straight as a board, but cut by hand."""
    across, down = int(width / 90), int(height / 90)
    points: list[Point] = [(inset + (width - 2 * inset) * step / across, hand.near(inset, 3)) for step in range(across)]
    points += [(hand.near(width - inset, 3), inset + (height - 2 * inset) * step / down) for step in range(down)]
    points += [(width - inset - (width - 2 * inset) * step / across, hand.near(height - inset, 3)) for step in range(across)]
    points += [(hand.near(inset, 3), height - inset - (height - 2 * inset) * step / down) for step in range(down)]
    return poly(points)


def brushed(hand: Hand, width: float, height: float) -> str:
    """Draw the streaks that a brush of pine needles leaves in shell powder."""
    light, y = [], 40.0
    while y < height - 30:
        x = hand.near(120, 100)
        while x < width - 60:
            length = hand.near(width / 4, width / 6)
            light.append(f"M{x:.0f} {y:.0f}q{length / 2:.0f} {hand.near(0, 7):.0f} {length:.0f} {hand.near(0, 5):.0f}")
            x += length + hand.near(110, 80)
        y += hand.near(17, 6)
    return stroke("".join(light), 3.5, SHELL, 0.3)


def specks(hand: Hand, width: float, height: float) -> str:
    """Draw the small flecks of bare paper in a hand-rubbed print."""
    count = int(width * height / 7500)
    dots = []
    for _ in range(count):
        x, y, size = hand.random.uniform(30, width - 30), hand.random.uniform(30, height - 30), hand.random.uniform(1.2, 3.4)
        dots.append(f"M{x:.0f} {y:.0f}l{size:.1f} {hand.near(0, size):.1f}l{hand.near(0, size):.1f} {size:.1f}Z")
    return f'<path d="{"".join(dots)}" fill="{SHELL}" stroke="{SHELL}" stroke-width="1.6" fill-opacity="0.5" stroke-opacity="0.5"/>'


def sun(hand: Hand, tint: str, width: float, height: float) -> str:
    """A great disk, high on one side."""
    x, y = width * hand.pick(0.28, 0.5, 0.72), height * hand.near(0.36, 0.04)
    return flat(oval(x, y, min(width, height) * hand.near(0.27, 0.03)), tint)


def rays(hand: Hand, tint: str, width: float, height: float) -> str:
    """Rays from behind the thing shown."""
    x, y, far = width / 2, height * 0.58, width + height
    turn, count = hand.near(0, 8), 14
    tips = [arc(x, y, far, turn + 360 * step / count, turn + 360 * (step + 0.5) / count) for step in range(count)]
    return flat("".join(poly([(x, y), tip[0], tip[-1]]) for tip in tips), tint, 0.75)


def cloud(tint: str, size: float = 1) -> str:
    """One rolled cloud, as over temple gates."""
    body = smooth([(-150, 20), (-120, -26), (-70, -22), (-40, -64), (24, -66), (52, -26), (104, -34), (150, 0), (160, 22), (0, 30)])
    curl = stroke(smooth(arc(-8, -22, 26, 160, 430), closed=False), 7, SHELL, 0.6) + stroke(
        "M40 6q44 -8 80 2M-120 10q28 -10 56 0", 7, SHELL, 0.6
    )
    return at(flat(body, tint) + curl, 0, 0, scale=size)


def clouds(hand: Hand, tint: str, width: float, height: float) -> str:
    """Three clouds."""
    places = [(0.2, 0.2), (0.76, 0.16), (0.88, 0.4), (0.12, 0.44)]
    chosen = hand.random.sample(places, 3)
    return "".join(at(cloud(tint, hand.near(1.1, 0.25)), width * x, height * y, flip=hand.pick(True, False)) for x, y in chosen)


def hills(hand: Hand, tint: str, width: float, height: float) -> str:
    """Limestone hills, one behind the other."""
    drawn = ""
    for row, opacity in ((0.34, 0.6), (0.46, 1)):
        x, points = -40.0, [(-60.0, height)]
        while x < width + 80:
            peak = height * hand.near(row, 0.05)
            points += [(x, height * (row + 0.2)), (x + 50, peak + 30), (x + 90, peak), (x + 130, peak + 40)]
            x += hand.near(190, 30)
        drawn += flat(smooth([*points, (width + 100, height)]), tint, opacity)
    return drawn


def scales(hand: Hand, tint: str, width: float, height: float) -> str:
    """Waves laid like fish scales."""
    size, path = 66, ""
    for row in range(int(height / size * 2) + 1):
        for column in range(int(width / size / 2) + 2):
            x, y = column * size * 2 + (row % 2) * size, row * size * 0.6
            path += "".join(f"M{pair_at(x - r, y)}a{r} {r} 0 0 1 {2 * r} 0" for r in (58, 36, 14))
    return stroke(path, 6, tint)


def pair_at(x: float, y: float) -> str:
    """Write whole coordinates: patterns need no finer ones."""
    return f"{x:.0f} {y:.0f}"


def lattice(hand: Hand, tint: str, width: float, height: float) -> str:
    """The wooden lattice of an old window."""
    step, path = 110, ""
    for x in range(0, int(width) + step, step):
        for y in range(0, int(height) + step, step):
            path += box(x + 14, y + 14, step - 28, step - 28, 18)
            if (x + y) // step % 2:
                path += oval(x + step / 2, y + step / 2, 18)
    return stroke(path, 7, tint)


def coins(hand: Hand, tint: str, width: float, height: float) -> str:
    """Petals in a net of circles, an old pattern on brocade and bricks."""
    r, path = 62, ""
    for x in range(0, int(width) + 2 * r, r * 2):
        for y in range(0, int(height) + 2 * r, r * 2):
            path += oval(x, y, r) + oval(x + r, y + r, r)
    return stroke(path, 5, tint)


def banana_leaf(color: str, vein: str, length: float = 460) -> str:
    """A banana leaf from its stalk at the origin upward, torn by the wind."""
    half = length * 0.23
    points: list[Point] = [(0, 0), (half * 0.8, -length * 0.18), (half, -length * 0.45), (half * 0.72, -length * 0.8), (0, -length)]
    points += [(-half * 0.72, -length * 0.8), (-half, -length * 0.45), (-half * 0.8, -length * 0.18)]
    ribs = "".join(
        f"M0 {-length * t:.0f}Q{side * half * 0.5:.0f} {-length * (t + 0.05):.0f} {side * half * 0.86:.0f} {-length * (t + 0.13):.0f}"
        for t in (0.12, 0.24, 0.36, 0.48, 0.6, 0.72)
        for side in (1, -1)
    )
    return flat(smooth(points), color) + stroke(f"M0 40V{-length * 0.97:.0f}", 10, vein) + stroke(ribs, 4, vein)


def garden(hand: Hand, tint: str, width: float, height: float) -> str:
    """Banana leaves from both sides."""
    drawn = ""
    for x, turn in ((0.02, 38), (0.1, 8), (0.98, -36), (0.9, -8)):
        leaf = banana_leaf(tint, SHELL, hand.near(560, 60))
        drawn += at(leaf, width * x, height * 0.86, turn=hand.near(turn, 6))
    return drawn


def bamboo(hand: Hand, tint: str, width: float, height: float) -> str:
    """Bamboo stems with slender leaves."""
    drawn = ""
    for x in hand.random.sample((0.1, 0.18, 0.3, 0.72, 0.84, 0.92), 4):
        stem, y = width * x, height
        while y > -60:
            drawn += flat(box(stem - 13, y - 122, 26, 114, 9), tint)
            if hand.random.random() < 0.5:
                for turn in (-60, -95, -130):
                    drawn += at(
                        flat(smooth([(0, 0), (60, -15), (130, 0), (60, 13)]), tint), stem, y, turn=hand.near(turn + hand.pick(0, 40), 20)
                    )
            y -= 122
    return drawn


def roofs(hand: Hand, tint: str, width: float, height: float) -> str:
    """Roofs of a village street."""
    drawn, x = "", -80.0
    while x < width:
        wide, top = hand.near(270, 40), height * hand.near(0.36, 0.05)
        roof = smooth(
            [
                (x - 26, top + 120),
                (x + 26, top + 60),
                (x + 60, top),
                (x + wide - 60, top),
                (x + wide - 26, top + 60),
                (x + wide + 26, top + 120),
            ]
        )
        drawn += flat(box(x + 10, top + 90, wide - 20, height), tint, 0.6) + flat(roof, tint)
        x += wide + hand.near(-10, 20)
    return drawn


def blossoms(hand: Hand, tint: str, width: float, height: float) -> str:
    """Five-petaled flowers strewn over the ground."""
    petals = "".join(oval(*arc(0, 0, 24, -90 + 72 * step, -90 + 72 * step + 1)[0], 19) for step in range(5))
    flower = flat(petals, tint) + flat(oval(0, 0, 9), SHELL, 0.7)
    drawn = ""
    for row in range(int(height / 150) + 1):
        for column in range(int(width / 170) + 1):
            x, y = column * 170 + (row % 2) * 85 + 50, row * 150 + 60
            drawn += at(flower, hand.near(x, 12), hand.near(y, 12), scale=hand.near(1.1, 0.3), turn=hand.near(0, 36))
    return drawn


MOTIFS: tuple[Motif, ...] = (sun, rays, clouds, hills, scales, lattice, coins, garden, bamboo, roofs, blossoms)


def table(hand: Hand, *, top: float = 690, width: float = 1000, height: float = 1000) -> str:
    """A table top across the sheet: plain wood, indigo cloth, mat or brick."""
    return hand.pick(_wood, _cloth, _mat, _brick)(hand, top, width, height)


def _wood(hand: Hand, top: float, width: float, height: float) -> str:
    color, vein = hand.pick((CLAY, EARTH), (TAN, CLAY), (EARTH, BARK))
    board = printed(box(-20, top, width + 40, height), color, 12)
    lines = "".join(
        f"M{hand.near(width * 0.25, width * 0.25):.0f} {y:.0f}q{width * 0.15:.0f} {hand.near(0, 14):.0f} {width * hand.near(0.35, 0.1):.0f} 0"
        for y in range(int(top) + 34, int(height) - 20, 34)
    )
    return board + stroke(lines, 6, vein)


def _cloth(hand: Hand, top: float, width: float, height: float) -> str:
    color, dot = hand.pick((CHAM, MIST), (SON, STRAW), (LEAF_DEEP, SPROUT), (HOE, SON))
    star = ""
    for row, y in enumerate(range(int(top) + 50, int(height), 62)):
        for x in range(-20 + (row % 2) * 50, int(width) + 60, 100):
            star += poly([(x, y - 15), (x + 15, y), (x, y + 15), (x - 15, y)])
    return printed(box(-20, top, width + 40, height), color, 12) + stroke(f"M0 {top + 18:.0f}H{width:.0f}", 5, dot) + flat(star, dot)


def _mat(hand: Hand, top: float, width: float, height: float) -> str:
    color, dark = hand.pick((STRAW, GOLD), (TAN, CLAY), (CELADON, LEAF))
    rows = ""
    for row, y in enumerate(range(int(top) + 26, int(height), 26)):
        rows += "".join(f"M{x} {y}h34" for x in range(-30 + (row % 2) * 30, int(width) + 40, 60))
    return printed(box(-20, top, width + 40, height), color, 12) + stroke(rows, 8, dark, 0.75)


def _brick(hand: Hand, top: float, width: float, height: float) -> str:
    color, joint = hand.pick(("#c9694a", "#a64d33"), ("#b9a184", "#94795a"))
    joints = "".join(f"M0 {y:.0f}H{width:.0f}" for y in (top + 56, top + 132, top + 226))
    middle = width / 2
    joints += "".join(f"M{middle + x * 0.62:.0f} {top:.0f}L{middle + x * 1.15:.0f} {height:.0f}" for x in range(-900, 901, 180))
    return printed(box(-20, top, width + 40, height), color, 12) + stroke(joints, 6, joint)


def tray(color: str = SON, rim: str = SON_DEEP, half: float = 330) -> str:
    """A round lacquered tray on a low foot, its near edge at the origin's height."""
    foot = printed(poly([(-half * 0.5, -10), (half * 0.5, -10), (half * 0.58, 34), (-half * 0.58, 34)]), rim, 8)
    return foot + printed(oval(0, -18, half, half * 0.17), rim) + printed(oval(0, -28, half * 0.97, half * 0.155), color, 6)


def leaf_mat(hand: Hand, half: float = 340) -> str:
    """A banana leaf laid flat, its near edge at the origin's height."""
    points: list[Point] = [
        (-half, -34),
        (-half * 0.6, -86),
        (0, -94),
        (half * 0.6, -80),
        (half, -40),
        (half * 0.6, 8),
        (0, 18),
        (-half * 0.6, 4),
    ]
    ribs = "".join(f"M{x:.0f} -38l{26:.0f} {side * 40:.0f}" for x in range(int(-half * 0.75), int(half * 0.75), 60) for side in (1, -1))
    return printed(smooth(points), LEAF) + stroke(ribs, 4, LEAF_DEEP) + cut([(-half, -34), (0, -38), (half, -40)], 12, SPROUT)


def low_table(color: str = EARTH, half: float = 350) -> str:
    """A low table with curved feet; its top edge lies at the origin's height."""
    leg = smooth([(0, 0), (46, 0), (30, 60), (52, 130), (14, 150), (-4, 120), (2, 60)])
    legs = at(printed(leg, color, 8), -half + 20, 20) + at(printed(leg, color, 8), half - 20, 20, flip=True)
    apron = printed(
        smooth(
            [(-half + 40, 30), (0, 24), (half - 40, 30), (half - 60, 66), (half * 0.4, 50), (0, 74), (-half * 0.4, 50), (-half + 60, 66)]
        ),
        color,
        7,
    )
    return legs + apron + printed(box(-half - 20, -6, 2 * half + 40, 38, 10), color)


def plate(color: str = CHALK, band: str = CHAM, half: float = 300) -> str:
    """A wide plate seen from above at a slant, its near edge at the origin's height."""
    foot = printed(poly([(-half * 0.4, -8), (half * 0.4, -8), (half * 0.36, 20), (-half * 0.36, 20)]), color, 7)
    ring = stroke(oval(0, -half * 0.17, half * 0.9, half * 0.14), 7, band)
    return (
        foot
        + printed(oval(0, -half * 0.17, half, half * 0.19), color)
        + ring
        + stroke(oval(0, -half * 0.16, half * 0.7, half * 0.1), 3, INK)
    )


def shade(half: float) -> str:
    """The flat shadow under a thing."""
    return flat(oval(0, 0, half, half * 0.12), INK, 0.22)


def motif(hand: Hand, tint: str, *options: Motif, width: float = 1000, height: float = 1000) -> str:
    """Print one of the motifs behind everything."""
    return hand.pick(*(options or MOTIFS))(hand, tint, width, height)
