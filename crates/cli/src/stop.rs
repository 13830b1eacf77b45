//! Ctrl-C: the first ends a work in order, the second at once.

use crate::console::note;
use crate::outcome::Outcome;
use anyhow::Context;
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// What Ctrl-C does next.
#[derive(Debug, Default)]
struct State {
    /// Whether there is work that can be ended in order, and nothing has requested that.
    is_working: AtomicBool,
    /// Held while a file is being written.
    writing: Mutex<()>,
}

/// What is done about one Ctrl-C.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    EndInOrder,
    EndAtOnce,
}

impl State {
    fn interrupt(&self) -> Answer {
        match self.is_working.swap(false, Ordering::SeqCst) {
            true => Answer::EndInOrder,
            false => Answer::EndAtOnce,
        }
    }
}

/// A work that Ctrl-C ends in order.
#[derive(Debug)]
pub(crate) struct Stop(Arc<State>);

impl Stop {
    /// Watches for Ctrl-C from now on; `ending` is what the first one is answered with.
    pub(crate) fn watch(ending: &'static str) -> anyhow::Result<Self> {
        let state = Arc::new(State::default());
        state.is_working.store(true, Ordering::SeqCst);
        let watched = Arc::clone(&state);
        let answer = move || match watched.interrupt() {
            Answer::EndInOrder => note(ending),
            Answer::EndAtOnce => {
                // A file that is being written is there whole or not at all.
                let _writing = watched.writing.lock().unwrap_or_else(PoisonError::into_inner);
                process::exit(Outcome::Stopped.status().into());
            }
        };
        ctrlc::set_handler(answer).context("the system refuses to tell of Ctrl-C")?;
        Ok(Self(state))
    }

    /// Whether the work is to end.
    pub(crate) fn is_requested(&self) -> bool {
        !self.0.is_working.load(Ordering::SeqCst)
    }

    /// Ends the work: from now on, Ctrl-C ends the process at once.
    pub(crate) fn finish(&self) {
        self.0.is_working.store(false, Ordering::SeqCst);
    }

    /// Writes files, which Ctrl-C waits for.
    pub(crate) fn writing<T>(&self, write: impl FnOnce() -> T) -> T {
        let _writing = self.0.writing.lock().unwrap_or_else(PoisonError::into_inner);
        write()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_ctrl_c_ends_work_in_order_and_the_second_at_once() {
        let state = Arc::new(State { is_working: true.into(), ..State::default() });
        let stop = Stop(Arc::clone(&state));
        assert!(!stop.is_requested());
        assert_eq!(state.interrupt(), Answer::EndInOrder);
        assert!(stop.is_requested());
        assert_eq!(state.interrupt(), Answer::EndAtOnce);
    }

    #[test]
    fn after_the_work_ctrl_c_ends_the_process_at_once() {
        let state = Arc::new(State { is_working: true.into(), ..State::default() });
        Stop(Arc::clone(&state)).finish();
        assert_eq!(state.interrupt(), Answer::EndAtOnce);
    }
}
