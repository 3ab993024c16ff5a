why can pool Clinic read D:\x
explain can pool Clinic read D:\x
why not can pool Clinic read D:\x
why can pool Clinic not read D:\x
why can't pool Clinic read D:\x
why cannot alice read D:\x
why is pool Clinic a member of IIS_IUSRS
why is pool Clinic not a member of IIS_IUSRS
why not is alice a member of Nurses
why who can read D:\x
count which files under D:\x can Everyone write
count who can read D:\x
why
why not?
explain
