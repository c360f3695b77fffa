"""Stand-ins for outside services, for trying and testing. No part of the shop imports them; production refuses them."""
