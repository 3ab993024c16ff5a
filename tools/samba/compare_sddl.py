#!/usr/bin/python3
"""Compares how poolproof and Samba read random SDDL texts, by the binary descriptors that come out.

Needs Samba's own Python module (Debian: python3-samba) and a release build of poolproof.

What is generated is what Samba 4.17 is known to read as Windows does:
  - owner, group, DACL and SACL, each there or not, in any order
  - list flags P, AR and AI in any order and repeated, where an entry follows (Samba reads `D:PS:` wrongly)
  - entries A, D, OA, OD in the DACL and AU, OU in the SACL, with each of OI CI NP IO ID SA FA
  - rights as letters (all but FA, which Samba takes for 0x1ff, and KA KR KW KX, which it does not know), as `0x` and
    hexadecimal digits in either case, or none
  - GUIDs in either case, at least one of the two (Windows reads `OA` without GUIDs as `A`, Samba does not)
  - SIDs as numbers, with up to fifteen sub-authorities, authorities over 32 bits in decimal, and all letters but HO and SH
Left out because Samba does not read them: small letters, blanks, decimal and octal numbers, conditions, attributes, labels, alarms,
policies, filters, NO_ACCESS_CONTROL, hexadecimal in SIDs, the flag CR.

Compared is the whole descriptor. Samba and Windows put its parts in different orders and Samba gives every list revision 4, so
our bytes are read by Samba, both sides' lists are given revision 4, both are written by Samba, and the bytes must be the same.
"""

from samba.dcerpc import security
from samba.ndr import ndr_pack, ndr_unpack

import common

DOMAIN_TEXT = "S-1-5-21-1004336348-1177238915-682003330"
DOMAIN = security.dom_sid(DOMAIN_TEXT)
COMMAND = ["sddl", "--lines", "--format", "binary", "--machine-sid", DOMAIN_TEXT]
COMMAND += ["--domain-sid", DOMAIN_TEXT, "--forest-sid", DOMAIN_TEXT]

LETTERS = (
    "DA DG DU ED DD DC BA BG BU LA LG AO BO PO SO AU PS CO CG SY PU WD RE IU NU SU RC WR AN SA CA RS EA PA RU LS NS RD NO MU "
    "LU IS CY OW ER RO CD AC RA ES MS UD HA CN AA RM LW ME MP HI SI AP AS SS EK KA"
).split()
RIGHTS = "CC DC LC SW RP WP DT LO CR SD RC WD WO GA GX GW GR FR FW FX".split()
FLAGS = "OI CI NP IO ID SA FA".split()
EDGES = [0, 1, 10, 255, 500, 65535, 65536, 2147483647, 2147483648, 4294967295]


def sid(chance):
    if chance.random() < 0.6:
        return chance.choice(LETTERS)
    kind = chance.random()
    if kind < 0.4:
        return f"{DOMAIN_TEXT}-{chance.choice(EDGES)}"
    if kind < 0.9:
        authority = chance.choice([0, 1, 2, 3, 5, 5, 5, 15, 16, 18])
    else:
        authority = chance.getrandbits(48)
    subs = [chance.choice(EDGES) if chance.random() < 0.5 else chance.getrandbits(32) for _ in range(chance.randint(1, 15))]
    return "-".join(["S-1", str(authority), *map(str, subs)])


def rights(chance):
    kind = chance.random()
    if kind < 0.05:
        return ""
    if kind < 0.55:
        return "".join(chance.choices(RIGHTS, k=chance.randint(1, 8)))
    number = chance.choice(EDGES + [0x1F01FF, 0x1200A9, 0x1301BF]) if kind < 0.75 else chance.getrandbits(32)
    digits = f"{number:x}"
    return "0x" + (digits.upper() if chance.random() < 0.3 else digits)


def guid(chance):
    raw = f"{chance.getrandbits(128):032x}"
    text = "-".join([raw[:8], raw[8:12], raw[12:16], raw[16:20], raw[20:]])
    return text.upper() if chance.random() < 0.3 else text


def entry(chance, system):
    plain, of_objects = (["AU"], ["OU"]) if system else (["A", "A", "D"], ["OA", "OD"])
    first = second = ""
    if chance.random() < 0.25:
        kind = chance.choice(of_objects)
        which = chance.randint(1, 3)
        first = guid(chance) if which & 1 else ""
        second = guid(chance) if which & 2 else ""
    else:
        kind = chance.choice(plain)
    flags = "".join(chance.choices(FLAGS, k=chance.choice([0, 0, 1, 2, 3, 4])))
    return f"({kind};{flags};{rights(chance)};{first};{second};{sid(chance)})"


def entries(chance, system):
    length = chance.choice([0, 1, 1, 2, 3, 4, 6, 10])
    if length == 0:
        return ""
    flags = "".join(chance.choices(["P", "AR", "AI"], k=chance.choice([0, 0, 1, 2, 3])))
    return flags + "".join(entry(chance, system) for _ in range(length))


def text(chance):
    parts = []
    if chance.random() < 0.8:
        parts.append("O:" + sid(chance))
    if chance.random() < 0.8:
        parts.append("G:" + sid(chance))
    if chance.random() < 0.9:
        parts.append("D:" + entries(chance, False))
    if chance.random() < 0.4:
        parts.append("S:" + entries(chance, True))
    if chance.random() < 0.2:
        chance.shuffle(parts)
    return "".join(parts) or "D:"


def packed(descriptor):
    for acl in (descriptor.dacl, descriptor.sacl):
        if acl is not None:
            acl.revision = security.SECURITY_ACL_REVISION_ADS
    return ndr_pack(descriptor)


def samba_bytes(line):
    try:
        return packed(security.descriptor.from_sddl(line, DOMAIN))
    except TypeError as refused:
        return f"does not read the text: {refused}"


def our_bytes(answer):
    """The bytes as Samba would write them; a sentence where there are none."""
    try:
        return packed(ndr_unpack(security.descriptor, bytes.fromhex(answer)))
    except ValueError:
        return answer
    except RuntimeError as unreadable:
        return f"{answer}, which Samba cannot read: {unreadable}"


def difference(line, answer):
    theirs, ours = samba_bytes(line), our_bytes(answer)
    if theirs == ours and isinstance(ours, bytes):
        return None
    theirs, ours = (side.hex() if isinstance(side, bytes) else side for side in (theirs, ours))
    return f"{line}\n    samba:     {theirs}\n    poolproof: {ours}"


def batch(options, chance, size):
    lines = [text(chance) for _ in range(size)]
    answers = common.answers(options.poolproof, COMMAND, lines)
    found = [difference(line, answer) for line, answer in zip(lines, answers)]
    counts = {"entries": sum(line.count("(") for line in lines)}
    return size, [one for one in found if one], counts


if __name__ == "__main__":
    given = common.arguments("Compares how SDDL is read with Samba.", 100_000)
    if given.case:
        (answered,) = common.answers(given.poolproof, COMMAND, [given.case])
        print(difference(given.case, answered) or "no difference")
    else:
        common.run("SDDL texts", given, batch, 5_000)
