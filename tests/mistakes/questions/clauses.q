no pool can read D:\x
only {SYSTEM} can write D:\x
at least 2 pools can read D:\x
can every other pool read D:\x
can no pool read D:\x
