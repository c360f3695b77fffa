"""Drawings for products whose key says exactly what they are; a kind alone would show the wrong fruit."""

from __future__ import annotations

from collections.abc import Callable

from marketplace.demo.drawings import (
    altars,
    bamboo,
    ceramics,
    crafts,
    drinks,
    fruit,
    harvest,
    homes,
    music,
    plants,
    savory,
    sweets,
    tables,
    textiles,
    wood,
)
from marketplace.demo.drawings.ink import Hand

# The first word group that begins the key wins.
SPECIALS: dict[str, dict[str, Callable[[Hand], str]]] = {
    "ceramics": {
        "am-chen": ceramics.tea_set,
        "bat-": ceramics.rice_bowls,
        "binh-": ceramics.vase,
        "chum-": ceramics.pots,
        "nam-": drinks.gourd,
    },
    "confectionery": {
        "che-lam": sweets.slabs,
        "keo-doi": sweets.rolls,
        "keo-co": sweets.rolls,
        "keo-": sweets.slabs,
        "mut-": sweets.candied,
    },
    "cut flowers": {"hoa-dong-tien": tables.gerberas, "hoa-me": plants.cut_flowers},
    "dairy": {"sua-chua": drinks.yogurt, "sua-nong": drinks.yogurt, "banh-sua": drinks.milk_cakes, "sua-": drinks.milk},
    "fresh fruit": {"chuoi": fruit.bananas, "cam-": fruit.oranges, "oi-": fruit.guavas, "nho-": harvest.grapes},
    "fresh vegetables": {
        "cai-": harvest.leaf_greens,
        "bi-xanh": harvest.winter_melons,
        "su-hao": harvest.kohlrabi,
        "ca-tim": harvest.eggplants,
        "ca-chua": harvest.tomatoes,
        "bap-cai": harvest.cabbages,
        "sup-lo": harvest.cauliflower,
        "rau-muong": harvest.water_spinach,
        "gia-do": harvest.bean_sprouts,
    },
    "furniture": {"ban-": homes.dressing_table, "tu-": homes.wardrobe, "moc-": wood.furniture},
    "gold leaf": {
        "ca-": altars.gilded_carp,
        "thiem": altars.gilded_toad,
        "chau-lan": altars.gilded_orchid,
        "trong": altars.gilded_drum,
        "binh": altars.gilded_vase,
        "chu-": altars.gilded_sign,
        "tuong": crafts.gold_leaf,
    },
    "green rice": {"com-": sweets.green_rice_heap, "banh-com": sweets.green_rice_packets},
    "herbal bath": {"muoi": tables.ginger_salt},
    "herbal tea": {"tra-hoa-hong": drinks.rose_tea, "tra-cuc": drinks.chrysanthemum_tea, "tra-ca-gai": drinks.green_herb_tea},
    "honey": {"phan-hoa": drinks.pollen},
    "incense": {"tram": altars.incense_cones, "que-": altars.incense_cones, "huong-vong": altars.incense_coil},
    "jewelry": {"bac-": altars.hairpin},
    "bronze casting": {"den-": altars.candlesticks, "lo-": crafts.bronze},
    "lacquerware": {"tranh": homes.lacquer_painting, "hop-": crafts.lacquer_box, "son-mai": crafts.lacquer_box},
    "mother-of-pearl inlay": {"khay": homes.inlaid_tray, "dua-": homes.chopsticks},
    "musical instruments": {
        "dan-ty": music.pear_lute,
        "dan-bau": music.monochord,
        "dan-nguyet": music.moon_lute,
        "dan-tranh": music.zither,
        "dan-nhi": music.fiddle,
        "dan-day": music.long_lute,
        "dan-tam": music.three_strings,
    },
    "ornamental plant": {"cuc": tables.chrysanthemum_pot, "hoa-giay": tables.bougainvillea, "lan-": plants.orchid},
    "palm-leaf hat": {"non-treo": homes.wall_hats},
    "pork roll": {"cha-com": tables.patties, "cha-": tables.grilled_loaf, "gio-dong": tables.sausages},
    "poultry": {"ga-den": tables.black_chicken, "vit-": tables.duck},
    "rattan and bamboo": {"den-": bamboo.lamps, "khay": bamboo.baskets, "may-tre": bamboo.baskets},
    "ready meals": {"thit-": tables.braised_pork, "ca-": tables.braised_fish},
    "rice cake": {"banh-te": sweets.long_cakes, "banh-chung": sweets.square_cakes, "banh-giay": sweets.white_rounds},
    "silk fabric": {"khan": homes.scarves},
    "spice": {"bot-gung": harvest.ginger_powder},
    "supplement": {"dong-trung": tables.cordyceps, "linh-chi": tables.reishi},
    "textile": {"chan-": homes.quilt, "vai-lua": textiles.silk},
    "textile craft": {"tranh": homes.patchwork_picture},
    "apparel": {"ao-ghep": homes.t_shirt, "ao-dai": textiles.apparel},
    "wood carving": {
        "binh-sen": homes.lotus_vase,
        "tuong": altars.statue,
        "quan-am": altars.statue,
        "tranh-vinh": wood.panel,
        "tranh-chu": homes.clock,
        "dai-nen": altars.candlesticks,
        "hoanh-phi": homes.altar_board,
        "dia-": homes.carved_plate,
        "dong-ho": homes.clock,
        "loc-lich": homes.boat_carving,
        "khay": homes.tea_tray,
    },
    "community tourism": {"buoi-sang-nan": homes.pottery_morning, "mot-ngay-dan": homes.weaving_morning},
    "eggs": {"trung": savory.eggs},
}


def special_for(kind: str, key: str) -> Callable[[Hand], str] | None:
    """Give the drawing that a product's key asks for, or none."""
    return next((subject for begin, subject in SPECIALS.get(kind, {}).items() if key.startswith(begin)), None)
