//! `poolproof sddl`
use super::Streams;
use std::io;
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    text: String,
}
pub(super) fn run(_: &Options, _: &mut Streams<'_>) -> io::Result<u8> {
    Ok(0)
}
