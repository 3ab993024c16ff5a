list pools where identity is SYSTEM
list pools where identity is not NetworkService and is a member of Administrators
list users where is not a member of Users and can write D:\x
list pools where can not come to read {D:\x, D:\y} and can become SYSTEM
list sites where is not strictly isolated from site Hr and is protected from anonymous
list applications where can request /x and can launch component Payroll remotely and can start service Spooler
list pools where starts and holds SeImpersonatePrivilege
list pools where does not start and does not hold SeDebugPrivilege
list pools where cannot read (D:\x or D:\y)
