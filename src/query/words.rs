//! Every rule of the grammar, and what it is to a person: the spelling of a keyword, the kind of a name.
//!
//! Errors and completion take their words from here, and rule names never reach a reader.

use super::{complete::Names, grammar::Rule};

/// What a rule is to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// A keyword or a phrase, as it is typed.
    Keyword(Group, &'static str),
    /// A name: which names may be offered, and what it is called.
    Name(Names, &'static str),
    /// A bracket.
    Sign(&'static str),
    /// A part of a sentence that is made of keywords and names.
    Form,
    /// A rule that leaves no trace.
    Silent,
    /// A likely wrong spelling.
    Mistake,
    /// The end of the text.
    End,
}

/// What a keyword does, in the order in which expectations are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Group {
    /// It begins a question.
    Begin,
    /// It is a verb.
    Verb,
    /// It is a kind of thing.
    Kind,
    /// It belongs to a phrase.
    Other,
    /// It narrows or orders.
    Modifier,
    /// It goes on with what was complete.
    Joining,
}

/// The spelling of a keyword.
pub(super) fn spelling(rule: Rule) -> Option<&'static str> {
    match word(rule) {
        Word::Keyword(_, spelling) => Some(spelling),
        Word::Name(..) | Word::Sign(_) | Word::Form | Word::Silent | Word::Mistake | Word::End => {
            None
        }
    }
}

const fn keyword(group: Group, spelling: &'static str) -> Word {
    Word::Keyword(group, spelling)
}

const fn name(names: Names, called: &'static str) -> Word {
    Word::Name(names, called)
}

/// What a rule is to a person. A new rule of the grammar stops the build until it stands here.
pub(super) fn word(rule: Rule) -> Word {
    use Group::{Begin, Joining, Kind, Modifier, Other, Verb};
    match rule {
        Rule::EOI => Word::End,
        Rule::kw_user => keyword(Kind, "user"),
        Rule::kw_group => keyword(Kind, "group"),
        Rule::kw_pool => keyword(Kind, "pool"),
        Rule::kw_process => keyword(Kind, "process"),
        Rule::kw_site => keyword(Kind, "site"),
        Rule::kw_application => keyword(Kind, "application"),
        Rule::kw_component => keyword(Kind, "component"),
        Rule::kw_filter => keyword(Kind, "filter"),
        Rule::kw_folder => keyword(Kind, "folder"),
        Rule::kw_file => keyword(Kind, "file"),
        Rule::kw_key => keyword(Kind, "key"),
        Rule::kw_service => keyword(Kind, "service"),
        Rule::kw_url => keyword(Kind, "url"),
        Rule::kw_sid => keyword(Kind, "sid"),
        Rule::kw_token => keyword(Kind, "token"),
        Rule::kw_users => keyword(Kind, "users"),
        Rule::kw_groups => keyword(Kind, "groups"),
        Rule::kw_pools => keyword(Kind, "pools"),
        Rule::kw_processes => keyword(Kind, "processes"),
        Rule::kw_sites => keyword(Kind, "sites"),
        Rule::kw_applications => keyword(Kind, "applications"),
        Rule::kw_components => keyword(Kind, "components"),
        Rule::kw_filters => keyword(Kind, "filters"),
        Rule::kw_folders => keyword(Kind, "folders"),
        Rule::kw_files => keyword(Kind, "files"),
        Rule::kw_keys => keyword(Kind, "keys"),
        Rule::kw_services => keyword(Kind, "services"),
        Rule::kw_advice => keyword(Kind, "advice"),
        Rule::kw_urls => keyword(Kind, "urls"),
        Rule::kw_sids => keyword(Kind, "sids"),
        Rule::kw_tokens => keyword(Kind, "tokens"),
        Rule::kw_read_permissions => keyword(Verb, "read permissions of"),
        Rule::kw_change_permissions => keyword(Verb, "change permissions of"),
        Rule::kw_take_ownership => keyword(Verb, "take ownership of"),
        Rule::kw_create_files => keyword(Verb, "create files in"),
        Rule::kw_create_folders => keyword(Verb, "create folders in"),
        Rule::kw_control => keyword(Verb, "control"),
        Rule::kw_read => keyword(Verb, "read"),
        Rule::kw_write => keyword(Verb, "write"),
        Rule::kw_append => keyword(Verb, "append"),
        Rule::kw_execute => keyword(Verb, "execute"),
        Rule::kw_traverse => keyword(Verb, "traverse"),
        Rule::kw_delete => keyword(Verb, "delete"),
        Rule::kw_list => keyword(Verb, "list"),
        Rule::kw_modify => keyword(Verb, "modify"),
        Rule::kw_launch => keyword(Verb, "launch"),
        Rule::kw_activate => keyword(Verb, "activate"),
        Rule::kw_access => keyword(Verb, "access"),
        Rule::kw_use => keyword(Verb, "use"),
        Rule::kw_start => keyword(Verb, "start"),
        Rule::kw_stop => keyword(Verb, "stop"),
        Rule::kw_configure => keyword(Verb, "configure"),
        Rule::kw_request => keyword(Verb, "request"),
        Rule::kw_become => keyword(Verb, "become"),
        Rule::right_letters => name(Names::Nothing, "rights in icacls' letters, such as `(RX)`"),
        Rule::right_letter => name(Names::Nothing, "a letter of icacls"),
        Rule::right_mask => name(Names::Nothing, "a mask, such as `0x120089`"),
        Rule::right_name => name(Names::Nothing, "Windows' name of a right"),
        Rule::kw_read_and_execute => keyword(Other, "read and execute"),
        Rule::kw_everything => keyword(Other, "everything"),
        Rule::kw_and => keyword(Joining, "and"),
        Rule::kw_or => keyword(Joining, "or"),
        Rule::kw_except => keyword(Joining, "except"),
        Rule::kw_if => keyword(Begin, "if"),
        Rule::kw_then => keyword(Other, "then"),
        Rule::kw_of => keyword(Other, "of"),
        Rule::kw_in => keyword(Modifier, "in"),
        Rule::kw_at => keyword(Other, "at"),
        Rule::kw_as => keyword(Joining, "as"),
        Rule::kw_for => keyword(Joining, "for"),
        Rule::kw_on => keyword(Other, "on"),
        Rule::kw_under => keyword(Modifier, "under"),
        Rule::kw_a_member_of => keyword(Other, "a member of"),
        Rule::quoted => name(Names::Nothing, "a name in quotes"),
        Rule::bare => name(Names::Nothing, "a name"),
        Rule::sid => name(Names::Sids, "a SID, such as `S-1-5-20`"),
        Rule::service_account => name(Names::Nothing, "a name"),
        Rule::account_word => name(Names::Accounts, "an account"),
        Rule::quoted_path => name(Names::Nothing, "a path"),
        Rule::bare_path => name(Names::Paths, "a path"),
        Rule::quoted_url => name(Names::Nothing, "a URL"),
        Rule::bare_url => name(Names::Urls, "a URL"),
        Rule::site_url => name(Names::Nothing, "a URL"),
        Rule::guid => name(Names::Nothing, "a class id"),
        Rule::kw_why_not => keyword(Begin, "why not"),
        Rule::kw_why => keyword(Begin, "why"),
        Rule::kw_explain => keyword(Begin, "explain"),
        Rule::kw_count => keyword(Begin, "count"),
        Rule::kw_can => keyword(Begin, "can"),
        Rule::kw_not => keyword(Joining, "not"),
        Rule::kw_is => keyword(Begin, "is"),
        Rule::kw_who => keyword(Begin, "who"),
        Rule::kw_which => keyword(Begin, "which"),
        Rule::kw_are_members_of => keyword(Other, "are members of"),
        Rule::kw_what => keyword(Begin, "what"),
        Rule::kw_do_to => keyword(Other, "do to"),
        Rule::kw_show => keyword(Begin, "show"),
        Rule::kw_to => keyword(Other, "to"),
        Rule::comma => Word::Sign(","),
        Rule::open_brace => Word::Sign("{"),
        Rule::close_brace => Word::Sign("}"),
        Rule::close_bracket => Word::Sign(")"),
        Rule::actors_group => Word::Sign("("),
        Rule::actors_listed => Word::Sign("{"),
        Rule::kw_anonymous => keyword(Other, "anonymous"),
        Rule::kw_members_of => keyword(Other, "members of"),
        Rule::kw_every => keyword(Other, "every"),
        Rule::kw_any => keyword(Other, "any"),
        Rule::kw_logged_on => keyword(Joining, "logged on"),
        Rule::kw_interactively => keyword(Other, "interactively"),
        Rule::kw_over_the_network => keyword(Other, "over the network"),
        Rule::kw_as_a_batch_job => keyword(Other, "as a batch job"),
        Rule::kw_as_a_service => keyword(Other, "as a service"),
        Rule::kw_not_elevated => keyword(Joining, "not elevated"),
        Rule::user_name => name(Names::Users, "the name of a user"),
        Rule::group_name => name(Names::Groups, "a group"),
        Rule::pool_name => name(Names::Pools, "the name of a pool"),
        Rule::site_name => name(Names::Sites, "the name of a site"),
        Rule::application_name => name(Names::Applications, "the URL of an application"),
        Rule::actor_name => name(Names::Accounts, "somebody's name"),
        Rule::other_name => name(Names::Nothing, "a name"),
        Rule::component_name => name(Names::Components, "the name of a component"),
        Rule::service_name => name(Names::Services, "the name of a service"),
        Rule::filter_name => name(Names::Filters, "the path of a filter"),
        Rule::privilege_name => name(
            Names::Nothing,
            "a privilege, such as `SeImpersonatePrivilege`",
        ),
        Rule::class_id => name(Names::Nothing, "a class id"),
        Rule::kw_the => keyword(Other, "the"),
        Rule::targets_group => Word::Sign("("),
        Rule::targets_listed => Word::Sign("{"),
        Rule::kw_all_things => keyword(Other, "everything"),
        Rule::kw_anything => keyword(Other, "anything"),
        Rule::kw_objects => keyword(Kind, "objects"),
        Rule::kw_object => keyword(Kind, "object"),
        Rule::kw_matching => keyword(Joining, "matching"),
        Rule::pattern => name(Names::Nothing, "a pattern, such as `\"*.config\"`"),
        Rule::thing_name => name(Names::Nothing, "a path"),
        Rule::kw_directly => keyword(Modifier, "directly"),
        Rule::kw_through_at_most => keyword(Modifier, "through at most"),
        Rule::kw_steps => keyword(Other, "steps"),
        Rule::kw_given => keyword(Modifier, "given"),
        Rule::kw_at_every_stage => keyword(Modifier, "at every stage"),
        Rule::kw_with_weaknesses => keyword(Modifier, "with weaknesses"),
        Rule::kw_between => keyword(Modifier, "between"),
        Rule::kw_limit => keyword(Modifier, "limit"),
        Rule::kw_sort_by => keyword(Modifier, "sort by"),
        Rule::kw_group_by => keyword(Modifier, "group by"),
        Rule::number => name(Names::Nothing, "a number"),
        Rule::world_name => name(Names::Worlds, "the name of a world"),
        Rule::words => name(Names::Nothing, "words"),
        Rule::kw_name => keyword(Other, "name"),
        Rule::kw_kind => keyword(Other, "kind"),
        Rule::kw_verdict => keyword(Other, "verdict"),
        Rule::kw_reason => keyword(Other, "reason"),
        Rule::kw_permissions => keyword(Other, "permissions"),
        Rule::change => name(
            Names::Nothing,
            "a change, such as `pool A runs as NetworkService`",
        ),
        Rule::kw_how => keyword(Begin, "how"),
        Rule::kw_compare => keyword(Begin, "compare"),
        Rule::kw_with => keyword(Other, "with"),
        Rule::kw_no => keyword(Joining, "no"),
        Rule::kw_only => keyword(Joining, "only"),
        Rule::kw_at_least => keyword(Joining, "at least"),
        Rule::kw_every_other => keyword(Joining, "every other"),
        Rule::kw_come_to => keyword(Verb, "come to"),
        Rule::kw_locally => keyword(Joining, "locally"),
        Rule::kw_remotely => keyword(Joining, "remotely"),
        Rule::kw_process_of => keyword(Other, "the process of"),
        Rule::kw_thread_of => keyword(Other, "the thread of"),
        Rule::kw_worker_thread_of => keyword(Other, "a worker thread of"),
        Rule::kw_requested_by => keyword(Joining, "requested by"),
        Rule::kw_everything_in => keyword(Other, "everything in"),
        Rule::kw_content_of => keyword(Other, "content of"),
        Rule::kw_token_of => keyword(Other, "token of"),
        Rule::kw_reads_or_runs => keyword(Other, "reads or runs"),
        Rule::kw_others_than => keyword(Other, "others than"),
        Rule::kw_read_or_run => keyword(Other, "read or run"),
        Rule::kw_stored_secrets => keyword(Other, "stored secrets"),
        Rule::kw_above => keyword(Other, "above"),
        Rule::kw_protected => keyword(Other, "protected"),
        Rule::kw_strictly_isolated => keyword(Other, "strictly isolated"),
        Rule::kw_protected_from => keyword(Other, "protected from"),
        Rule::kw_strictly_isolated_from => keyword(Other, "strictly isolated from"),
        Rule::kw_isolated_from => keyword(Other, "isolated from"),
        Rule::kw_isolated => keyword(Other, "isolated"),
        Rule::kw_from => keyword(Other, "from"),
        Rule::kw_are => keyword(Begin, "are"),
        Rule::kw_each_other => keyword(Other, "each other"),
        Rule::kw_pairs_of => keyword(Other, "pairs of"),
        Rule::kw_separates => keyword(Other, "separates"),
        Rule::kw_identity_is => keyword(Other, "identity is"),
        Rule::kw_it_starts => keyword(Other, "starts"),
        Rule::kw_it_holds => keyword(Other, "holds"),
        Rule::kw_many => keyword(Other, "many"),
        Rule::kw_anything_in => keyword(Other, "anything in"),
        Rule::kw_with_rules => keyword(Modifier, "with"),
        Rule::kw_without => keyword(Modifier, "without"),
        Rule::rule_name => name(Names::Rules, "the name of a rule, such as `E11`"),
        Rule::kw_share => keyword(Other, "share an identity"),
        Rule::kw_identity_serves => keyword(Other, "identity serves"),
        Rule::kw_does => keyword(Begin, "does"),
        Rule::kw_run_as => keyword(Other, "run as"),
        Rule::kw_hold => keyword(Other, "hold"),
        Rule::kw_where => keyword(Begin, "where"),
        Rule::kw_at_stage => keyword(Modifier, "at stage"),
        Rule::kw_configuration => keyword(Other, "configuration"),
        Rule::kw_authentication => keyword(Other, "authentication"),
        Rule::kw_static_file => keyword(Other, "static file"),
        Rule::kw_script => keyword(Other, "script"),
        Rule::kw_code => keyword(Other, "code"),
        Rule::kw_after_revert => keyword(Other, "after revert"),
        Rule::kw_compilation => keyword(Other, "compilation"),
        Rule::kw_cache => keyword(Other, "cache"),
        Rule::kw_run => keyword(Other, "run"),
        Rule::kw_assert => keyword(Begin, "assert"),
        Rule::kw_invariant => keyword(Begin, "invariant"),
        Rule::kw_share_between => keyword(Other, "share an identity"),
        Rule::kw_some => keyword(Joining, "some"),
        Rule::kw_some_other => keyword(Joining, "some other"),
        Rule::kw_no_other => keyword(Joining, "no other"),
        Rule::kw_nobody => keyword(Joining, "nobody"),
        Rule::kw_do_not => keyword(Other, "does not"),
        Rule::kw_starts => keyword(Other, "starts"),
        Rule::kw_runs_as => keyword(Other, "runs as"),
        Rule::kw_holds => keyword(Other, "holds"),
        Rule::kw_shares_with => keyword(Other, "shares an identity with"),
        Rule::kw_share_with => keyword(Other, "share an identity with"),
        Rule::insisted_name => name(Names::Nothing, "what it is called, in quotes"),
        Rule::variable => name(Names::Nothing, "a name for it, such as `P`"),
        Rule::colon => Word::Sign(":"),
        Rule::mistake_may
        | Rule::mistake_third_person
        | Rule::mistake_two_verbs
        | Rule::mistake_access
        | Rule::mistake_has
        | Rule::mistake_have
        | Rule::mistake_member_of
        | Rule::mistake_no_subject
        | Rule::mistake_path_acts
        | Rule::mistake_content_acts
        | Rule::mistake_no_actor_name
        | Rule::mistake_no_object_name
        | Rule::mistake_clause
        | Rule::mistake_clause_actor
        | Rule::mistake_the
        | Rule::mistake_no_verb
        | Rule::mistake_no_object
        | Rule::mistake_empty_set
        | Rule::mistake_question => Word::Mistake,
        // Forms: they begin with a keyword, which is what is named.
        Rule::can
        | Rule::is_member
        | Rule::who_is_member
        | Rule::who_is
        | Rule::who_can
        | Rule::which_groups
        | Rule::which_are_members
        | Rule::which_can
        | Rule::which_range
        | Rule::what_can
        | Rule::show
        | Rule::list_members
        | Rule::list
        | Rule::token
        | Rule::members_of
        | Rule::of_user
        | Rule::of_group
        | Rule::of_pool
        | Rule::of_site
        | Rule::of_application
        | Rule::of_sid
        | Rule::logged_on
        | Rule::unquoted_name
        | Rule::range_under
        | Rule::range_matching
        | Rule::of_file
        | Rule::of_folder
        | Rule::of_key
        | Rule::of_url
        | Rule::of_component
        | Rule::of_filter
        | Rule::of_service
        | Rule::serving
        | Rule::acting_component
        | Rule::runs_where
        | Rule::serves
        | Rule::share_identity
        | Rule::does
        | Rule::show_token
        | Rule::mod_directly
        | Rule::mod_steps
        | Rule::mod_under
        | Rule::mod_given
        | Rule::mod_stage
        | Rule::mod_weaknesses
        | Rule::mod_between
        | Rule::mod_in
        | Rule::mod_limit
        | Rule::mod_sort
        | Rule::mod_group
        | Rule::supposed
        | Rule::compare
        | Rule::becoming
        | Rule::above
        | Rule::content_of
        | Rule::used_by
        | Rule::used_beside
        | Rule::stored
        | Rule::belonging_all
        | Rule::range_in
        | Rule::is_in
        | Rule::relation
        | Rule::are_all
        | Rule::pairs
        | Rule::separates
        | Rule::list_belonging
        | Rule::condition
        | Rule::tokens_of
        | Rule::mod_with
        | Rule::mod_without => Word::Form,
        // The same of clauses.
        #[rustfmt::skip]
        Rule::clause_any | Rule::clause_all | Rule::clause_if | Rule::clause_for | Rule::ranged | Rule::clause_not
        | Rule::clause_group | Rule::said | Rule::said_only | Rule::said_quantified | Rule::said_pair
        | Rule::clause_actors | Rule::clause_targets | Rule::said_can | Rule::said_member | Rule::said_between
        | Rule::said_does | Rule::clause_deed | Rule::clause_wanted => Word::Form,
        #[rustfmt::skip]
        Rule::insisted | Rule::clause_alone | Rule::clause | Rule::clause_one | Rule::clause_kind | Rule::quantifier
        | Rule::clause_actor | Rule::several_targets | Rule::clause_target | Rule::target_goes_on | Rule::begins_said
        | Rule::clause_word | Rule::predicate_word | Rule::predicate | Rule::clause_done | Rule::clause_modifier => Word::Silent,
        // Silent: they leave no trace.
        Rule::WHITESPACE
        | Rule::sp
        | Rule::word_char
        | Rule::end
        | Rule::noun
        | Rule::nouns
        | Rule::verb
        | Rule::component_verb
        | Rule::service_verb
        | Rule::reach_verb
        | Rule::exact_right
        | Rule::reserved
        | Rule::quoted_char
        | Rule::account
        | Rule::plain_name
        | Rule::path
        | Rule::path_begin
        | Rule::drive
        | Rule::registry_root
        | Rule::path_text
        | Rule::url_path
        | Rule::question
        | Rule::body
        | Rule::why
        | Rule::prefix
        | Rule::core
        | Rule::can_word
        | Rule::deed
        | Rule::actor_kinds
        | Rule::actor_kind
        | Rule::shown_actor
        | Rule::shown_thing
        | Rule::shown_other
        | Rule::listed
        | Rule::wanted
        | Rule::actors
        | Rule::some_actors
        | Rule::actors_atom
        | Rule::actor
        | Rule::every_actor
        | Rule::plural_actors
        | Rule::named_actor
        | Rule::group_place
        | Rule::account_place
        | Rule::not_a_name
        | Rule::actor_begins
        | Rule::goes_on
        | Rule::path_alone
        | Rule::targets
        | Rule::some_targets
        | Rule::targets_atom
        | Rule::target
        | Rule::plural_range
        | Rule::every_range
        | Rule::things
        | Rule::thing
        | Rule::range_parts
        | Rule::place
        | Rule::not_a_thing
        | Rule::modifier
        | Rule::field
        | Rule::done
        | Rule::wanted_alone
        | Rule::stage
        | Rule::token_of
        | Rule::who_acts
        | Rule::client
        | Rule::of_served
        | Rule::related
        | Rule::belonging
        | Rule::list_where
        | Rule::condition_done
        | Rule::rule_names
        | Rule::simple_verb
        | Rule::nothing_named => Word::Silent,
    }
}
