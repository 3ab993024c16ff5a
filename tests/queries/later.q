can pool A come to write D:\x
can pool A come to become pool B
what can pool A come to write
what can pool A come to request
what can pool A become
what can alice launch
what can alice start
why can pool A come to read content of pool B
how can anonymous come to write content of pool B
how can pool A become SYSTEM
can pool A become pool B
can anonymous request /admin/
can alice request Shop/x as bob
can application /shop launch component Payroll
can application /shop activate Payroll remotely
can application /shop access component "Debug Manager" locally
can pool A use component {7B6C2D51-2F0B-4C6A-9E0E-0A6D2B1C9F01}
can alice start service Spooler
can alice stop Spooler
can alice configure "Print Spooler"
is pool B protected from pool A
is pool B not protected from pool A with weaknesses
is pool A isolated from pool B
is pool A strictly isolated from pool B
are all pools isolated from each other
are sites isolated from one another
which pairs of pools are not isolated
which pools share an identity
which identity serves /secure/page.asp
where does /shop/page.asp run
who is the process of /shop/page.asp
who is the thread of /shop/page.asp requested by joe
who is the thread of Shop/page.asp requested by anonymous
can a worker thread of /shop/page.asp read D:\x
who is component Payroll for application /shop
who is filter D:\filters\log.dll
can service Spooler read D:\x
does pool B start
does pool B run as SYSTEM
does pool B hold SeImpersonatePrivilege
does pool B not have the privilege SeTcbPrivilege
is D:\x in content of pool A
can pool A read everything in content of pool B
can token of pool A read D:\x
can pool A write what pool B reads or runs
can pool A write folders above {D:\x}
list pools where identity is SYSTEM
compare before with after
no pool can read D:\x
only {SYSTEM} can write D:\x
at least 2 pools can read D:\x
can every other pool read D:\x
can no pool read D:\x
if pool A runs as NetworkService then can pool A read /secure
if D:\x denies "then" everything and pool A runs as SYSTEM then why can pool A read D:\x
show the process of /x
show content of pool A
