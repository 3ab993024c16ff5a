# A keyword ends where a name does.
can Users read D:\x
can Everyone read D:\x
can inherits read D:\x
can poolA read D:\x
can canteen read D:\x
can "pool" read D:\x
# A pool may be called A, and there are no articles.
can pool a read D:\x
is a a member of a
is pool a a member of A
who is a
# Kind words are kinds only where the place takes them.
can SERVICE read D:\x
can service logged on over the network read D:\x
is SERVICE a member of Users
who is SERVICE limit 3
show service
can file read D:\x
can folder and key read D:\x
is alice a member of SERVICE
is alice a member of process, filter
# In sets `Users` is the group.
can users read D:\x
can groups read D:\x
can every user read D:\x
# Words of the language are names in quotes.
can "read" read "and"
can pool "write" read D:\x
can "if" and "then" read D:\x
is alice a member of "not", "a member of"
# Longer phrases stand before their beginnings.
can alice read permissions of D:\x
can alice have full control of D:\x
# Names end at blanks and signs; a bare `#` and `?` belong to them.
can {alice,bob} read{D:\x,D:\y}
can C# read D:\x#y
can alice read /a?b
can alice read /a??
can alice read "D:\a?"
# Raw quotes.
can "a ""b"" c" read "D:\x\"
# A quoted text that begins so is a path, or a URL.
can alice read "C:\x y"
can alice read "/x y"
can alice read "Site/x y"
can alice read "CORP\x/y"
can alice read "a b"
can site "/x" read D:\x
can pool S-1-5-20 read D:\x
can pool "C:\x" read D:\x
can alice read HKLM
can alice read HKLMX
can alice read C:
# `in` and `and` belong to whom they belong to.
what can alice create files in
who can read D:\x in w between a and b
is alice in Nurses in before
# A class id is no set.
can pool A launch {7B6C2D51-2F0B-4C6A-9E0E-0A6D2B1C9F01}
can pool A read {7B6C2D51-2F0B-4C6A-9E0E-0A6D2B1C9F01}
# What laws found: names beside words that they could be taken for.
is alice a member of do with weaknesses
who is "any" group by name
show service "in" in before
show service "directly" directly
can application/x read D:\x
can alice read files under hkey_users/x
can "b " and "NT AUTHORITY\c d" read "e "
can "CORP\x"/y read "a""b"/c
