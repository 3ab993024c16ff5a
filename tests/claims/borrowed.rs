//! Claims about the token that an extension borrows for its own threads.

use poolproof::iis::borrowed::{Answers, AtWork, Does, STEPS, Thread, Wears};

fn at_work(answers: Answers, deeds: &[Does]) -> AtWork {
    let called = AtWork::called(answers);
    deeds
        .iter()
        .fold(called, |at_work, does| at_work.after(*does))
}

/// S94, S95: it is called with the client's token on the thread, after the client was let in (S92).
#[test]
fn an_extension_is_called_as_the_client() {
    for answers in [Answers::AtOnce, Answers::Later] {
        let called = AtWork::called(answers);
        assert_eq!(called.on(Thread::OfRequest), Wears::Client);
    }
    assert!(STEPS[0].says.contains("verifies"));
    assert!(STEPS[1].says.contains("thread"));
}

/// S91: a thread that it makes is the process.
#[test]
fn a_thread_of_its_own_is_the_process() {
    let called = AtWork::called(Answers::Later);
    assert_eq!(called.on(Thread::Worker), Wears::Process);
}

/// S96: whoever asks gets a handle; without one there is nothing to put on.
#[test]
fn a_handle_is_there_for_whoever_asks() {
    let without = at_work(Answers::Later, &[Does::PutsOn(Thread::Worker)]);
    assert_eq!(without.on(Thread::Worker), Wears::Process);
    let with = at_work(Answers::Later, &[Does::AsksForHandle]);
    assert!(with.handle_is_valid());
}

/// S97: for an answer at once until the call returns; for one that comes later until it says that it is done.
#[test]
fn a_handle_lasts_as_long_as_the_session() {
    use Does::{AsksForHandle, IsDone, Returns};
    assert!(!at_work(Answers::AtOnce, &[AsksForHandle, Returns]).handle_is_valid());
    assert!(at_work(Answers::Later, &[AsksForHandle, Returns]).handle_is_valid());
    assert!(!at_work(Answers::Later, &[AsksForHandle, Returns, IsDone]).handle_is_valid());
    assert!(!at_work(Answers::AtOnce, &[Returns, AsksForHandle]).handle_is_valid());
}

/// S98: a thread that puts it on acts as the client.
#[test]
fn a_thread_that_puts_it_on_acts_as_the_client() {
    use Does::{AsksForHandle, PutsOn, Returns};
    let later = [AsksForHandle, Returns, PutsOn(Thread::Worker)];
    assert_eq!(
        at_work(Answers::Later, &later).on(Thread::Worker),
        Wears::Client
    );
    // Too late for an extension that answered at once.
    assert_eq!(
        at_work(Answers::AtOnce, &later).on(Thread::Worker),
        Wears::Process
    );
}

/// S99: reverting leaves the process, and reverting twice is reverting once.
#[test]
fn reverting_leaves_the_process() {
    use Does::{AsksForHandle, PutsOn, Reverts};
    for thread in [Thread::OfRequest, Thread::Worker] {
        let once = at_work(
            Answers::Later,
            &[AsksForHandle, PutsOn(thread), Reverts(thread)],
        );
        assert_eq!(once.on(thread), Wears::Process);
        assert_eq!(once.after(Reverts(thread)), once);
    }
}
