compare before with after
no pool can read D:\x
only {SYSTEM} can write D:\x
at least 2 pools can read D:\x
can every other pool read D:\x
can no pool read D:\x
if pool A runs as NetworkService then can pool A read /secure
if D:\x denies "then" everything and pool A runs as SYSTEM then why can pool A read D:\x
