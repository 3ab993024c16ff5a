//! The rows themselves.

use super::Row;

/// Two pools, of which one serves a folder below the other's.
pub const SHARED: &str = "server BOX runs IIS 10.0
pool A runs as its own identity
pool B runs as its own identity
site Main at D:\\www in pool A
  application /shop at D:\\www\\shop in pool B, runs asp.net, uses D:\\data\\till.mdb
";

pub const ALL: &[Row] = &[
    Row {
        title: "4.0",
        world: "server BOX runs IIS 4.0
in-process extensions are C:\\x\\full.dll, bare.dll
filter C:\\filters\\log.dll on every site
site Main at D:\\www, runs asp
  application /out at D:\\www\\out, isolated, runs asp
  application /pooled at D:\\www\\pooled, pooled, runs asp
  application /tools at D:\\www\\tools, runs isapi D:\\www\\tools\\t.dll
",
        has: &[
            "host inetinfo.exe as SYSTEM",
            "host mtx.exe of Main/out as IWAM_BOX",
            "*.asp in D:\\www runs in inetinfo.exe",
            "*.asp in D:\\www\\out runs in mtx.exe of Main/out",
            "...\\bare.dll in D:\\www\\tools runs in inetinfo.exe",
            "*.dll in D:\\www\\tools runs in inetinfo.exe, if it is there",
            "inetinfo.exe uses file D:\\www\\tools\\t.dll as Program",
            "inetinfo.exe uses file C:\\filters\\log.dll as Program",
            "inetinfo.exe uses folder C:\\filters as Libraries",
            "inetinfo.exe uses file C:\\WINNT\\system32\\inetsrv\\inetinfo.exe as Program",
            "inetinfo.exe uses folder C:\\WINNT\\system32 as Libraries",
            "mtx.exe of Main/out uses folder C:\\WINNT\\Temp as Temporary",
            "mtx.exe of Main/out is handed IUSR_BOX",
            "D:\\www\\out is read as IUSR_BOX",
            "Main/ serves D:\\www but D:\\www\\out, D:\\www\\pooled, D:\\www\\tools",
            "IUSR_BOX stands in Metabase file C:\\WINNT\\system32\\inetsrv\\MetaBase.bin",
            "IWAM_BOX stands in Metabase file C:\\WINNT\\system32\\inetsrv\\MetaBase.bin",
            "file C:\\WINNT\\system32\\inetsrv\\MetaBase.bin configures all",
            "anonymous on Main is IUSR_BOX",
        ],
        lacks: &[
            // 4.0 has no pooled applications, no cache on disk, and obeys no web.config.
            "*.asp in D:\\www\\pooled",
            "Main/pooled is code",
            "...\\full.dll",
            "...\\bare.dll in D:\\www runs",
            "as CodeCache",
            "as ResponseCache",
            "inetinfo.exe takes",
            "mtx.exe of Main/out uses file C:\\filters\\log.dll as Program",
        ],
    },
    Row {
        title: "5.0",
        world: "server BOX runs IIS 5.0
in-process extensions are C:\\x\\full.dll
site Main at D:\\www, runs asp
  application /net at D:\\www\\net, runs asp.net
  application /tools at D:\\www\\tools, isolated, runs isapi D:\\www\\tools\\t.dll
  application /cgi at D:\\www\\cgi, runs cgi D:\\www\\cgi\\c.exe
",
        has: &[
            "host dllhost.exe of pooled applications as IWAM_BOX",
            "host dllhost.exe of Main/tools as IWAM_BOX",
            "host aspnet_wp.exe as ASPNET",
            "host D:\\www\\cgi\\c.exe of Main/cgi as IUSR_BOX, started by inetinfo.exe",
            "D:\\www\\cgi\\c.exe of Main/cgi uses file D:\\www\\cgi\\c.exe as Program",
            "*.asp in D:\\www runs in dllhost.exe of pooled applications",
            "*.aspx in D:\\www\\net runs in aspnet_wp.exe",
            "bin\\ in D:\\www\\net runs in aspnet_wp.exe",
            "...\\full.dll in D:\\www\\tools runs in inetinfo.exe, by a defect",
            "dllhost.exe of pooled applications uses folder C:\\WINNT\\system32\\inetsrv\\ASP Compiled Templates as CodeCache",
            "inetinfo.exe uses folder C:\\WINNT\\IIS Temporary Compressed Files as ResponseCache",
            "aspnet_wp.exe uses folder C:\\WINNT\\Microsoft.NET\\Framework\\v1.1.4322\\Temporary ASP.NET Files as CodeCache",
            "aspnet_wp.exe takes settings from web.config in D:\\www, D:\\www\\net",
            "file C:\\WINNT\\Microsoft.NET\\Framework\\v1.1.4322\\CONFIG\\machine.config configures aspnet_wp.exe",
        ],
        lacks: &["inetinfo.exe takes", "dllhost.exe of pooled applications takes", "aspnet_wp.exe takes code"],
    },
    Row {
        title: "6.0 in IIS 5.0 isolation mode",
        world: "server BOX runs IIS 6.0 in IIS 5.0 isolation mode
pool A runs as LocalSystem
user ann
asp.net runs as ann
in-process extensions are bare.dll
site Main at D:\\www in pool A, isolated, runs asp, asp.net, isapi D:\\www\\t.dll
",
        has: &[
            "host dllhost.exe of Main/ as IWAM_BOX",
            "host aspnet_wp.exe as ann",
            "ann stands in WebConfig file C:\\WINDOWS\\Microsoft.NET\\Framework\\v1.1.4322\\CONFIG\\machine.config",
            "file C:\\WINDOWS\\system32\\inetsrv\\MetaBase.xml configures all",
        ],
        lacks: &["host w3wp.exe", "...\\bare.dll"],
    },
    Row {
        title: "6.0",
        world: "server BOX runs IIS 6.0
user SecureApp is a member of IIS_WPG
pool B runs as SecureApp
compression cache at D:\\compressed
filter C:\\filters\\main.dll on site Main
site Main at D:\\www, runs php
  application /secure at D:\\www\\secure in pool B, runs asp.net, compression cache at D:\\own
  virtual folder /secure/pics at E:\\pics as SecureApp
",
        has: &[
            "host w3wp.exe of pool DefaultAppPool as NETWORK SERVICE",
            "host w3wp.exe of pool B as SecureApp",
            "host php-cgi.exe of pool DefaultAppPool as NETWORK SERVICE, started by w3wp.exe of pool DefaultAppPool",
            "Main/ is code in php-cgi.exe of pool DefaultAppPool",
            "*.php in D:\\www runs in php-cgi.exe of pool DefaultAppPool",
            "*.aspx in E:\\pics runs in w3wp.exe of pool B",
            "w3wp.exe of pool B uses folder D:\\compressed as ResponseCache",
            "w3wp.exe of pool DefaultAppPool uses folder D:\\compressed as ResponseCache",
            "w3wp.exe of pool B uses file C:\\filters\\main.dll as Program",
            "w3wp.exe of pool DefaultAppPool uses file C:\\filters\\main.dll as Program",
            "w3wp.exe of pool B takes settings from web.config in D:\\www, D:\\www\\secure",
            "w3wp.exe of pool B is handed IUSR_BOX",
            "SecureApp stands in Metabase file C:\\WINDOWS\\system32\\inetsrv\\MetaBase.xml",
        ],
        lacks: &[
            "w3wp.exe of pool DefaultAppPool takes",
            "w3wp.exe of pool B takes code",
            "w3wp.exe of pool B uses folder D:\\own as ResponseCache",
            "bin\\ in E:\\pics",
            "E:\\pics is read as SecureApp",
        ],
    },
    Row {
        title: "7.0",
        world: "server BOX runs IIS 7.0
user ann
pool A runs as ann
site Main at D:\\www in pool A, runs asp, asp.net
  virtual folder /pics at E:\\pics as ann
",
        has: &[
            "host w3wp.exe of pool A as ann",
            "E:\\pics is read as ann",
            "D:\\www is read as IUSR",
            "w3wp.exe of pool A is handed IUSR",
            "w3wp.exe of pool A is handed ann",
            "w3wp.exe of pool A takes code from web.config in D:\\www",
            "w3wp.exe of pool A takes code from web.config in D:\\www, E:\\pics",
            "w3wp.exe of pool A uses folder C:\\inetpub\\temp\\ASP Compiled Templates\\A as CodeCache",
            "w3wp.exe of pool A uses folder C:\\inetpub\\temp\\IIS Temporary Compressed Files\\A as ResponseCache",
            "w3wp.exe of pool A uses folder C:\\WINDOWS\\Microsoft.NET\\Framework\\v2.0.50727\\Temporary ASP.NET Files\\A as CodeCache",
            "file C:\\inetpub\\temp\\appPools\\A.config configures w3wp.exe of pool A",
            "ann stands in ServerConfiguration file C:\\WINDOWS\\system32\\inetsrv\\config\\applicationHost.config with file C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys\\iisWasKey",
            "ann stands in ServerConfiguration file C:\\WINDOWS\\system32\\inetsrv\\config\\applicationHost.config with file C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys\\iisConfigurationKey",
            "ann stands in copies in C:\\inetpub\\history",
            "file C:\\WINDOWS\\system32\\inetsrv\\config\\applicationHost.config configures all",
        ],
        lacks: &["IUSR stands", "E:\\pics is read as IUSR"],
    },
    Row {
        title: "10.0, with the caches as KB 981949 tells them",
        world: "server BOX runs IIS 10.0
X31 is read as A
pool A
site Main at D:\\www in pool A, runs asp, asp.net core out of process, asp templates at D:\\own
",
        has: &[
            "host w3wp.exe of pool A as A",
            "host dotnet.exe of Main/ as A, started by w3wp.exe of pool A",
            "w3wp.exe of pool A uses folder C:\\inetpub\\temp\\IIS Temporary Compressed Files as ResponseCache",
            "w3wp.exe of pool A uses folder D:\\own as CodeCache",
            "*.dll in D:\\www runs in dotnet.exe of Main/, if it is there",
            "file C:\\inetpub\\temp\\appPools\\A\\A.config configures w3wp.exe of pool A",
        ],
        lacks: &["A stands"],
    },
    Row {
        title: "10.0, locked and ignored",
        world: "server BOX runs IIS 10.0
section handlers is locked
section modules is locked
pool A
pool Deaf ignores web.config
web.config of D:\\www\\sub sets runs php
web.config of D:\\deaf sets runs php
site Main at D:\\www in pool A
site Deaf at D:\\deaf in pool Deaf, no anonymous, runs cgi D:\\deaf\\c.exe
",
        has: &[
            "w3wp.exe of pool A takes settings from web.config in D:\\www",
            "w3wp.exe of pool A takes settings from web.config in D:\\www, D:\\www\\sub",
            "Main/ is code in w3wp.exe of pool A",
            "host D:\\deaf\\c.exe of Deaf/ as visitors, started by w3wp.exe of pool Deaf",
        ],
        lacks: &[
            "w3wp.exe of pool Deaf takes",
            "w3wp.exe of pool A takes code",
            "*.php",
            "anonymous on Deaf",
        ],
    },
    Row {
        title: "10.0, web.config below the root",
        world: "server BOX runs IIS 10.0
section anonymousAuthentication is unlocked
user ann
pool A
web.config of D:\\www\\sub sets runs php, anonymous is ann
site Main at D:\\www in pool A, runs asp.net, stores a machine key
  application /shop at D:\\www\\shop, runs asp.net impersonating as ann, allows upload
  application /static at D:\\www\\static
",
        has: &[
            "Main/ serves D:\\www but D:\\www\\shop, D:\\www\\static, D:\\www\\sub",
            "Main/ serves D:\\www\\sub",
            "*.php in D:\\www\\sub runs in php-cgi.exe of pool A",
            "D:\\www\\sub is read as ann",
            "D:\\www\\shop is read as ann",
            "w3wp.exe of pool A is perhaps handed ann",
            "w3wp.exe of pool A uses file D:\\www\\web.config as MachineKey",
            "D:\\www\\shop takes uploads",
            "ann stands in WebConfig file D:\\www\\shop\\web.config",
            "ann stands in WebConfig file D:\\www\\sub\\web.config",
            "anonymous on Main is ann",
            "anonymous on Main is IUSR",
        ],
        lacks: &[
            "*.php in D:\\www runs",
            "*.aspx in D:\\www\\sub",
            "D:\\www takes uploads",
            "w3wp.exe of pool A uses file D:\\www\\shop\\web.config as MachineKey",
        ],
    },
    Row {
        title: "anonymous as the pool",
        world: "server BOX runs IIS 8.5
pool A
site Main at D:\\www in pool A, anonymous is the pool identity, runs cgi D:\\www\\c.exe
",
        has: &[
            "anonymous on Main is A",
            "host D:\\www\\c.exe of Main/ as A, started by w3wp.exe of pool A",
        ],
        lacks: &["w3wp.exe of pool A is handed", "D:\\www is read as"],
    },
    Row {
        title: "components, services, tasks, search path",
        world: "server BOX runs IIS 6.0
user clerk
user joe
nobody is logged on at BOX
search path holds D:\\tools
component Till {7B6C2D51-2F0B-4C6A-9E0E-0A6D2B1C9F01} is an exe C:\\com\\till.exe, runs as clerk
component Grid {7B6C2D51-2F0B-4C6A-9E0E-0A6D2B1C9F02} is a dll C:\\com\\grid.dll
component Own {7B6C2D51-2F0B-4C6A-9E0E-0A6D2B1C9F03} is an exe C:\\com\\own.exe, runs as the launching user
component Desk {7B6C2D51-2F0B-4C6A-9E0E-0A6D2B1C9F04} is an exe C:\\com\\desk.exe, runs as the interactive user
service Spool runs as joe from C:\\spool\\spool.exe
service Plain runs as LocalSystem from C:\\plain\\plain.exe
task Nightly runs as clerk from C:\\night\\run.exe
pool A
site Main at D:\\www in pool A, runs asp, uses component Till, uses component Grid, uses component Own, uses D:\\lib\\x.dll
",
        has: &[
            "host the server of component Till as clerk",
            "the server of component Till uses file C:\\com\\till.exe as Program",
            "the server of component Till uses key HKCR\\AppID\\{7B6C2D51-2F0B-4C6A-9E0E-0A6D2B1C9F01} as Directs",
            "w3wp.exe of pool A uses key HKLM\\SOFTWARE\\Classes\\CLSID\\{7B6C2D51-2F0B-4C6A-9E0E-0A6D2B1C9F01} as Directs",
            "w3wp.exe of pool A uses file C:\\com\\grid.dll as Program",
            "w3wp.exe of pool A uses file C:\\com\\own.exe as Program",
            "w3wp.exe of pool A uses file D:\\lib\\x.dll as Program",
            "w3wp.exe of pool A uses folder D:\\tools as Libraries",
            "service Spool uses folder D:\\tools as Libraries",
            "host service Spool as joe",
            "host service Plain as SYSTEM",
            "service Spool uses key HKLM\\SYSTEM\\CurrentControlSet\\Services\\Spool as Directs",
            "service Spool uses Service as Control",
            "service Spool uses file C:\\spool\\spool.exe as Program",
            "service Spool uses folder C:\\spool as Libraries",
            "host task Nightly as clerk",
            "task Nightly uses file C:\\WINDOWS\\Tasks\\Nightly.job as Directs",
            "task Nightly uses file C:\\night\\run.exe as Program",
            "joe stands in Machine ",
            "clerk stands in Machine ",
        ],
        lacks: &[
            "host the server of component Own",
            "host the server of component Grid",
            "host the server of component Desk",
            "w3wp.exe of pool A uses file C:\\com\\till.exe as Program",
            "service Spool uses folder C:\\WINDOWS\\Temp as Temporary",
        ],
    },
    Row {
        title: "without IIS",
        world: "service Plain runs as LocalSystem from C:\\plain\\plain.exe
",
        has: &["host service Plain as SYSTEM"],
        lacks: &["file C:\\WINDOWS\\system32\\inetsrv"],
    },
];
