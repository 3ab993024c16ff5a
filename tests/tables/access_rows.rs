//! Edge cases of the access check, a row each: number, descriptor, token, request, answer, and why.
//!
//! The numbers are fixed, so that a failure and a discussion can name one. How tokens are written is told in `access.rs`.

/// Order and accumulation.
pub const ORDER: &str = r"
1 | O:SYG:SYD:(A;;0x3;;;WD) | me | 0x1 | granted 0x1 | an allow line for everyone is enough
2 | O:SYG:SYD:(A;;0x3;;;WD) | me | 0x5 | denied | a request is granted whole or not at all
3 | O:SYG:SYD:(A;;0x1;;;WD)(A;;0x2;;;BU) | me | 0x3 | granted 0x3 | two lines may each give a part
4 | O:SYG:SYD:(A;;0x1;;;SY) | me | 0x1 | denied | the only line is for somebody else
5 | O:SYG:SYD:(D;;0x1;;;BU)(A;;0x1;;;WD) | me | 0x1 | denied | the deny line stands first
6 | O:SYG:SYD:(A;;0x1;;;WD)(D;;0x1;;;BU) | me | 0x1 | granted 0x1 | the allow line had settled the right before the deny line came
7 | O:SYG:SYD:(A;;0x1;;;WD)(D;;0x1;;;BU) | me | 0x2000000 | granted 0x1 | a maximum keeps what was given before a deny line
8 | O:SYG:SYD:(D;;0x1;;;BU)(A;;0x3;;;WD) | me | 0x2 | granted 0x2 | denying one right leaves another
9 | O:SYG:SYD:(D;;0x1;;;BU)(A;;0x3;;;WD) | me | 0x3 | denied | one denied right refuses the others with it
10 | O:SYG:SYD:(D;;0x1;;;BU)(A;;0x3;;;WD) | me | 0x2000000 | granted 0x2 | a maximum leaves out what is denied first
11 | O:SYG:SYD:(A;;0x1;;;WD)(D;;0x3;;;BU)(A;;0x2;;;AU) | me | 0x3 | denied | what the allow line left open meets the deny line
12 | O:SYG:SYD:(A;;0x1;;;WD)(D;;0x3;;;BU)(A;;0x2;;;AU) | me | 0x1 | granted 0x1 | a smaller request is through before the deny line
13 | O:SYG:SYD:(A;;0x1;;;WD)(D;;0x3;;;BU)(A;;0x2;;;AU) | me | 0x2000000 | granted 0x1 | each right of a maximum takes its own first line
14 | O:SYG:SYD:(D;;0x1;;;BA)(A;;0x1;;;WD) | me | 0x1 | granted 0x1 | a deny line for a group that is not held
15 | O:SYG:SYD:(A;ID;0x1;;;WD)(D;;0x1;;;WD) | me | 0x1 | granted 0x1 | whether a line was inherited does not matter, only where it stands
16 | O:SYG:SYD:(D;;0x0;;;WD)(A;;0x1;;;WD) | me | 0x1 | granted 0x1 | a deny line without rights says nothing
17 | O:SYG:SYD:(A;;0x0;;;WD) | me | 0x2000000 | denied | an empty maximum is a refusal
18 | O:SYG:SYD:(D;;0x120116;;;WD)(A;;0x1f01ff;;;WD) | me | 0x120089 | denied | denying all of GENERIC_WRITE denies rights that reading needs too
19 | O:SYG:SYD:(D;;0x120116;;;WD)(A;;0x1f01ff;;;WD) | me | 0x1 | granted 0x1 | reading data alone is not among them
20 | O:SYG:SYD:(D;;0x116;;;WD)(A;;0x1f01ff;;;WD) | me | 0x120089 | granted 0x120089 | with only the specific rights denied, reading is left
21 | O:SYG:SYD:(A;;0x1200a9;;;WD) | me | 0x2000002 | denied | a right beside MAXIMUM_ALLOWED is required
22 | O:SYG:SYD:(A;;0x3;;;WD) | me | 0x2000001 | granted 0x3 | a right beside MAXIMUM_ALLOWED comes with the rest
";

/// No list, an empty one, owners, flags and special SIDs.
pub const LISTS_AND_OWNERS: &str = r"
23 | O:SYG:SY | me | 0x1 | granted 0x1 | without a list everything is allowed
24 | O:SYG:SY | me | 0x2000000 | granted 0x1f01ff | without a list the maximum is what GENERIC_ALL stands for
25 | O:SYG:SYD:NO_ACCESS_CONTROL | me | 0x10000 | granted 0x10000 | a NULL list allows what an absent one does
26 | O:SYG:SYD:NO_ACCESS_CONTROL | me | 0x2000000 | granted 0x1f01ff | a NULL list has the maximum of an absent one
27 | O:SYG:SYD:NO_ACCESS_CONTROL | me | 0x1000000 | privilege | no list still does not give the right to the SACL
28 | O:SYG:SYD: | me | 0x1 | denied | an empty list lets nobody in
29 | O:SYG:SYD: | me | 0x2000000 | denied | an empty list leaves nothing for a maximum
30 | O:SYG:SYD:P | me | 0x1 | denied | protection from inheritance does not make a list less empty
31 | O:LSG:SYD: | me | 0x2000000 | granted 0x60000 | an owner's two rights survive an empty list
32 | O:LSG:SYD: | me | 0x60000 | granted 0x60000 | reading and changing the list is an owner's by right
33 | O:LSG:SYD: | me | 0x10000 | denied | deleting is not
34 | O:LSG:SYD: | me | 0x80000 | denied | changing the owner is not
35 | O:LSG:SYD: | me | 0x100000 | denied | waiting is not
36 | O:LSG:SYD:(D;;0x60000;;;WD) | me | 0x60000 | granted 0x60000 | a deny line comes too late for an owner's rights
37 | O:LSG:SYD:(D;;0x60001;;;WD)(A;;0x1;;;WD) | me | 0x2000000 | granted 0x60000 | the maximum begins with an owner's rights
38 | O:LSG:SYD:(A;;0x1;;;WD) | me | 0x60001 | granted 0x60001 | an owner's rights and a line's add up
39 | O:BUG:SYD: | me | 0x20000 | granted 0x20000 | a group can own
40 | O:BAG:SYD: | me BA=deny | 0x20000 | denied | a group for deny only cannot own
41 | O:BAG:SYD: | me BA=off | 0x20000 | denied | a disabled group cannot own
42 | O:LSG:SYD: | me user=deny | 0x20000 | denied | a user for deny only is not the owner
43 | O:SYG:BUD: | me | 0x20000 | denied | the primary group of an object has no rights
44 | O:LSG:SYD:(A;;0x1;;;OW) | me | 0x2000000 | granted 0x1 | a line for OWNER RIGHTS takes the place of what owners have
45 | O:LSG:SYD:(A;;0x1;;;OW) | me | 0x40000 | denied | so that even changing the list is gone
46 | O:LSG:SYD:(A;;0x20000;;;OW) | me | 0x20000 | granted 0x20000 | what such a line gives, it gives
47 | O:LSG:SYD:(D;;0x40000;;;OW)(A;;0x1;;;WD) | me | 0x2000000 | granted 0x1 | a deny line of that kind takes both rights, not just its own
48 | O:LSG:SYD:(A;;0x0;;;OW)(A;;0x1;;;WD) | me | 0x2000000 | granted 0x1 | it counts though it holds no right
49 | O:LSG:SYD:(D;;0x1;;;OW)(A;;0x1;;;WD) | me | 0x1 | denied | in a deny line OWNER RIGHTS is the owner's SID
50 | O:SYG:SYD:(A;;0x1;;;OW)(A;;0x2;;;WD) | me | 0x2000000 | granted 0x2 | for somebody else OWNER RIGHTS is nobody
51 | O:LSG:SYD:(A;OICIIO;0x1;;;OW) | me | 0x2000000 | granted 0x60000 | an inherit-only line for OWNER RIGHTS is for the objects below
52 | O:LSG:SYD:NO_ACCESS_CONTROL | me | 0xf0000 | granted 0xf0000 | without a list there is nothing that an owner would need
53 | O:SYG:SYD:(A;OICIIO;0x1;;;WD) | me | 0x1 | denied | inherit-only lines let nobody in
54 | O:SYG:SYD:(D;CIIO;0x1;;;WD)(A;;0x1;;;WD) | me | 0x1 | granted 0x1 | inherit-only lines keep nobody out
55 | O:SYG:SYD:(A;OICINPID;0x1;;;WD) | me | 0x1 | granted 0x1 | all other flags are about inheritance
56 | O:LSG:SYD:(A;;0x1;;;CO) | me | 0x1 | denied | CREATOR OWNER is replaced when a line is inherited, and nobody before
57 | O:SYG:BUD:(A;;0x1;;;CG) | me | 0x1 | denied | CREATOR GROUP likewise
58 | O:SYG:SYD:(A;;0x1;;;PS) | me | 0x1 | denied | PRINCIPAL SELF needs a caller who says who that is
59 | O:SYG:SYD:(A;;0x1;;;AN) | me | 0x1 | denied | ANONYMOUS LOGON is held by anonymous tokens only
60 | O:SYG:SYD:(A;;0x1;;;LS)(A;;0x1;;;LS) | me | 0x1 | granted 0x1 | saying it twice changes nothing
";

/// Generic rights, privileges, groups that do not count, restricted tokens.
pub const PRIVILEGES_AND_RESTRICTION: &str = r"
61 | O:SYG:SYD:(A;;0x1;;;WD) | me | 0x80000000 | refused | generic rights have to be mapped by whoever asks
62 | O:SYG:SYD:(A;;GR;;;WD) | me | 0x1 | denied | a generic right in a line gives nothing until the line is put on an object
63 | O:SYG:SYD:(A;;0x120089;;;WD) | me | 0x1 | granted 0x1 | put on a file, GENERIC_READ has become these rights
64 | O:SYG:SYD:(A;;0x1000000;;;WD) | me | 0x1000000 | privilege | a line cannot give the right to the SACL
65 | O:SYG:SYD: | me +SeSecurityPrivilege | 0x1000000 | granted 0x1000000 | SeSecurityPrivilege gives it, whatever the list
66 | O:SYG:SYD: | me -SeSecurityPrivilege | 0x1000000 | privilege | but not while it is disabled
67 | O:SYG:SYD:(A;;0x1;;;WD) | me +SeSecurityPrivilege | 0x1000001 | granted 0x1000001 | one right from the privilege, one from the list
68 | O:SYG:SYD:(A;;0x1;;;WD) | me +SeSecurityPrivilege | 0x1000002 | denied | the privilege does not help with the other right
69 | O:SYG:SYD:(A;;0x1;;;WD) | me | 0x1000002 | privilege | the missing privilege is told before the list is looked at
70 | O:SYG:SYD: | me +SeSecurityPrivilege | 0x2000000 | denied | a maximum does not ask SeSecurityPrivilege
71 | O:SYG:SYD:(A;;0x1;;;WD) | me +SeSecurityPrivilege | 0x3000000 | granted 0x1000001 | unless its right is named beside it
72 | O:SYG:SYD:(D;;0x80000;;;WD) | me +SeTakeOwnershipPrivilege | 0x80000 | granted 0x80000 | SeTakeOwnershipPrivilege is stronger than a deny line
73 | O:SYG:SYD:(A;;0x1;;;WD) | me +SeTakeOwnershipPrivilege | 0x80001 | granted 0x80001 | and goes together with what the list gives
74 | O:SYG:SYD: | me +SeTakeOwnershipPrivilege | 0x2000000 | denied | a maximum does not ask it either
75 | O:SYG:SYD:(A;;0x1;;;WD) | me +SeTakeOwnershipPrivilege | 0x2080000 | granted 0x80001 | unless WRITE_OWNER is named beside it
76 | O:SYG:SYD: | me +SeTakeOwnershipPrivilege | 0x40000 | denied | it does not give WRITE_DAC
77 | O:SYG:SYD: | me -SeTakeOwnershipPrivilege | 0x80000 | denied | it does nothing while disabled
78 | O:SYG:SYD: | me +SeBackupPrivilege +SeRestorePrivilege | 0x1 | denied | backup and restore rights belong to opening files
79 | O:SYG:SYD: | me +SeDebugPrivilege +SeImpersonatePrivilege | 0x1 | denied | debugging rights belong to opening processes
80 | O:SYG:SYD:(D;;0x1;;;WD) | system | 0x1 | denied | SYSTEM is denied like anybody
81 | O:SYG:SYD: | system | 0x2000000 | granted 0x60000 | SYSTEM owns this one, and no more
82 | O:SYG:SYD:(A;;0x1;;;BA) | me BA=deny | 0x1 | denied | deny only means that allow lines do not match
83 | O:SYG:SYD:(D;;0x1;;;BA)(A;;0x1;;;WD) | me BA=deny | 0x1 | denied | deny only means that deny lines do
84 | O:SYG:SYD:(D;;0x1;;;BA)(A;;0x1;;;WD) | me BA=off | 0x1 | granted 0x1 | disabled means that deny lines do not match either
85 | O:SYG:SYD:(A;;0x1;;;BA) | me BA=off | 0x1 | denied | disabled means that allow lines do not match
86 | O:SYG:SYD:(A;;0x1;;;LS) | me user=deny | 0x1 | denied | a user for deny only is not let in by a line for it
87 | O:SYG:SYD:(D;;0x1;;;LS)(A;;0x1;;;WD) | me user=deny | 0x1 | denied | but kept out by one
88 | O:SYG:SYD:(A;;0x1;;;BA)(A;;0x2;;;WD) | me BA=deny | 0x2000000 | granted 0x2 | the maximum of a group for deny only is what others have
89 | O:SYG:SYD:(A;;0x1;;;LS) | me restricted{WD} | 0x1 | denied | the restricting SIDs have to be let in too
90 | O:SYG:SYD:(A;;0x1;;;LS)(A;;0x1;;;WD) | me restricted{WD} | 0x1 | granted 0x1 | both are
91 | O:SYG:SYD:(A;;0x6;;;LS)(A;;0x5;;;WD) | me restricted{WD} | 0x2000000 | granted 0x5 | what both halves may do is the maximum
92 | O:SYG:SYD:(A;;0x3;;;WD)(A;;0x5;;;RC) | me restricted{RC} | 0x2000000 | granted 0x1 | the restricting SID is a group of its own here
93 | O:SYG:SYD:(D;;0x1;;;RC)(A;;0x1;;;WD)(A;;0x1;;;RC) | me restricted{RC} | 0x1 | denied | a deny line for a restricting SID counts in the second pass
94 | O:LSG:SYD: | me restricted{RC} | 0x20000 | denied | an owner has to be among the restricting SIDs to own
95 | O:LSG:SYD: | me restricted{LS} | 0x20000 | granted 0x20000 | as here
96 | O:SYG:SYD:NO_ACCESS_CONTROL | me restricted{RC} | 0x1 | granted 0x1 | without a list both passes end at once
97 | O:SYG:SYD: | me restricted{RC} +SeTakeOwnershipPrivilege | 0x80000 | granted 0x80000 | what a privilege gives is not asked twice
98 | O:SYG:SYD:(A;;0x1f01ff;;;WD) | me write-restricted{WR} | 0x120089 | granted 0x120089 | reading is not write-restricted
99 | O:SYG:SYD:(A;;0x1f01ff;;;WD) | me write-restricted{WR} | 0x2 | denied | writing is, and the restricting SID has no line
100 | O:SYG:SYD:(A;;0x1f01ff;;;WD)(A;;0x2;;;WR) | me write-restricted{WR} | 0x2 | granted 0x2 | now it has one
101 | O:SYG:SYD:(A;;0x1f01ff;;;WD)(A;;0x2;;;WR) | me write-restricted{WR} | 0x3 | denied | reading along with writing is asked twice, and the line only writes
";

/// Integrity, conditions, and the tokens of IIS.
pub const INTEGRITY_CONDITIONS_IIS: &str = r"
102 | O:SYG:SYD:(A;;0x1f01ff;;;WD) | me IL=Low | 0x2 | denied | an object without a label is Medium and may not be written from below
103 | O:SYG:SYD:(A;;0x1f01ff;;;WD) | me IL=Low | 0x1 | granted 0x1 | it may be read from below
104 | O:SYG:SYD:(A;;0x1f01ff;;;WD) | me IL=Low | 0x2000000 | granted 0x1200a9 | the maximum from below is reading and executing
105 | O:SYG:SYD:(A;;0x1f01ff;;;WD) | me IL=Medium | 0x2 | granted 0x2 | at the same level the label is no limit
106 | O:SYG:SYD:(A;;0x1f01ff;;;WD)S:(ML;;NW;;;HI) | me IL=Medium | 0x2 | denied | the label is above the token
107 | O:SYG:SYD:(A;;0x1f01ff;;;WD)S:(ML;;NW;;;HI) | me IL=High | 0x2 | granted 0x2 | a token as high as the label may write
108 | O:SYG:SYD:(A;;0x1f01ff;;;WD)S:(ML;;NWNR;;;HI) | me IL=Medium | 0x1 | denied | reading up is forbidden by this label
109 | O:SYG:SYD:(A;;0x1f01ff;;;WD)S:(ML;;NWNR;;;HI) | me IL=Medium | 0x20 | granted 0x20 | executing up is not
110 | O:SYG:SYD:(A;;0x1f01ff;;;WD)S:(ML;;NX;;;HI) | me IL=Medium | 0x2 | granted 0x2 | this label forbids only executing up
111 | O:SYG:SYD:(A;;0x1f01ff;;;WD)S:(ML;OICIIO;NW;;;HI) | me IL=Medium | 0x2 | granted 0x2 | an inherit-only label is for the objects below
112 | O:SYG:SYD:(A;;0x1f01ff;;;WD)S:(ML;;NW;;;LW) | me IL=Low | 0x2 | granted 0x2 | at the level of a Low object
113 | O:LSG:SYD: | me IL=Low | 0x40000 | denied | integrity comes before ownership
114 | O:LSG:SYD: | me IL=Low | 0x20000 | granted 0x20000 | and leaves reading the descriptor
115 | O:SYG:SYD:NO_ACCESS_CONTROL | me IL=Low | 0x2 | denied | integrity comes before a NULL list
116 | O:SYG:SYD: | me IL=Low +SeTakeOwnershipPrivilege | 0x80000 | denied | integrity comes before SeTakeOwnershipPrivilege
117 | O:SYG:SYD: | me IL=Low +SeRelabelPrivilege | 0x80000 | granted 0x80000 | SeRelabelPrivilege moves the limit and gives the right
118 | O:SYG:SYD:(A;;0x1f01ff;;;WD) | me IL=Low policy=off | 0x2 | granted 0x2 | a token that does not obey NO_WRITE_UP
119 | O:SYG:SYD:(A;;0x1f01ff;;;S-1-16-4096) | me IL=Low | 0x1 | denied | the SID of a level is in no token as an enabled group
120 | O:SYG:SYD:(XA;;0x1;;;WD;(Member_of {SID(BU)})) | me | 0x1 | granted 0x1 | the condition is true
121 | O:SYG:SYD:(XA;;0x1;;;WD;(Member_of {SID(BA)})) | me | 0x1 | denied | the condition is false
122 | O:SYG:SYD:(XA;;0x1;;;SY;(Member_of {SID(BU)})) | me | 0x1 | denied | the SID of the line has to match as well
123 | O:SYG:SYD:(XA;;0x1;;;WD;(@User.x == 1)) | me | 0x1 | denied | an allow line does not count while its condition is unknown
124 | O:SYG:SYD:(XD;;0x1;;;WD;(@User.x == 1))(A;;0x1;;;WD) | me | 0x1 | denied | a deny line counts while its condition is unknown
125 | O:SYG:SYD:(XD;;0x1;;;WD;(Member_of {SID(BA)}))(A;;0x1;;;WD) | me | 0x1 | granted 0x1 | a deny line does not count when its condition is false
126 | O:SYG:SYD:(XA;;0x1;;;WD;(!(@User.x == 1))) | me | 0x1 | denied | the opposite of unknown is unknown
127 | O:SYG:SYD:(XA;;0x1;;;WD;(Member_of {SID(BU)} || @User.x == 1)) | me | 0x1 | granted 0x1 | true or unknown is true
128 | O:SYG:SYD:(XD;;0x1;;;WD;(Member_of {SID(BA)} && @User.x == 1))(A;;0x1;;;WD) | me | 0x1 | granted 0x1 | false and unknown is false
129 | O:SYG:SYD:(XA;;0x1;;;WD;(Member_of {SID(BU)} && @User.x == 1)) | me | 0x1 | denied | true and unknown is unknown
130 | O:SYG:SYD:(XA;;0x1;;;WD;(Exists x)) | me | 0x1 | denied | an attribute that is not there does not exist
131 | O:SYG:SYD:(XD;;0x1;;;WD;(Exists x))(A;;0x1;;;WD) | me | 0x1 | granted 0x1 | which is false and not unknown
132 | O:SYG:SYD:(XA;;0x1;;;WD;(Not_Exists x)) | me | 0x1 | granted 0x1 | and the opposite of it is true
133 | O:SYG:SYD:(XA;;0x1;;;WD;(Member_of {SID(BU), SID(BA)})) | me | 0x1 | denied | Member_of asks for every SID of its list
134 | O:SYG:SYD:(XA;;0x1;;;WD;(Member_of_Any {SID(BU), SID(BA)})) | me | 0x1 | granted 0x1 | Member_of_Any asks for one of them
135 | O:SYG:SYD:(XA;;0x1;;;WD;(Not_Member_of {SID(BA)})) | me | 0x1 | granted 0x1 | Not_Member_of asks for the absence
136 | O:SYG:SYD:(XD;;0x1;;;WD;(Member_of {SID(BA)}))(A;;0x1;;;WD) | me BA=deny | 0x1 | denied | in a deny line a condition counts groups for deny only
137 | O:SYG:SYD:(XA;;0x1;;;WD;(Member_of {SID(BA)})) | me BA=deny | 0x1 | denied | in an allow line it does not
138 | O:SYG:SYD:(XA;IO;0x1;;;WD;(Member_of {SID(BU)})) | me | 0x1 | denied | inherit-only comes before the condition
139 | O:SYG:SYD:(XA;;0x3;;;WD;(Member_of {SID(BU)}))(A;;0x4;;;WD) | me | 0x2000000 | granted 0x7 | a true condition makes the line count for the maximum too
140 | O:SYG:SYD:(A;;0x1200a9;;;IS) | pool | 0x1 | granted 0x1 | worker processes are in IIS_IUSRS
141 | O:SYG:SYD:(A;;0x1200a9;;;{POOLA}) | pool | 0x1 | granted 0x1 | this pool's SID is its user
142 | O:SYG:SYD:(A;;0x1200a9;;;{POOLB}) | pool | 0x1 | denied | another pool's SID is somebody else
143 | O:SYG:SYD:(A;;0x1200a9;;;S-1-5-82-0) | pool | 0x1 | granted 0x1 | all pools share this group
144 | O:SYG:SYD:(A;;0x1200a9;;;NS) | pool | 0x1 | denied | a pool of its own identity is not NETWORK SERVICE
145 | O:SYG:SYD:(A;;0x1200a9;;;IU) | pool | 0x1 | denied | and was not logged on interactively
146 | O:SYG:SYD:(A;;0x1200a9;;;SU) | pool | 0x1 | granted 0x1 | but as a service
147 | O:SYG:SYD:(A;;0x1200a9;;;{POOLA}) | specific | 0x1 | granted 0x1 | with another user the pool's SID is one of the groups
148 | O:SYG:SYD:(A;;0x1200a9;;;SU) | specific | 0x1 | denied | such a user is logged on as a batch job
149 | O:SYG:SYD:(A;;0x1200a9;;;SU) | iusr | 0x1 | denied | IUSR holds SERVICE for deny only
150 | O:SYG:SYD:(D;;0x1;;;SU)(A;;0x1200a9;;;WD) | iusr | 0x1 | denied | which is enough to keep it out
151 | O:SYG:SYD:(A;;0x1200a9;;;IS) | iusr | 0x1 | denied | IUSR is not in IIS_IUSRS
152 | O:{POOLA}G:SYD:(D;;0x2;;;IS)(A;;0x1301bf;;;IS) | pool | 0x40000 | granted 0x40000 | what a pool has made it owns, and may change its list
";
