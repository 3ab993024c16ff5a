frobnicate
may alice read D:\x
who may read D:\x
which pools might read D:\x
has alice access to D:\x
how many pools are there
is there a pool
can bob reads D:\x
can bob modifies D:\x
can bob read and write D:\x
can pool A read and execute D:\x
can pool A frobnicate D:\x
can pool A raed D:\x
can bob access D:\x
can bob access "/x"
who has access to D:\x
who owns D:\x
which pools have access to D:\x
does pool A have read access to D:\x
does bob read D:\x
is bob member of Nurses
is pool a member of Nurses
which groups is bob member of
can the pool A read D:\x
can bob not read D:\x
can't bob read D:\x
who cannot read D:\x
why not can bob not read D:\x
show
list
list everything
can content of pool A read D:\x
