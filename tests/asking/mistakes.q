# Names that nobody has.
world demo
can pool C read /secure
can user alcie read /secure
is alice a member of IIS_WGP
can pool A read "Default Web Sit"/secure
show site Shop
# A name that more than one has.
world twins
can pool One read /x
can eva read D:\left
# A name of something else.
world demo
can user IIS_WPG read /secure
can pool alice read /secure
# Rights that are none, or none there.
can pool A create files in file C:\inetpub\wwwroot\a.txt
can pool A FILE_WIRTE_DATA /secure
can pool A (Q) /secure
can pool A KEY_SET_VALUE /secure
can pool A 0x0 /secure
can pool A traverse file C:\x.txt
# What cannot be asked so.
count can pool A read /secure
why
limit 3
can pool A read /secure limit
can pool A raed /secure
can pool A read
# What runs nowhere, has several tokens, or starts nothing.
where does C:\inetpub run
can application /nowhere read /public
can site Shop read /public
can filter C:\x.dll read /public
who is service Spooler
can pool A launch component Payroll
does alice start
does pool A start for alice
which users share an identity
can pool A read /secure at every stage
world weaver
who is the thread of Cloth/silk/a.aspx requested by pool Wool
show token of the thread of Cloth/seal/a.asp
show token of anonymous
world demo
# Changes that cannot be made.
if pool Aa runs as SYSTEM then can pool A write /secure
if pool A runs as SYSTM then can pool A write /secure
if anon is no longer a member of Guests then can pool A write /secure
if line 99 of C:\inetpub\wwwroot is removed then can pool A write /secure
if C:\inetpub\wwwroot no longer denies Guests read then can pool A write /secure
if pool A leaves then can pool A write /secure
if if then can pool A write /secure
if pool A runs as SYSTEM then if pool A runs as SYSTEM then can pool A write /secure
who can read /secure in before
compare demo with demo2
# What goes with steps alone.
who can read /secure with weaknesses
is pool A isolated from pool B directly
can pool A come to read /secure with E99
# What claims and does not ask.
no pool can read /secure
can every other pool read /secure
