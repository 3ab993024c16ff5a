# What code in a pool can bring about, and by which steps.
world smithy
how can pool Anvil come to read D:\coals
can pool Anvil come to read content of pool Bellows
can pool Anvil read D:\coals
can pool Bellows come to read D:\tongs
why can pool Bellows not become pool Anvil
can pool Anvil become SYSTEM
can pool Anvil come to read D:\coals through at most 2 steps
which pools can become pool Bellows
what can pool Anvil become
who can come to write D:\coals
