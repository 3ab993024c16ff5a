# Protection in its three parts, and isolation.
world smithy
is pool Bellows protected from pool Anvil
is pool Anvil protected from pool Bellows
is pool Anvil isolated from pool Bellows
is pool Anvil strictly isolated from pool Bellows
are all pools isolated from each other
which pairs of pools are not isolated
what separates pool Bellows from pool Anvil
