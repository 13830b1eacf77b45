//! Threads that wait for work and share it.
//!
//! It stands here and not in the room that uses it, because lending work on the caller's stack to
//! other threads takes `unsafe`, which only this crate has.

use std::any::Any;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, TryLockError};
use std::{fmt, io, mem, thread};

/// A number of threads of which one is the caller's and the others sleep until there is work.
///
/// [`run`](Self::run) does not allocate, and a thread that waits sleeps. The pool serves one caller at a time: another
/// one that comes meanwhile works alone, so that there are never more threads at work than the
/// pool has and callers.
///
/// # Examples
///
/// ```
/// use feedforward_kernels::Pool;
/// use std::sync::atomic::{AtomicUsize, Ordering};
///
/// let pool = Pool::new(2.try_into()?)?;
/// let (next, sum) = (AtomicUsize::new(0), AtomicUsize::new(0));
/// pool.run(2, &|| {
///     loop {
///         let task = next.fetch_add(1, Ordering::Relaxed);
///         if task >= 100 {
///             break;
///         }
///         sum.fetch_add(task, Ordering::Relaxed);
///     }
/// });
/// assert_eq!(sum.into_inner(), 4950);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Pool {
    shared: Arc<Shared>,
    workers: Vec<thread::JoinHandle<()>>,
    /// Held by the caller whom the pool serves.
    caller: Mutex<()>,
}

/// What a caller and the workers have in common.
struct Shared {
    state: Mutex<State>,
    /// There is work, or an end of it all.
    start: Condvar,
    /// The last worker has returned from the work.
    done: Condvar,
}

struct State {
    work: Option<Work>,
    /// How many workers may still join in.
    invited: usize,
    /// How many have and are not yet back, or have yet to begin their life.
    running: usize,
    /// What the first task that panicked left.
    panic: Option<Box<dyn Any + Send>>,
    stop: bool,
}

/// The caller's work, its lifetime left out.
#[derive(Clone, Copy)]
struct Work(*const (dyn Fn() + Sync));

// SAFETY: what it points at may be called from every thread, because it is `Sync`; `Lent` sees to
// it that it is still there.
unsafe impl Send for Work {}

impl Shared {
    /// Poisoning says nothing here: the state is whole between any two statements.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A worker's life.
    fn work(&self) {
        let mut state = self.lock();
        self.returned(&mut state);
        while !state.stop {
            let Some(Work(work)) = state.work.filter(|_| state.invited > 0) else {
                state = self.start.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            state.invited -= 1;
            state.running += 1;
            drop(state);
            // SAFETY: the caller does not return, nor unwind, before `running` is zero again.
            let work = AssertUnwindSafe(unsafe { &*work });
            let result = catch_unwind(work);
            state = self.lock();
            match result {
                Err(panic) if state.panic.is_none() => state.panic = Some(panic),
                // Others are not dropped: that might panic in turn, and nobody would catch it.
                result => mem::forget(result),
            }
            self.returned(&mut state);
        }
    }

    fn returned(&self, state: &mut State) {
        state.running -= 1;
        if state.running == 0 {
            self.done.notify_all();
        }
    }

    /// Waits until no worker is at work, or about to begin its life.
    fn wait(&self, mut state: MutexGuard<'_, State>) {
        while state.running > 0 {
            state = self.done.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// The time during which workers may hold the caller's work. Its end waits for them, also when
/// the caller unwinds.
struct Lent<'a>(&'a Shared);

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.work = None;
        state.invited = 0;
        self.0.wait(state);
    }
}

impl Pool {
    /// Starts all threads but the caller's, and waits until they have begun: what a thread allocates
    /// for itself it has allocated then.
    ///
    /// # Errors
    ///
    /// If the system gives none.
    pub fn new(threads: NonZeroUsize) -> io::Result<Self> {
        let running = threads.get() - 1;
        let state = State { work: None, invited: 0, running, panic: None, stop: false };
        let shared = Arc::new(Shared {
            state: Mutex::new(state),
            start: Condvar::new(),
            done: Condvar::new(),
        });
        let mut pool = Self { shared, workers: Vec::new(), caller: Mutex::new(()) };
        for index in 1..threads.get() {
            let shared = Arc::clone(&pool.shared);
            let builder = thread::Builder::new().name(format!("feedforward-{index}"));
            pool.workers.push(builder.spawn(move || shared.work())?);
        }
        pool.shared.wait(pool.shared.lock());
        Ok(pool)
    }

    /// The number of threads, the caller's among them.
    pub fn threads(&self) -> usize {
        self.workers.len() + 1
    }

    /// Calls `work` on this thread and on up to `threads - 1` others, and returns when all calls
    /// have returned. A worker that is late may find the work done and not call at all, or call
    /// twice: `work` has to take its tasks from a queue until that is empty.
    ///
    /// # Panics
    ///
    /// If `work` does, on whichever thread: with what it panicked with.
    pub fn run(&self, threads: usize, work: &(dyn Fn() + Sync)) {
        let invited = self.workers.len().min(threads.saturating_sub(1));
        let _caller = match self.caller.try_lock() {
            _ if invited == 0 => return work(),
            Ok(caller) => caller,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return work(),
        };
        let lent = {
            let mut state = self.shared.lock();
            // SAFETY: only the lifetime changes, and `Lent` keeps it from being missed.
            state.work = Some(Work(unsafe {
                mem::transmute::<*const (dyn Fn() + Sync + '_), *const (dyn Fn() + Sync)>(work)
            }));
            state.invited = invited;
            // Left by a call whose work panicked on the caller's thread as well.
            mem::forget(state.panic.take());
            Lent(&self.shared)
        };
        for _ in 0..invited {
            self.shared.start.notify_one();
        }
        work();
        drop(lent);
        let panic = self.shared.lock().panic.take();
        if let Some(panic) = panic {
            resume_unwind(panic);
        }
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.shared.lock().stop = true;
        self.shared.start.notify_all();
        for worker in self.workers.drain(..) {
            // It catches what the work does, so there is nothing to hear of it.
            let _ = worker.join();
        }
    }
}

impl fmt::Debug for Pool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pool").field("threads", &self.threads()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn pool(threads: usize) -> Pool {
        Pool::new(threads.try_into().unwrap()).unwrap()
    }

    /// Takes `tasks` tasks together and counts them.
    fn count(pool: &Pool, threads: usize, tasks: usize) -> usize {
        let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
        pool.run(threads, &|| {
            while next.fetch_add(1, Ordering::Relaxed) < tasks {
                done.fetch_add(1, Ordering::Relaxed);
            }
        });
        done.into_inner()
    }

    #[test]
    fn every_task_is_done_once_whatever_the_threads() {
        for threads in 1..=4 {
            let pool = pool(threads);
            for tasks in 0..200 {
                assert_eq!(count(&pool, threads + 1, tasks), tasks, "{threads} threads");
            }
        }
    }

    #[test]
    fn threads_work_at_the_same_time() {
        // Returns only if three are in it at once.
        let (pool, barrier, met) = (pool(3), Barrier::new(3), AtomicUsize::new(0));
        pool.run(3, &|| {
            if met.fetch_add(1, Ordering::SeqCst) < 3 {
                barrier.wait();
            }
        });
        assert!(met.into_inner() >= 3);
    }

    #[test]
    fn several_callers_share_a_pool() {
        let pool = pool(2);
        thread::scope(|scope| {
            for _ in 0..4 {
                scope
                    .spawn(|| (0..100).for_each(|tasks| assert_eq!(count(&pool, 2, tasks), tasks)));
            }
        });
    }

    #[test]
    fn a_call_from_within_works_alone() {
        let (pool, inner) = (pool(2), AtomicUsize::new(0));
        let once = AtomicUsize::new(0);
        pool.run(2, &|| {
            if once.fetch_add(1, Ordering::SeqCst) == 0 {
                let here = thread::current().id();
                pool.run(2, &|| {
                    assert_eq!(thread::current().id(), here);
                    inner.fetch_add(1, Ordering::SeqCst);
                });
            }
        });
        assert_eq!(inner.into_inner(), 1);
    }

    #[test]
    fn two_panics_at_once_are_over_with_their_call() {
        let (pool, order, barrier) = (pool(2), AtomicUsize::new(0), Barrier::new(2));
        let result = catch_unwind(AssertUnwindSafe(|| {
            pool.run(2, &|| {
                if order.fetch_add(1, Ordering::SeqCst) < 2 {
                    barrier.wait();
                    panic!("a fault of both");
                }
            });
        }));
        assert_eq!(result.unwrap_err().downcast_ref(), Some(&"a fault of both"));
        assert_eq!(count(&pool, 2, 50), 50);
    }

    #[test]
    fn a_panic_reaches_the_caller_and_the_pool_lives_on() {
        let pool = pool(2);
        for guilty in [0, 1] {
            let (order, barrier) = (AtomicUsize::new(0), Barrier::new(2));
            let caller = thread::current().id();
            let result = catch_unwind(AssertUnwindSafe(|| {
                pool.run(2, &|| {
                    if order.fetch_add(1, Ordering::SeqCst) < 2 {
                        barrier.wait();
                        assert!((thread::current().id() == caller) == (guilty == 1), "a fault");
                    }
                });
            }));
            assert_eq!(result.unwrap_err().downcast_ref(), Some(&"a fault"));
            assert_eq!(count(&pool, 2, 50), 50);
        }
    }
}
