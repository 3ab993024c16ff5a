# The number alone, the first few, another order.
world forge
count what can sam write
what can sam read limit 2
what can mona control sort by kind
what can sam read under C:\forge\logs
world unsaid
count which pools can read C:\chiefs
