compare before with after
if pool A runs as NetworkService then can pool A read /secure
if D:\x denies "then" everything and pool A runs as SYSTEM then why can pool A read D:\x
if alice is a member of Editors and alice is no longer a member of Staff then which groups is alice a member of
can pool A read D:\x in before
which pools can read D:\x between before and after
