//! What setup of IIS 6.0 stores (KB 812614 in both revisions; Windows Server 2003 Deployment Guide, table 5.8).

use super::{
    ADMINISTRATORS, ALL as EVERYTHING, CREATORS, Documented, DocumentedLine, DocumentedList::*,
    FULL, HERE, Holds, MODIFY, READ, READ_AND_EXECUTE, SYSTEM,
};
use crate::world::IisVersion::V6_0;

const IIS6: Holds = Holds::Iis(V6_0, V6_0);

const FIRST: &str = "default permissions of IIS 6.0 (KB 812614, first revision)";
const CORRECTED: &str = "default permissions of IIS 6.0 (KB 812614, corrected; Windows Server 2003 Deployment Guide, table 5.8)";
const KB: &str = "default permissions of IIS 6.0 (KB 812614)";
const GUIDE: &str =
    "default permissions of IIS 6.0 (Windows Server 2003 Deployment Guide, table 5.8)";
const ASP_NET: &str = "ASP.NET registers itself with full control for IIS_WPG on its temporary files (IIS 6.0 \"ASP.NET temporary files\")";

const fn workers(mask: u32) -> DocumentedLine {
    DocumentedLine(".\\IIS_WPG", mask, EVERYTHING)
}

/// List, read and write.
const READ_AND_WRITE: u32 = 0x12_019F;
const USERS: DocumentedLine = DocumentedLine("BUILTIN\\Users", READ_AND_EXECUTE, EVERYTHING);

/// The rows; two readings where the revisions disagree.
#[rustfmt::skip]
pub(super) const ALL: &[Documented] = &[
    Documented::folder(IIS6, "%windir%\\IIS Temporary Compressed Files",
        Lines(&[ADMINISTRATORS, SYSTEM, workers(READ_AND_WRITE), CREATORS]), FIRST).read_as("X1", "A"),
    Documented::folder(IIS6, "%windir%\\IIS Temporary Compressed Files",
        Lines(&[ADMINISTRATORS, SYSTEM, workers(FULL), CREATORS]), CORRECTED).read_as("X1", "B"),
    Documented::folder(IIS6, "%windir%\\system32\\inetsrv\\ASP Compiled Templates",
        Lines(&[ADMINISTRATORS, workers(READ)]), FIRST).read_as("X1", "A"),
    Documented::folder(IIS6, "%windir%\\system32\\inetsrv\\ASP Compiled Templates",
        Lines(&[ADMINISTRATORS, workers(FULL)]), CORRECTED).read_as("X1", "B"),
    Documented::folder(IIS6, "%windir%\\help\\iishelp\\common",
        Lines(&[ADMINISTRATORS, SYSTEM, workers(READ), USERS]), FIRST).read_as("X1", "A"),
    Documented::folder(IIS6, "%windir%\\help\\iishelp\\common",
        Lines(&[ADMINISTRATORS, SYSTEM, workers(READ_AND_EXECUTE), USERS]), CORRECTED).read_as("X1", "B"),
    Documented::folder(IIS6, "%windir%\\system32\\inetsrv", Lines(&[ADMINISTRATORS, SYSTEM, USERS]), KB),
    Documented::folder(IIS6, "%windir%\\system32\\inetsrv\\*.vbs",
        Lines(&[DocumentedLine("BUILTIN\\Administrators", FULL, HERE)]), KB).file(),
    Documented::folder(IIS6, "%windir%\\system32\\inetsrv\\History", Lines(&[ADMINISTRATORS, SYSTEM]), KB),
    Documented::folder(IIS6, "%windir%\\system32\\inetsrv\\MetaBack", Lines(&[ADMINISTRATORS, SYSTEM]), KB),
    Documented::folder(IIS6, "%windir%\\system32\\inetsrv\\MetaBase.xml",
        Lines(&[DocumentedLine("NT AUTHORITY\\SYSTEM", FULL, HERE), DocumentedLine("BUILTIN\\Administrators", FULL, HERE)]), KB).file(),
    Documented::folder(IIS6, "%windir%\\system32\\Logfiles", Lines(&[ADMINISTRATORS]), KB),
    Documented::folder(IIS6, "%windir%\\system32\\MicrosoftPassport", LinesAndAbove(&[workers(MODIFY)]), GUIDE),
    Documented::folder(IIS6, "%systemdrive%\\Inetpub\\AdminScripts", Lines(&[ADMINISTRATORS]), KB),
    Documented::folder(IIS6, "%systemdrive%\\Inetpub\\wwwroot",
        Lines(&[
            ADMINISTRATORS,
            SYSTEM,
            workers(READ_AND_EXECUTE),
            DocumentedLine(".\\IUSR_<machine>", READ_AND_EXECUTE, EVERYTHING),
            DocumentedLine(".\\ASPNET", READ_AND_EXECUTE, EVERYTHING),
        ]), KB),
    Documented::folder(IIS6, "%windir%\\Microsoft.NET\\Framework*\\v*\\Temporary ASP.NET Files",
        LinesAndAbove(&[workers(FULL)]), ASP_NET),
];
