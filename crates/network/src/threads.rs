//! The threads that large batches are shared out to.

use crate::error::NetworkError;
use feedforward_kernels::Pool;
use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};

/// A thread joins in for so many multiply-adds of its own, zeros counted. Below that, waking it
/// and waiting for it costs more than it saves: docs/performance.md says how this was found.
const PRODUCTS_PER_THREAD: usize = 10_000_000;

/// A pool of threads of its own. Idle threads sleep; a pool of one has no threads at all.
///
/// Results never depend on the number of threads, because every row, and every output of a
/// row, is computed by one thread from front to back.
#[derive(Debug)]
pub struct Threads {
    pool: Option<Pool>,
}

impl Threads {
    /// Starts the threads.
    ///
    /// # Errors
    ///
    /// If the system gives none.
    pub fn new(threads: NonZeroUsize) -> Result<Self, NetworkError> {
        if threads == NonZeroUsize::MIN {
            return Ok(Self { pool: None });
        }
        let pool = Pool::new(threads).map_err(|error| NetworkError::Threads {
            threads: threads.get(),
            reason: error.to_string(),
        })?;
        Ok(Self { pool: Some(pool) })
    }

    /// How many threads are worth their waking for so many multiply-adds: at least 1.
    pub fn worth(&self, products: usize) -> usize {
        let threads = self.pool.as_ref().map_or(1, Pool::threads);
        threads.min(products / PRODUCTS_PER_THREAD).max(1)
    }

    /// Runs every task and returns when all are done. Threads take the next one when they have
    /// done one, in order; nothing is allocated.
    ///
    /// # Panics
    ///
    /// If a task does, with what it panicked with, once the other threads are back; tasks that
    /// wait may be left undone.
    pub fn run<T: Send>(
        &self,
        tasks: impl ExactSizeIterator<Item = T> + Send,
        run: impl Fn(T) + Sync,
    ) {
        match &self.pool {
            Some(pool) if tasks.len() > 1 => {
                let threads = tasks.len();
                let tasks = Mutex::new(tasks);
                let next = || tasks.lock().unwrap_or_else(PoisonError::into_inner).next();
                pool.run(threads, &|| {
                    while let Some(task) = next() {
                        run(task);
                    }
                });
            }
            _ => tasks.for_each(run),
        }
    }
}
