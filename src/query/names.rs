//! Names: a word or a quoted text is an account, a SID, a path or a URL by its form and by the place where it stands.

use pest::{Parser, iterators::Pair};

use super::{
    grammar::{Grammar, Rule},
    guard, mistakes,
    nouns::{Read, Reader, span_of},
    syntax::{Reference, Written},
};
use crate::{
    text::Span,
    world::{Name, WinPath},
};

impl<'q> Reader<'q> {
    /// A name, sorted by the place where it stands and by its form.
    pub fn reference(&self, pair: Pair<'q, Rule>) -> Read<Written<Reference>> {
        let span = span_of(&pair);
        let text = pair.as_str();
        let reference = match pair.as_rule() {
            Rule::user_name
            | Rule::group_name
            | Rule::pool_name
            | Rule::site_name
            | Rule::component_name
            | Rule::service_name
            | Rule::privilege_name
            | Rule::class_id => self.account_name(pair.as_rule(), text, span)?,
            Rule::sid => self.sid(text, span)?,
            Rule::bare_path | Rule::quoted_path => self.path(text, span)?,
            Rule::other_name | Rule::filter_name if begins_a_path(&unquoted(text)) => {
                self.path(text, span)?
            }
            Rule::other_name | Rule::filter_name => name(text),
            Rule::application_name | Rule::actor_name | Rule::thing_name => {
                self.by_form(pair.as_rule(), text, span)?
            }
            Rule::bare_url | Rule::quoted_url | Rule::site_url => {
                url(text).unwrap_or_else(|| name(text))
            }
            _ => return self.unexpected(&pair),
        };
        Ok(Written::new(reference, span))
    }

    fn account_name(&self, rule: Rule, text: &str, span: Span) -> Read<Reference> {
        let may_be_sid = matches!(rule, Rule::user_name | Rule::group_name);
        if may_be_sid && looks_like_sid(text) {
            return self.sid(text, span);
        }
        Ok(name(text))
    }

    /// A name in a place that takes several forms.
    fn by_form(&self, rule: Rule, text: &str, span: Span) -> Read<Reference> {
        let inner = unquoted(text);
        if begins_a_path(&inner) {
            return match rule {
                Rule::thing_name => self.path(text, span),
                _ => Err(mistakes::path_acts(self.source(), span, &inner)),
            };
        }
        if let Some(url) = url(text) {
            return Ok(url);
        }
        if rule == Rule::actor_name && looks_like_sid(text) {
            return self.sid(text, span);
        }
        Ok(name(text))
    }

    fn sid(&self, text: &str, span: Span) -> Read<Reference> {
        match text.parse() {
            Ok(sid) => Ok(Reference::Sid(sid)),
            Err(error) => Err(mistakes::bad_sid(self.source(), span, text, &error)),
        }
    }

    fn path(&self, text: &str, span: Span) -> Read<Reference> {
        let inner = unquoted(text);
        if inner.contains('/') {
            return Err(mistakes::forward_slashes(self.source(), span, &inner));
        }
        Ok(Reference::Path(WinPath::new(&inner)))
    }
}

fn name(text: &str) -> Reference {
    Reference::Name(Name::new(&*unquoted(text)))
}

/// `/x`, `Shop/x`, `"Default Web Site"/x`, `"Default Web Site/x y"`; `None` for a text that is no URL.
fn url(text: &str) -> Option<Reference> {
    let quoted_site = text
        .strip_prefix('"')
        .and_then(|rest| Some((rest, rest.rfind('"')?)))
        .filter(|(rest, close)| close + 1 < rest.len());
    let (site, path) = match quoted_site {
        Some((rest, close)) => {
            let site = rest[..close].replace("\"\"", "\"");
            split_at_slash(&(site + &rest[close + 1..]))?
        }
        None => {
            // `CORP\a/b` is the name of an account.
            split_at_slash(&unquoted(text)).filter(|(site, _)| !site.contains('\\'))?
        }
    };
    let site = (!site.is_empty()).then(|| Name::new(site));
    Some(Reference::Url {
        site,
        path: Name::new(path),
    })
}

fn split_at_slash(text: &str) -> Option<(String, String)> {
    let slash = text.find('/')?;
    Some((text[..slash].to_owned(), text[slash..].to_owned()))
}

/// What was meant by a word or a quoted text.
pub(super) fn unquoted(text: &str) -> std::borrow::Cow<'_, str> {
    match text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
    {
        Some(inner) => inner.replace("\"\"", "\"").into(),
        None => text.into(),
    }
}

fn looks_like_sid(text: &str) -> bool {
    text.get(..4)
        .is_some_and(|begin| begin.eq_ignore_ascii_case("S-1-"))
}

/// Whether a text without its quotes begins as a path does.
pub(super) fn begins_a_path(text: &str) -> bool {
    Grammar::parse(Rule::path_alone, text).is_ok()
}

/// Whether a name can be written without quotes wherever a name can stand.
pub(super) fn is_plain(text: &str) -> bool {
    !text.starts_with(guard::is_quote)
        && !looks_like_sid(text)
        && !text.contains('/')
        && !begins_a_path(text)
        && Grammar::parse(Rule::unquoted_name, text).is_ok()
}

/// Whether a text is a class in braces, which needs no quotes.
pub(super) fn is_class(text: &str) -> bool {
    Grammar::parse(Rule::class_id, text).is_ok_and(|mut pairs| {
        pairs
            .next()
            .is_some_and(|pair| pair.as_str().len() == text.len())
    })
}
