# Yes, and each kind of no that a list can give; an object by path and by URL.
world demo
can pool A read /secure?
can pool A write C:\inetpub\wwwroot\secure
world order
can ann read D:\second
can ann delete D:\bin\old.log
world forge
can sam write C:\forge
