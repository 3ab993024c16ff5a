# Where code runs, and who that is.
world orchard
where does /press/juice.dll run
where does /scale/weigh.exe run
where does /crate/picture.gif run
who is the process of /label/a.aspx
who is the thread of /label/a.aspx requested by pim
who is a worker thread of /press/juice.dll
who is application /mixed
who is filter count.dll
who is service Pump
who is anonymous
world weaver
where does Cloth/a.asp run
who is the thread of Cloth/seal/a.asp
who is anonymous
