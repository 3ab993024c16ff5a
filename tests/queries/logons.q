can alice logged on interactively read D:\x
can alice logged on over the network read D:\x
can alice logged on as a batch job read D:\x
can alice logged on as a service read D:\x
can alice not elevated write D:\x
can alice logged on interactively not elevated write D:\x
can alice not elevated logged on at the console write D:\x
can token {S-1-5-20, IIS_IUSRS, group Users, pool Clinic, user "b c"} read D:\x
