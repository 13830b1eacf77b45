//! A pool of threads that share the tasks of one call.
//!
//! The pool lives in this crate because running borrowed closures on other threads needs `unsafe`.

use crate::float_state::DefaultFloatState;
use std::any::Any;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, TryLockError};
use std::{fmt, mem, thread};

/// Multiply-adds for which one more thread pays, zeros counted. With fewer, waking it and waiting
/// for it costs more than it saves; docs/performance.md says how this was measured.
const PRODUCTS_PER_THREAD: usize = 10_000_000;

/// A fixed number of threads: the caller's and others that sleep until there is work.
///
/// A pool of one starts no thread. Nothing is allocated after [`new`](Self::new). The pool serves
/// one caller at a time; a caller that finds it busy does its tasks alone.
///
/// Results do not depend on the number of threads as long as each task is computed from its own
/// data.
///
/// # Examples
///
/// ```
/// use feedforward_kernels::Pool;
///
/// let pool = Pool::new(2.try_into()?)?;
/// let mut squares = [1, 2, 3, 4];
/// pool.for_each(squares.chunks_mut(2), |half| half.iter_mut().for_each(|n| *n *= *n));
/// assert_eq!(squares, [1, 4, 9, 16]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Pool {
    shared: Arc<Shared>,
    workers: Vec<thread::JoinHandle<()>>,
    /// Locked by the caller that the pool serves.
    caller: Mutex<()>,
}

/// Why a pool could not be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("could not start {threads} threads: {reason}; use fewer")]
#[non_exhaustive]
pub struct PoolError {
    /// The number of threads.
    pub threads: usize,
    /// The operating system's message.
    pub reason: String,
}

/// What the caller and the workers share.
struct Shared {
    state: Mutex<State>,
    /// There is work, or the pool is being dropped.
    start: Condvar,
    /// The last worker has returned from the work.
    done: Condvar,
}

struct State {
    work: Option<Work>,
    /// The number of workers that may still join.
    invited: usize,
    /// The number of workers that have joined and not returned, or have not yet started.
    running: usize,
    /// The payload of the first panic.
    panic: Option<Box<dyn Any + Send>>,
    stop: bool,
}

/// The caller's work without its lifetime.
#[derive(Clone, Copy)]
struct Work(*const (dyn Fn() + Sync));

// SAFETY: the closure may be called from every thread, because it is `Sync`; `Lent` keeps it alive
// while a worker can reach it.
unsafe impl Send for Work {}

impl Shared {
    /// Poisoning is ignored: the state is valid between any two statements.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The body of a worker thread, from its start to the drop of the pool.
    fn work(&self) {
        // A new thread inherits the state of the one that starts it.
        let _state = DefaultFloatState::enter();
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
                // Further payloads are not dropped: dropping one could panic, and nothing here
                // would catch that.
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

    /// Waits until every worker has started and none is at work.
    fn wait(&self, mut state: MutexGuard<'_, State>) {
        while state.running > 0 {
            state = self.done.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// The time during which workers may hold the caller's work. Dropping it, also while the caller
/// unwinds, waits until none does.
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
    /// Starts all threads but the caller's and waits until each has started, so that their own
    /// allocations are done.
    ///
    /// # Errors
    ///
    /// If the operating system refuses a thread.
    pub fn new(threads: NonZeroUsize) -> Result<Self, PoolError> {
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
            let worker = builder
                .spawn(move || shared.work())
                .map_err(|error| PoolError { threads: threads.get(), reason: error.to_string() })?;
            pool.workers.push(worker);
        }
        pool.shared.wait(pool.shared.lock());
        Ok(pool)
    }

    /// The number of threads, including the caller's.
    pub fn threads(&self) -> usize {
        self.workers.len() + 1
    }

    /// The number of threads that pay for `products` multiply-adds: at least 1, at most
    /// [`threads`](Self::threads).
    pub fn threads_for(&self, products: usize) -> usize {
        self.threads().min(products / PRODUCTS_PER_THREAD).max(1)
    }

    /// Runs `work` on every task and returns when all are done. Each thread takes the next task
    /// when it has finished one.
    ///
    /// # Panics
    ///
    /// If `work` panics, with its payload, after the other threads have returned. Tasks that no
    /// thread has taken by then may be left undone.
    pub fn for_each<T: Send>(
        &self,
        tasks: impl ExactSizeIterator<Item = T> + Send,
        work: impl Fn(T) + Sync,
    ) {
        let threads = tasks.len();
        if self.workers.is_empty() || threads < 2 {
            return tasks.for_each(work);
        }
        let queue = Mutex::new(tasks);
        let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
        self.run(threads, &|| {
            while let Some(task) = next() {
                work(task);
            }
        });
    }

    /// [`for_each`](Self::for_each) on at most as many threads as there are scratch values: each
    /// thread gets one for itself.
    ///
    /// # Panics
    ///
    /// As [`for_each`](Self::for_each); and if there are tasks, but no scratch value.
    pub fn for_each_with<S: Send, T: Send>(
        &self,
        scratch: &mut [S],
        tasks: impl Iterator<Item = T> + Send,
        work: impl Fn(&mut S, T) + Sync,
    ) {
        let threads = scratch.len();
        if self.workers.is_empty() || threads < 2 {
            return tasks.for_each(|task| work(&mut scratch[0], task));
        }
        let (scratch, queue) = (Mutex::new(scratch.iter_mut()), Mutex::new(tasks));
        let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
        self.run(threads, &|| {
            // `run` calls this at most `threads` times, so every call finds one.
            let mine = scratch.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some(mine) = mine else { return };
            while let Some(task) = next() {
                work(mine, task);
            }
        });
    }

    /// Calls `work` on this thread and at most `threads - 1` times on workers, and returns when all
    /// calls have returned. A worker may come too late to call it, or call it twice: `work` takes
    /// its tasks from a queue until that is empty.
    fn run(&self, threads: usize, work: &(dyn Fn() + Sync)) {
        let invited = self.workers.len().min(threads.saturating_sub(1));
        if invited == 0 {
            return work();
        }
        let _caller = match self.caller.try_lock() {
            Ok(caller) => caller,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return work(),
        };
        let lent = {
            let mut state = self.shared.lock();
            // SAFETY: only the lifetime changes, and `Lent` ends the workers' access before it does.
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
            // A worker catches the panics of its work, so there is no result to look at.
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
    fn every_task_is_given_to_one_thread_with_a_scratch_value_of_its_own() {
        for (threads, values) in [(1, 1), (1, 3), (3, 1), (3, 2), (3, 3), (3, 5)] {
            let pool = pool(threads);
            let mut scratch = vec![0; values];
            let mut tasks = [0; 100];
            pool.for_each_with(&mut scratch, tasks.iter_mut(), |done, task| {
                *done += 1;
                *task += 1;
            });
            assert_eq!(tasks, [1; 100], "{threads} threads, {values} scratch values");
            assert_eq!(scratch.iter().sum::<i32>(), 100, "{threads} threads");
            let mut tasks = [0; 100];
            pool.for_each(tasks.iter_mut(), |task| *task += 1);
            assert_eq!(tasks, [1; 100], "{threads} threads");
        }
    }

    #[test]
    fn tasks_with_scratch_are_run_by_as_many_threads_as_there_are_values() {
        for threads in [2, 3] {
            // Each of the tasks waits for the others.
            let (pool, barrier) = (pool(threads), Barrier::new(threads));
            pool.for_each_with(&mut vec![(); threads], 0..threads, |(), _| {
                barrier.wait();
            });
            pool.for_each(0..threads, |_| {
                barrier.wait();
            });
        }
    }

    #[test]
    fn no_tasks_are_no_work() {
        pool(1).for_each(0..0, |_| unreachable!());
        pool(2).for_each(0..0, |_| unreachable!());
        pool(2).for_each_with(&mut [(); 0], 0..0, |(), _| unreachable!());
    }

    #[test]
    fn a_thread_pays_from_ten_million_products_on() {
        let pool = pool(3);
        assert_eq!(pool.threads(), 3);
        let cases = [(0, 1), (19_999_999, 1), (20_000_000, 2), (30_000_000, 3), (usize::MAX, 3)];
        for (products, threads) in cases {
            assert_eq!(pool.threads_for(products), threads, "{products} products");
        }
    }

    #[test]
    fn a_caller_that_invites_nobody_leaves_the_workers_to_others() {
        let (pool, barrier) = (pool(2), Barrier::new(2));
        pool.run(1, &|| {
            // Returns only if the worker and the second caller are in it at once.
            thread::scope(|scope| {
                scope.spawn(|| {
                    pool.for_each(0..2, |_| {
                        barrier.wait();
                    });
                });
            });
        });
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
