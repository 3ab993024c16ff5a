//! Which IIS, on which Windows: the closed lists.

use serde::{Deserialize, Serialize};

/// A version of IIS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs)] // the names are the numbers
pub enum IisVersion {
    #[serde(rename = "4.0")]
    V4_0,
    #[serde(rename = "5.0")]
    V5_0,
    #[serde(rename = "5.1")]
    V5_1,
    #[serde(rename = "6.0")]
    V6_0,
    #[serde(rename = "7.0")]
    V7_0,
    #[serde(rename = "7.5")]
    V7_5,
    #[serde(rename = "8.0")]
    V8_0,
    #[serde(rename = "8.5")]
    V8_5,
    #[serde(rename = "10.0")]
    V10_0,
}

impl IisVersion {
    /// Every version, oldest first, with its number and the first Windows that shipped it.
    pub const ALL: [(IisVersion, &'static str, WindowsVersion); 9] = [
        (IisVersion::V4_0, "4.0", WindowsVersion::Nt4),
        (IisVersion::V5_0, "5.0", WindowsVersion::W2000),
        (IisVersion::V5_1, "5.1", WindowsVersion::Xp),
        (IisVersion::V6_0, "6.0", WindowsVersion::Server2003),
        (IisVersion::V7_0, "7.0", WindowsVersion::Vista),
        (IisVersion::V7_5, "7.5", WindowsVersion::W7),
        (IisVersion::V8_0, "8.0", WindowsVersion::W8),
        (IisVersion::V8_5, "8.5", WindowsVersion::W8_1),
        (IisVersion::V10_0, "10.0", WindowsVersion::W10),
    ];

    /// The number, `6.0`.
    pub fn number(self) -> &'static str {
        IisVersion::ALL
            .iter()
            .find(|(version, _, _)| *version == self)
            .map_or("", |(_, number, _)| number)
    }

    /// The version of that number.
    pub fn by_number(number: &str) -> Option<IisVersion> {
        IisVersion::ALL
            .iter()
            .find(|(_, known, _)| *known == number)
            .map(|(version, _, _)| *version)
    }

    /// The first Windows that shipped it, which is meant when nothing is said.
    pub fn first_windows(self) -> WindowsVersion {
        IisVersion::ALL
            .iter()
            .find(|(version, _, _)| *version == self)
            .map_or(WindowsVersion::W10, |(_, _, windows)| *windows)
    }
}

/// A version of Windows. The order is that of what they know, a server beside the client it was made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs)] // the names are Windows' own, see `name`
pub enum WindowsVersion {
    Nt4,
    W2000,
    Xp,
    Server2003,
    Vista,
    Server2008,
    W7,
    Server2008R2,
    W8,
    Server2012,
    W8_1,
    Server2012R2,
    W10,
    Server2016,
    Server2019,
    Server2022,
    W11,
    Server2025,
}

impl WindowsVersion {
    /// Every version with its name, as it is said after `on Windows`.
    pub const ALL: [(WindowsVersion, &'static str); 18] = [
        (WindowsVersion::Nt4, "NT 4.0"),
        (WindowsVersion::W2000, "2000"),
        (WindowsVersion::Xp, "XP"),
        (WindowsVersion::Server2003, "Server 2003"),
        (WindowsVersion::Vista, "Vista"),
        (WindowsVersion::Server2008, "Server 2008"),
        (WindowsVersion::W7, "7"),
        (WindowsVersion::Server2008R2, "Server 2008 R2"),
        (WindowsVersion::W8, "8"),
        (WindowsVersion::Server2012, "Server 2012"),
        (WindowsVersion::W8_1, "8.1"),
        (WindowsVersion::Server2012R2, "Server 2012 R2"),
        (WindowsVersion::W10, "10"),
        (WindowsVersion::Server2016, "Server 2016"),
        (WindowsVersion::Server2019, "Server 2019"),
        (WindowsVersion::Server2022, "Server 2022"),
        (WindowsVersion::W11, "11"),
        (WindowsVersion::Server2025, "Server 2025"),
    ];

    /// Whether it is a client edition of Vista or later; before, one list of rights serves both.
    pub fn is_client(self) -> bool {
        use WindowsVersion::{Vista, W7, W8, W8_1, W10, W11};
        [Vista, W7, W8, W8_1, W10, W11].contains(&self)
    }

    /// The name as it is said after `on Windows`.
    pub fn name(self) -> &'static str {
        WindowsVersion::ALL
            .iter()
            .find(|(version, _)| *version == self)
            .map_or("", |(_, name)| name)
    }
}
