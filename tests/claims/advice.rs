//! Claims that are advice about a configuration.
