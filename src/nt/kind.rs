//! What is protected: the kinds of object, and what the four generic bits stand for on each.

use super::AccessMask;

/// A kind of securable object. It decides what generic bits map to and what single bits are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ObjectKind {
    /// A file (pipes share its rights).
    File,
    /// A directory.
    Folder,
    /// A registry key.
    Key,
    /// A service.
    Service,
    /// The service control manager.
    ServiceManager,
    /// A process.
    Process,
    /// A thread.
    Thread,
    /// An access token.
    Token,
    /// A COM launch permission list.
    ComLaunch,
    /// A COM access permission list.
    ComAccess,
}

/// What GENERIC_READ, _WRITE, _EXECUTE and _ALL stand for on a kind of object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GenericMapping {
    /// For GENERIC_READ.
    pub read: AccessMask,
    /// For GENERIC_WRITE.
    pub write: AccessMask,
    /// For GENERIC_EXECUTE.
    pub execute: AccessMask,
    /// For GENERIC_ALL, which is also all that the kind knows.
    pub all: AccessMask,
}

impl GenericMapping {
    /// The mask with its generic bits replaced by what they stand for.
    pub const fn map(&self, mask: AccessMask) -> AccessMask {
        let mut mapped = mask.without(AccessMask::GENERIC);
        if mask.intersects(AccessMask::GENERIC_READ) {
            mapped = mapped.union(self.read);
        }
        if mask.intersects(AccessMask::GENERIC_WRITE) {
            mapped = mapped.union(self.write);
        }
        if mask.intersects(AccessMask::GENERIC_EXECUTE) {
            mapped = mapped.union(self.execute);
        }
        if mask.intersects(AccessMask::GENERIC_ALL) {
            mapped = mapped.union(self.all);
        }
        mapped
    }
}

impl ObjectKind {
    /// Every kind.
    pub const ALL: [ObjectKind; 10] = [
        ObjectKind::File,
        ObjectKind::Folder,
        ObjectKind::Key,
        ObjectKind::Service,
        ObjectKind::ServiceManager,
        ObjectKind::Process,
        ObjectKind::Thread,
        ObjectKind::Token,
        ObjectKind::ComLaunch,
        ObjectKind::ComAccess,
    ];

    /// What generic bits stand for on this kind. COM lists store their bits as they are: theirs maps
    /// GENERIC_ALL to all COM bits and the others to nothing.
    pub const fn mapping(self) -> GenericMapping {
        const fn of(read: u32, write: u32, execute: u32, all: u32) -> GenericMapping {
            GenericMapping {
                read: AccessMask(read),
                write: AccessMask(write),
                execute: AccessMask(execute),
                all: AccessMask(all),
            }
        }
        match self {
            ObjectKind::File | ObjectKind::Folder => of(0x12_0089, 0x12_0116, 0x12_00A0, 0x1F_01FF),
            ObjectKind::Key => of(0x2_0019, 0x2_0006, 0x2_0019, 0xF_003F),
            ObjectKind::Service => of(0x2_008D, 0x2_0002, 0x2_0170, 0xF_01FF),
            ObjectKind::ServiceManager => of(0x2_0014, 0x2_0022, 0x2_0009, 0xF_003F),
            ObjectKind::Process => of(0x2_0410, 0x2_0BEA, 0x12_1001, 0x1F_FFFF),
            ObjectKind::Thread => of(0x2_0048, 0x2_0437, 0x12_1800, 0x1F_FFFF),
            ObjectKind::Token => of(0x2_001A, 0x2_01E0, 0x2_0005, 0xF_01FF),
            ObjectKind::ComLaunch => of(0, 0, 0, 0x1F),
            ObjectKind::ComAccess => of(0, 0, 0, 0x7),
        }
    }

    /// Whether objects of this kind hold others, so that container lines apply to them.
    pub const fn is_container(self) -> bool {
        matches!(self, ObjectKind::Folder | ObjectKind::Key)
    }
}
