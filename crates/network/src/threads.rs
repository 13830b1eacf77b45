//! The threads that large batches are shared out to.

use crate::error::NetworkError;
use std::num::NonZeroUsize;

/// A further thread starts at so many multiply-adds: below that, waking it costs more than it
/// saves.
const PRODUCTS_PER_THREAD: usize = 2_000_000;

/// A pool of threads of its own. Idle threads sleep; a pool of one has no threads at all.
///
/// Results never depend on the number of threads, because every row, and every output of a
/// row, is computed by one thread from front to back.
#[derive(Debug)]
pub struct Threads {
    pool: Option<rayon::ThreadPool>,
}

impl Threads {
    /// Starts the threads.
    ///
    /// # Errors
    ///
    /// If the system gives none.
    pub fn new(threads: NonZeroUsize) -> Result<Self, NetworkError> {
        let threads = threads.get();
        if threads == 1 {
            return Ok(Self { pool: None });
        }
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .thread_name(|index| format!("feedforward-{index}"))
            .build()
            .map_err(|error| NetworkError::Threads { threads, reason: error.to_string() })?;
        Ok(Self { pool: Some(pool) })
    }

    /// How many threads are worth their waking for so many multiply-adds: at least 1.
    pub fn worth(&self, products: usize) -> usize {
        let threads = self.pool.as_ref().map_or(1, rayon::ThreadPool::current_num_threads);
        threads.min(products / PRODUCTS_PER_THREAD).max(1)
    }

    /// Runs every task and returns when all are done.
    pub fn run<T: Send>(&self, tasks: impl ExactSizeIterator<Item = T>, run: impl Fn(T) + Sync) {
        match &self.pool {
            Some(pool) if tasks.len() > 1 => pool.in_place_scope(|scope| {
                let run = &run;
                for task in tasks {
                    scope.spawn(move |_| run(task));
                }
            }),
            _ => tasks.for_each(run),
        }
    }
}
