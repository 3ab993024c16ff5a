# What those whom configuration makes can do.
world orchard
can the thread of /press/juice.dll read C:\cellar
can the process of /press/juice.dll read C:\cellar
can the thread of /press/juice.dll requested by pim write C:\pims
can application /mixed write C:\nets
can application /mixed read C:\cellar
which applications can write C:\crates
what can application /crate do to C:\crates
is application /mixed a member of Users
which groups is the thread of /crate/a.asp a member of
does application /crate run as IWAM_ORCHARD
which applications share an identity
world weaver
# A request that is turned away leaves nobody who could act.
can the thread of Cloth/seal/a.asp read D:\cloth
can anonymous write D:\adas
which pools share an identity
does pool Flax run as ada
