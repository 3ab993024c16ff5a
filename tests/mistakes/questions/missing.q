?
can
can pool
can pool read D:\x
can user and bob read D:\x
can pool A
can pool A read
why can pool A read?
can pool A D:\x
can alice read permissions
who can create files in
can read D:\x
can pool A read file
can pool A read folder limit 3
who
who can
who can read
who is
who is pool
which
which pools
what can
what can A
is
is pool A
is pool A a member of
count
how
if pool A runs as SYSTEM
if pool A runs as SYSTEM then
can {} read D:\x
can {alice read D:\x
can (alice read D:\x
can alice read {D:\x, D:\y
can token {alice read D:\x
can alice, bob read D:\x
can pool A read D:\x and
can pool A read D:\x and then some
can pool A read D:\x except
what can A read limit
what can A read limit many
what can A read sort by colour
who can read D:\x between before
is alice a member of group
who is a member of sid limit 3
