//! What a request needs, slow and obvious: a reading of the table of identities, one question after the other.
//!
//! It is given who may read what as plain truths and knows nothing of tokens, lists, plans or steps.

/// A request and all that matters for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// 5, 6 or 7 for 7.0 and later.
    pub age: u8,
    /// Whether the one who asks authenticates.
    pub authenticates: bool,
    /// Whether anonymous requests are allowed.
    pub anonymous_allowed: bool,
    /// What the file is: `static`, `asp` or `asp.net`.
    pub kind: &'static str,
    /// Whether it lies in a virtual folder of this machine that has an account.
    pub in_folder_with_account: bool,
    /// Whether the pool's account is disabled.
    pub pool_disabled: bool,
    /// Whether the pool ignores web.config.
    pub ignores: bool,
    /// Whether there is a web.config in the site's root.
    pub config: bool,
    /// Whether it sets a section that is locked.
    pub config_sets_locked: bool,
    /// Whether the anonymous account may read the file.
    pub anonymous_reads: bool,
    /// Whether the one who authenticates may.
    pub asker_reads: bool,
    /// Whether the process may.
    pub process_reads: bool,
    /// Whether the account of the virtual folder may.
    pub folder_account_reads: bool,
    /// Whether the process may read the web.config.
    pub process_reads_config: bool,
}

/// The stage that refuses; nothing if the request succeeds.
pub fn refused_at(asked: &Asked) -> Option<&'static str> {
    // There is a pool from 6.0 on, and it has to start.
    if asked.age >= 6 && asked.pool_disabled {
        return Some("configuration");
    }
    // From 7.0 the worker heeds web.config, unless its pool does not; before, ASP.NET alone reads it.
    let heeds = if asked.age >= 7 {
        !asked.ignores
    } else {
        asked.kind == "asp.net"
    };
    if asked.config && heeds {
        if asked.age >= 7 && asked.config_sets_locked {
            return Some("configuration");
        }
        if !asked.process_reads_config {
            return Some("configuration");
        }
    }
    if !asked.authenticates && !asked.anonymous_allowed {
        return Some("authentication");
    }
    let stage = if asked.kind == "static" {
        "static file"
    } else {
        "script"
    };
    // The account of a virtual folder on this machine counts from 7.0 on, and then it is the only one.
    if asked.in_folder_with_account && asked.age >= 7 {
        return (!asked.folder_account_reads).then_some(stage);
    }
    let user_reads = if asked.authenticates {
        asked.asker_reads
    } else {
        asked.anonymous_reads
    };
    if !user_reads {
        return Some(stage);
    }
    // Before 6.0 the core is SYSTEM, which is not asked.
    if asked.age >= 6 && !asked.process_reads {
        return Some(stage);
    }
    None
}
