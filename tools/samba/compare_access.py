#!/usr/bin/python3
"""Compares `poolproof access-check` with Samba's access check on random cases.

Needs Samba's own Python module (Debian: python3-samba) and a release build of poolproof.

What is generated is what Samba 4.17 is known to answer as Windows does. Left out, because Samba leaves Windows there:
  - absent DACLs, which Samba refuses; the maximum of a NULL DACL, which it cuts to the owner's rights; and
    ACCESS_SYSTEM_SECURITY on a NULL DACL, which it gives without privilege
  - ACCESS_SYSTEM_SECURITY in lines, which Samba lets them give
  - an empty maximum, which Samba grants with mask 0: wherever a maximum is asked or compared, one line of the list
    gives the user a right of its own (0x8000) that no other line speaks of
  - a request for no right, which Samba grants
  - deny-only, disabled and restricting SIDs, disabled privileges, integrity labels, a SID for PRINCIPAL SELF: Samba has none
  - object lines and conditional lines, which Samba 4.17 handles in its own way or not at all
  - SeBackupPrivilege and SeRestorePrivilege, which Samba's check looks at and Windows' does not
  - generic bits in lines where a maximum is compared: no source says what they come to
What is left: the order of lines, accumulation, lists in no canonical order, inherit-only lines and all other flags, owner
rights, OWNER RIGHTS, NULL DACLs, empty lists, SeSecurityPrivilege, SeTakeOwnershipPrivilege, the maximum alone and with
further rights, generic bits in lines, reserved bits.

Compared are: granted or not, privilege not held or access denied, the granted mask, and the maximum.
"""

import json

from samba import NTSTATUSError
from samba import security as samba_security
from samba.dcerpc import security

import common

ACCESS_DENIED, PRIVILEGE_NOT_HELD = 0xC0000022, 0xC0000061
MAXIMUM_ALLOWED, SYSTEM_SECURITY, GENERIC = 0x02000000, 0x01000000, 0xF0000000
WRITE_OWNER = 0x80000
OWN_RIGHT = 0x8000
DOMAIN = security.dom_sid("S-1-5-21-1-2-3")

USERS = ["S-1-5-21-1-2-3-1001", "S-1-5-21-1-2-3-1002", "S-1-5-18", "S-1-5-20", "S-1-5-82-1-2-3-4-5"]
GROUPS = ["S-1-1-0", "S-1-5-11", "S-1-5-32-544", "S-1-5-32-545", "S-1-5-32-568", "S-1-5-6", "S-1-5-21-1-2-3-2001"]
# OWNER RIGHTS, CREATOR OWNER and PRINCIPAL SELF stand in lists, never in tokens.
PLACEHOLDERS = ["S-1-3-4", "S-1-3-4", "S-1-3-0", "S-1-5-10"]
FLAGS = ["", "", "", "", "OI", "CI", "OICI", "IO", "OICIIO", "CIIO", "ID", "OICIID", "NP", "CINP", "IOID"]
# Few bits, so that lines speak of the same ones; and the masks of real lists.
SMALL = [0x1, 0x2, 0x4, 0x3, 0x5, 0x6, 0x7, 0x20000, 0x40000, 0x60000, 0x80000, 0x20001, 0x40002, 0xC0001, 0]
REAL = [0x1F01FF, 0x1301BF, 0x1200A9, 0x120089, 0x120116, 0x100116, 0x1200A0, 0x10000, 0x1F0000, 0x200000, 0xC000000]
PRIVILEGES = {
    "SeSecurityPrivilege": security.SEC_PRIV_SECURITY,
    "SeTakeOwnershipPrivilege": security.SEC_PRIV_TAKE_OWNERSHIP,
    "SeDebugPrivilege": security.SEC_PRIV_DEBUG,
    "SeChangeNotifyPrivilege": security.SEC_PRIV_CHANGE_NOTIFY,
}
TOKENS, REQUESTS = 2, 4


def line_mask(chance, generic):
    kind = chance.random()
    if kind < 0.6:
        mask = chance.choice(SMALL)
    elif kind < 0.85:
        mask = chance.choice(REAL)
    else:
        mask = chance.getrandbits(32) & ~(SYSTEM_SECURITY | MAXIMUM_ALLOWED | GENERIC)
    if generic and chance.random() < 0.1:
        mask |= 1 << chance.randrange(28, 32)
    return mask & ~OWN_RIGHT


def desired_mask(chance, maximum):
    kind = chance.random()
    if kind < 0.6:
        mask = chance.choice(SMALL)
    elif kind < 0.85:
        mask = chance.choice(REAL)
    else:
        mask = chance.getrandbits(32) & ~(SYSTEM_SECURITY | MAXIMUM_ALLOWED | GENERIC)
    if chance.random() < 0.1:
        mask |= WRITE_OWNER
    if chance.random() < 0.08:
        mask |= SYSTEM_SECURITY
    if maximum and chance.random() < 0.35:
        return (mask if chance.random() < 0.5 else 0) | MAXIMUM_ALLOWED
    return mask or 0x1


def descriptor(chance, user):
    """SDDL, and whether a maximum may be asked; for a NULL DACL the text of a list that Samba cannot write."""
    owner = chance.choice(USERS + GROUPS)
    head = f"O:{owner}G:{chance.choice(GROUPS)}"
    if chance.random() < 0.02:
        return head, False, True
    # Small lists show more, long ones happen.
    length = chance.choice([0, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 5, 6, 8, 12])
    maximum = chance.random() < 0.7
    lines = []
    for _ in range(length):
        sid = chance.choice(PLACEHOLDERS if chance.random() < 0.15 else USERS + GROUPS + GROUPS)
        kind = "D" if chance.random() < 0.4 else "A"
        lines.append(f"({kind};{chance.choice(FLAGS)};{line_mask(chance, not maximum):#x};;;{sid})")
    if maximum:
        lines.insert(chance.randrange(len(lines) + 1), f"(A;;{OWN_RIGHT:#x};;;{user})")
    flags = chance.choice(["", "", "P", "AI"]) if lines else ""
    audit = f"S:(AU;SAFA;0x1;;;{chance.choice(GROUPS)})" if chance.random() < 0.05 else ""
    return f"{head}D:{flags}{''.join(lines)}{audit}", maximum, False


def samba_descriptor(text, null):
    made = security.descriptor.from_sddl(text, DOMAIN)
    if null:
        made.type |= security.SEC_DESC_DACL_PRESENT
    return made


def samba_token(user, groups, privileges):
    token = security.token()
    sids = [security.dom_sid(sid) for sid in [user, *groups]]
    token.sids = sids
    token.num_sids = len(sids)
    for name in privileges:
        token.set_privilege(PRIVILEGES[name])
    return token


def samba_answer(made, token, desired):
    try:
        return "ok", samba_security.access_check(made, token, desired)
    except NTSTATUSError as refused:
        code = refused.args[0] & 0xFFFFFFFF
        return {ACCESS_DENIED: "access_denied", PRIVILEGE_NOT_HELD: "privilege_not_held"}.get(code, hex(code)), None


def batch(options, chance, size):
    lines, expected = [], []
    counts = {"granted": 0, "access denied": 0, "privilege not held": 0, "maxima": 0}
    while len(lines) < size:
        user = chance.choice(USERS)
        text, maximum, null = descriptor(chance, user)
        made = samba_descriptor(text, null)
        written = text + "D:NO_ACCESS_CONTROL" if null else text
        for _ in range(TOKENS):
            groups = chance.sample(GROUPS, chance.randrange(len(GROUPS) + 1))
            privileges = [name for name in PRIVILEGES if chance.random() < 0.2]
            token = samba_token(user, groups, privileges)
            most = samba_answer(made, token, MAXIMUM_ALLOWED)[1] if maximum else None
            for _ in range(REQUESTS):
                desired = desired_mask(chance, maximum)
                if null:
                    desired = desired & ~SYSTEM_SECURITY or 0x1
                lines.append(as_line(len(lines), written, user, groups, privileges, desired))
                expected.append((*samba_answer(made, token, desired), most))
    differences = []
    for line, wanted, text in zip(lines, expected, common.answers(options.poolproof, ["access-check"], lines)):
        status, mask, most = wanted
        counts[{"ok": "granted"}.get(status, status.replace("_", " "))] += 1
        counts["maxima"] += most is not None
        ours = json.loads(text)
        same = (ours["status"], ours["granted_mask"]) == (status, mask)
        if not same or (most is not None and ours["max_allowed"] != most):
            differences.append(f"{line}\n    samba: {status} {mask} maximum {most}\n    poolproof: {text}")
    return len(lines), differences, counts


def as_line(number, text, user, groups, privileges, desired):
    token = {"user": user, "groups": groups, "privileges": privileges}
    case = {"id": number, "sddl": text, "object": "file", "token": token, "desired": desired}
    return json.dumps(case, separators=(",", ":"))


def again(options):
    """One case that was shown, in both programs."""
    case = json.loads(options.case)
    text = case["sddl"]
    null = text.endswith("D:NO_ACCESS_CONTROL")
    made = samba_descriptor(text.removesuffix("D:NO_ACCESS_CONTROL"), null)
    token = samba_token(case["token"]["user"], case["token"]["groups"], case["token"]["privileges"])
    print("samba:    ", *samba_answer(made, token, case["desired"]))
    print("maximum:  ", *samba_answer(made, token, MAXIMUM_ALLOWED))
    print("poolproof:", *common.answers(options.poolproof, ["access-check"], [options.case]))


if __name__ == "__main__":
    given = common.arguments("Compares access checks with Samba's.", 1_000_000)
    if given.case:
        again(given)
    else:
        common.run("access checks", given, batch, 20_000)
