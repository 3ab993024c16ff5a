# Whether a pool and a service start, what a token brings, and how it is listed.
world starting
does pool Own start
does pool Pay start
does pool Hr start
does pool Old start
does service Reports start
does pool Hr hold SeImpersonatePrivilege
does pool Pay hold SeImpersonatePrivilege
show token of pool Hr
# A service as an object, and an object of another machine.
can pool Own start service Reports
can pool Net write \\FS1\drop
can CORP\svc_hr logged on over the network write \\FS1\drop
