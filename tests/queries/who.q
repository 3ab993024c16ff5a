who can write D:\clinic\web.config
who except {SYSTEM, Administrators} can write D:\clinic
who except (pools except pool Clinic) can write D:\clinic
which pools can read /records
which pool can read /records
which users, groups and sites can change permissions of D:\x
which applications except application /a can list D:\x
which users or groups can (M) D:\x
who is pool Clinic
who is alice
who is anonymous
who is site Shop
who is a member of Nurses
who is in group "Night Nurses"
which users are members of sid S-1-5-32-544
which groups and users are in Nurses
list members of Nurses
which groups is alice a member of
which group is pool Clinic in
is pool Clinic a member of IIS_IUSRS
is alice a member of Nurses, Doctors
is SERVICE in Users
