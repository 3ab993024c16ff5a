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
    // The lists at the end are long, and short patterns stand side by side.
    use Rule::*;
    match rule {
        EOI => Word::End,
        kw_user => keyword(Kind, "user"),
        kw_group => keyword(Kind, "group"),
        kw_pool => keyword(Kind, "pool"),
        kw_process => keyword(Kind, "process"),
        kw_site => keyword(Kind, "site"),
        kw_application => keyword(Kind, "application"),
        kw_component => keyword(Kind, "component"),
        kw_filter => keyword(Kind, "filter"),
        kw_folder => keyword(Kind, "folder"),
        kw_file => keyword(Kind, "file"),
        kw_key => keyword(Kind, "key"),
        kw_service => keyword(Kind, "service"),
        kw_url => keyword(Kind, "url"),
        kw_sid => keyword(Kind, "sid"),
        kw_token => keyword(Kind, "token"),
        kw_users => keyword(Kind, "users"),
        kw_groups => keyword(Kind, "groups"),
        kw_pools => keyword(Kind, "pools"),
        kw_processes => keyword(Kind, "processes"),
        kw_sites => keyword(Kind, "sites"),
        kw_applications => keyword(Kind, "applications"),
        kw_components => keyword(Kind, "components"),
        kw_filters => keyword(Kind, "filters"),
        kw_folders => keyword(Kind, "folders"),
        kw_files => keyword(Kind, "files"),
        kw_keys => keyword(Kind, "keys"),
        kw_services => keyword(Kind, "services"),
        kw_advice => keyword(Kind, "advice"),
        kw_urls => keyword(Kind, "urls"),
        kw_sids => keyword(Kind, "sids"),
        kw_tokens => keyword(Kind, "tokens"),
        kw_read_permissions => keyword(Verb, "read permissions of"),
        kw_change_permissions => keyword(Verb, "change permissions of"),
        kw_take_ownership => keyword(Verb, "take ownership of"),
        kw_create_files => keyword(Verb, "create files in"),
        kw_create_folders => keyword(Verb, "create folders in"),
        kw_control => keyword(Verb, "control"),
        kw_read => keyword(Verb, "read"),
        kw_write => keyword(Verb, "write"),
        kw_append => keyword(Verb, "append"),
        kw_execute => keyword(Verb, "execute"),
        kw_traverse => keyword(Verb, "traverse"),
        kw_delete => keyword(Verb, "delete"),
        kw_list => keyword(Verb, "list"),
        kw_modify => keyword(Verb, "modify"),
        kw_launch => keyword(Verb, "launch"),
        kw_activate => keyword(Verb, "activate"),
        kw_access => keyword(Verb, "access"),
        kw_use => keyword(Verb, "use"),
        kw_start => keyword(Verb, "start"),
        kw_stop => keyword(Verb, "stop"),
        kw_configure => keyword(Verb, "configure"),
        kw_request => keyword(Verb, "request"),
        kw_become => keyword(Verb, "become"),
        right_letters => name(Names::Nothing, "rights in icacls' letters, such as `(RX)`"),
        right_letter => name(Names::Nothing, "a letter of icacls"),
        right_mask => name(Names::Nothing, "a mask, such as `0x120089`"),
        right_name => name(Names::Nothing, "Windows' name of a right"),
        kw_read_and_execute => keyword(Other, "read and execute"),
        kw_everything => keyword(Other, "everything"),
        kw_and => keyword(Joining, "and"),
        kw_or => keyword(Joining, "or"),
        kw_except => keyword(Joining, "except"),
        kw_if => keyword(Begin, "if"),
        kw_then => keyword(Other, "then"),
        kw_of => keyword(Other, "of"),
        kw_in => keyword(Modifier, "in"),
        kw_at => keyword(Other, "at"),
        kw_as => keyword(Joining, "as"),
        kw_for => keyword(Joining, "for"),
        kw_on => keyword(Other, "on"),
        kw_under => keyword(Modifier, "under"),
        kw_a_member_of => keyword(Other, "a member of"),
        quoted => name(Names::Nothing, "a name in quotes"),
        bare => name(Names::Nothing, "a name"),
        sid => name(Names::Sids, "a SID, such as `S-1-5-20`"),
        service_account => name(Names::Nothing, "a name"),
        account_word => name(Names::Accounts, "an account"),
        quoted_path => name(Names::Nothing, "a path"),
        bare_path => name(Names::Paths, "a path"),
        quoted_url => name(Names::Nothing, "a URL"),
        bare_url => name(Names::Urls, "a URL"),
        site_url => name(Names::Nothing, "a URL"),
        guid => name(Names::Nothing, "a class id"),
        kw_why_not => keyword(Begin, "why not"),
        kw_why => keyword(Begin, "why"),
        kw_explain => keyword(Begin, "explain"),
        kw_count => keyword(Begin, "count"),
        kw_can => keyword(Begin, "can"),
        kw_not => keyword(Joining, "not"),
        kw_is => keyword(Begin, "is"),
        kw_who => keyword(Begin, "who"),
        kw_which => keyword(Begin, "which"),
        kw_are_members_of => keyword(Other, "are members of"),
        kw_what => keyword(Begin, "what"),
        kw_do_to => keyword(Other, "do to"),
        kw_show => keyword(Begin, "show"),
        kw_to => keyword(Other, "to"),
        comma => Word::Sign(","),
        open_brace => Word::Sign("{"),
        close_brace => Word::Sign("}"),
        close_bracket => Word::Sign(")"),
        actors_group => Word::Sign("("),
        actors_listed => Word::Sign("{"),
        kw_anonymous => keyword(Other, "anonymous"),
        kw_members_of => keyword(Other, "members of"),
        kw_every => keyword(Other, "every"),
        kw_any => keyword(Other, "any"),
        kw_logged_on => keyword(Joining, "logged on"),
        kw_interactively => keyword(Other, "interactively"),
        kw_over_the_network => keyword(Other, "over the network"),
        kw_as_a_batch_job => keyword(Other, "as a batch job"),
        kw_as_a_service => keyword(Other, "as a service"),
        kw_not_elevated => keyword(Joining, "not elevated"),
        user_name => name(Names::Users, "the name of a user"),
        group_name => name(Names::Groups, "a group"),
        pool_name => name(Names::Pools, "the name of a pool"),
        site_name => name(Names::Sites, "the name of a site"),
        application_name => name(Names::Applications, "the URL of an application"),
        actor_name => name(Names::Accounts, "somebody's name"),
        other_name => name(Names::Nothing, "a name"),
        component_name => name(Names::Components, "the name of a component"),
        service_name => name(Names::Services, "the name of a service"),
        filter_name => name(Names::Filters, "the path of a filter"),
        privilege_name => name(
            Names::Nothing,
            "a privilege, such as `SeImpersonatePrivilege`",
        ),
        class_id => name(Names::Nothing, "a class id"),
        kw_the => keyword(Other, "the"),
        targets_group => Word::Sign("("),
        targets_listed => Word::Sign("{"),
        kw_all_things => keyword(Other, "everything"),
        kw_anything => keyword(Other, "anything"),
        kw_objects => keyword(Kind, "objects"),
        kw_object => keyword(Kind, "object"),
        kw_matching => keyword(Joining, "matching"),
        pattern => name(Names::Nothing, "a pattern, such as `\"*.config\"`"),
        thing_name => name(Names::Nothing, "a path"),
        kw_directly => keyword(Modifier, "directly"),
        kw_through_at_most => keyword(Modifier, "through at most"),
        kw_steps => keyword(Other, "steps"),
        kw_given => keyword(Modifier, "given"),
        kw_at_every_stage => keyword(Modifier, "at every stage"),
        kw_with_weaknesses => keyword(Modifier, "with weaknesses"),
        kw_between => keyword(Modifier, "between"),
        kw_limit => keyword(Modifier, "limit"),
        kw_sort_by => keyword(Modifier, "sort by"),
        kw_group_by => keyword(Modifier, "group by"),
        number => name(Names::Nothing, "a number"),
        world_name => name(Names::Worlds, "the name of a world"),
        words => name(Names::Nothing, "words"),
        kw_name => keyword(Other, "name"),
        kw_kind => keyword(Other, "kind"),
        kw_verdict => keyword(Other, "verdict"),
        kw_reason => keyword(Other, "reason"),
        kw_permissions => keyword(Other, "permissions"),
        change => name(
            Names::Nothing,
            "a change, such as `pool A runs as NetworkService`",
        ),
        kw_how => keyword(Begin, "how"),
        kw_compare => keyword(Begin, "compare"),
        kw_with => keyword(Other, "with"),
        kw_no => keyword(Joining, "no"),
        kw_only => keyword(Joining, "only"),
        kw_at_least => keyword(Joining, "at least"),
        kw_every_other => keyword(Joining, "every other"),
        kw_come_to => keyword(Verb, "come to"),
        kw_locally => keyword(Joining, "locally"),
        kw_remotely => keyword(Joining, "remotely"),
        kw_process_of => keyword(Other, "the process of"),
        kw_thread_of => keyword(Other, "the thread of"),
        kw_worker_thread_of => keyword(Other, "a worker thread of"),
        kw_requested_by => keyword(Joining, "requested by"),
        kw_everything_in => keyword(Other, "everything in"),
        kw_content_of => keyword(Other, "content of"),
        kw_token_of => keyword(Other, "token of"),
        kw_reads_or_runs => keyword(Other, "reads or runs"),
        kw_others_than => keyword(Other, "others than"),
        kw_read_or_run => keyword(Other, "read or run"),
        kw_stored_secrets => keyword(Other, "stored secrets"),
        kw_above => keyword(Other, "above"),
        kw_protected => keyword(Other, "protected"),
        kw_strictly_isolated => keyword(Other, "strictly isolated"),
        kw_protected_from => keyword(Other, "protected from"),
        kw_strictly_isolated_from => keyword(Other, "strictly isolated from"),
        kw_isolated_from => keyword(Other, "isolated from"),
        kw_isolated => keyword(Other, "isolated"),
        kw_from => keyword(Other, "from"),
        kw_are => keyword(Begin, "are"),
        kw_each_other => keyword(Other, "each other"),
        kw_pairs_of => keyword(Other, "pairs of"),
        kw_separates => keyword(Other, "separates"),
        kw_identity_is => keyword(Other, "identity is"),
        kw_it_starts => keyword(Other, "starts"),
        kw_it_holds => keyword(Other, "holds"),
        kw_many => keyword(Other, "many"),
        kw_anything_in => keyword(Other, "anything in"),
        kw_with_rules => keyword(Modifier, "with"),
        kw_without => keyword(Modifier, "without"),
        rule_name => name(Names::Rules, "the name of a rule, such as `E11`"),
        kw_share => keyword(Other, "share an identity"),
        kw_identity_serves => keyword(Other, "identity serves"),
        kw_does => keyword(Begin, "does"),
        kw_run_as => keyword(Other, "run as"),
        kw_hold => keyword(Other, "hold"),
        kw_where => keyword(Begin, "where"),
        kw_at_stage => keyword(Modifier, "at stage"),
        kw_configuration => keyword(Other, "configuration"),
        kw_authentication => keyword(Other, "authentication"),
        kw_static_file => keyword(Other, "static file"),
        kw_script => keyword(Other, "script"),
        kw_code => keyword(Other, "code"),
        kw_after_revert => keyword(Other, "after revert"),
        kw_compilation => keyword(Other, "compilation"),
        kw_cache => keyword(Other, "cache"),
        kw_run => keyword(Other, "run"),
        kw_assert => keyword(Begin, "assert"),
        kw_invariant => keyword(Begin, "invariant"),
        kw_share_between => keyword(Other, "share an identity"),
        kw_some => keyword(Joining, "some"),
        kw_some_other => keyword(Joining, "some other"),
        kw_no_other => keyword(Joining, "no other"),
        kw_nobody => keyword(Joining, "nobody"),
        kw_do_not => keyword(Other, "does not"),
        kw_starts => keyword(Other, "starts"),
        kw_runs_as => keyword(Other, "runs as"),
        kw_holds => keyword(Other, "holds"),
        kw_shares_with => keyword(Other, "shares an identity with"),
        kw_share_with => keyword(Other, "share an identity with"),
        insisted_name => name(Names::Nothing, "what it is called, in quotes"),
        variable => name(Names::Nothing, "a name for it, such as `P`"),
        colon => Word::Sign(":"),
        mistake_may
        | mistake_third_person
        | mistake_two_verbs
        | mistake_access
        | mistake_has
        | mistake_have
        | mistake_member_of
        | mistake_no_subject
        | mistake_path_acts
        | mistake_content_acts
        | mistake_no_actor_name
        | mistake_no_object_name
        | mistake_clause
        | mistake_clause_actor
        | mistake_the
        | mistake_no_verb
        | mistake_no_object
        | mistake_empty_set
        | mistake_question => Word::Mistake,
        // Forms: they begin with a keyword, which is what is named.
        can | is_member | who_is_member | who_is | who_can | which_groups | which_are_members
        | which_can | which_range | what_can | show | list_members | list | token | members_of
        | of_user | of_group | of_pool | of_site | of_application | of_sid | logged_on
        | unquoted_name | range_under | range_matching | of_file | of_folder | of_key | of_url
        | of_component | of_filter | of_service | serving | acting_component | runs_where
        | serves | share_identity | does | show_token | mod_directly | mod_steps | mod_under
        | mod_given | mod_stage | mod_weaknesses | mod_between | mod_in | mod_limit | mod_sort
        | mod_group | supposed | compare | becoming | above | content_of | used_by
        | used_beside | stored | belonging_all | range_in | is_in | relation | are_all | pairs
        | separates | list_belonging | condition | tokens_of | mod_with | mod_without => Word::Form,
        // What a claim says is done: it begins with a verb.
        clause_deed | clause_wanted => name(Names::Nothing, "a verb, such as `read`"),
        // The same of clauses.
        clause_any | clause_all | clause_if | clause_for | ranged | clause_not | clause_group
        | said | said_only | said_quantified | said_pair | clause_actors | clause_targets
        | said_can | said_member | said_between | said_does => Word::Form,
        insisted | clause_alone | clause | clause_one | clause_kind | quantifier | clause_actor
        | several_targets | clause_target | target_goes_on | begins_said | clause_word
        | predicate_word | predicate | clause_done | clause_modifier => Word::Silent,
        // Silent: they leave no trace.
        WHITESPACE | sp | word_char | end | noun | nouns | verb | component_verb | service_verb
        | reach_verb | exact_right | reserved | quoted_char | account | plain_name | path
        | path_begin | drive | registry_root | path_text | url_path | question | body | why
        | prefix | core | can_word | deed | actor_kinds | actor_kind | shown_actor
        | shown_thing | shown_other | listed | wanted | actors | some_actors | actors_atom
        | actor | every_actor | plural_actors | named_actor | group_place | account_place
        | not_a_name | actor_begins | goes_on | path_alone | targets | some_targets
        | targets_atom | target | plural_range | every_range | things | thing | range_parts
        | place | not_a_thing | modifier | field | done | wanted_alone | stage | token_of
        | who_acts | client | of_served | related | belonging | list_where | condition_done
        | rule_names | simple_verb | nothing_named => Word::Silent,
    }
}
