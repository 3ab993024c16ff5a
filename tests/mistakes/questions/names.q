can “Default Pool” read D:\x
can 'Default Pool' read D:\x
can alice read "D:\x
can alice read D:/x
can alice read "D:/x y"
can alice read D:\Program Files\x
can NT AUTHORITY\NETWORK SERVICE read D:\x
can D:\x read alice
can "C:\x" read D:\x
can S-1-5-x read D:\x
is alice a member of S-1-
can sid alice read D:\x
can alice 0x0 D:\x
can alice 0x123456789 D:\x
who can read D:\x limit 99999999999
who can read D:\x limit 1 limit 2
who can read D:\x under D:\y under D:\z
can alice logged on over the network logged on as a service read D:\x
what except D:\x can alice read except D:\y
what except D:\x can alice do to D:\y
can alice read D:\x | D:\y
can alice read D:\x D:\y
