# Where code runs.
where does /shop/page.asp run
where does url Shop/x run
where does "Default Web Site"/x run
which identity serves /secure/page.asp
which identity serves /secure/page.asp at stage configuration
which identity serves /x at stage authentication
which identity serves /x at stage static file
which identity serves /x at stage script
which identity serves /x at stage code
which identity serves /x at stage after revert
which identity serves /x at stage compilation
which identity serves /x at stage cache
which identity serves /x at every stage
which pools share an identity
which applications share the same identity
# Who runs it.
who is the process of /shop/page.asp
who is the process of /cgi/tool.exe requested by joe
who is the thread of /shop/page.asp requested by user joe
who is the thread of Shop/page.asp requested by anonymous
show the process of /x
can a worker thread of /shop/page.asp read D:\x
is the thread of /x a member of Users
which groups is the process of /x a member of
can the process of /x and the thread of /x read D:\x
who is component Payroll
who is component Payroll for application /shop
who is component {7B6C2D51-2F0B-4C6A-9E0E-0A6D2B1C9F01} for the thread of /x requested by joe
can component Payroll for anonymous read D:\x
can component "for" for alice logged on over the network read D:\x
who is filter D:\filters\log.dll
who is filter "D:\my filters\log.dll"
can filter log.dll read D:\x
can service Spooler read D:\x
who is service Spooler
# What it does.
does pool B start
why does pool B not start
does service Spooler start
does component Payroll start
does component Payroll start for application /shop
does component Payroll for application /shop start
does pool B run as SYSTEM
does the process of /x run as its
does pool B hold SeImpersonatePrivilege
why does pool B not have the privilege SeTcbPrivilege
does alice logged on as a batch job hold "Se Batch"
show token of pool A
show the token of alice not elevated
show token of the thread of /x requested by joe
can token of pool A read D:\x
can the token of alice not elevated read D:\x
