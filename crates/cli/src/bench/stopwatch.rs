//! Timing: the median of passes, and the peak that they are compared with.

use std::hint::black_box;
use std::sync::Barrier;
use std::thread::{available_parallelism, scope};
use std::time::{Duration, Instant};

/// The fewest passes, even for a time of zero.
const FEWEST_PASSES: usize = 3;

/// The most passes: their times are kept in memory.
const MOST_PASSES: usize = 1 << 20;

/// How long all threads multiply and add before the clock is read: much longer than threads take to
/// start together, shorter than the usual time between interruptions.
const PEAK_STRETCH: Duration = Duration::from_millis(2);

/// Runs `pass` once unmeasured, then for about `time` and at least three times, and returns the
/// median of a pass in nanoseconds.
pub(super) fn median<E>(time: Duration, mut pass: impl FnMut() -> Result<(), E>) -> Result<f64, E> {
    pass()?;
    let mut times = Vec::new();
    let begin = Instant::now();
    while times.len() < FEWEST_PASSES || (times.len() < MOST_PASSES && begin.elapsed() < time) {
        let start = Instant::now();
        pass()?;
        times.push(start.elapsed());
    }
    Ok(nanoseconds(middle(times)))
}

/// The middle one in order; of an even number, the upper one.
fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// The highest rate of multiply-adds on `threads` threads at once, in GFLOP/s, which no kernel of
/// this instruction set can exceed. `round` does some and returns the number of operations.
pub(super) fn peak(round: impl Fn() -> u64 + Sync, threads: usize, time: Duration) -> f64 {
    // The clock of an idle processor is slow at first.
    let first = timed(&round, 1);
    let cores = available_parallelism().map_or(1, usize::from);
    let share = cores.min(threads) as f64 / threads as f64;
    let stretch = PEAK_STRETCH.min(time).as_secs_f64() * share;
    let rounds = (stretch * 1e9 / nanoseconds(first.time)).clamp(1.0, 1e6) as u64;
    let begin = Instant::now();
    let (mut best, mut stretches) = (0.0_f64, 0);
    while stretches < FEWEST_PASSES || begin.elapsed() < time {
        best = best.max(together(&round, threads, rounds).gflops());
        stretches += 1;
    }
    best
}

/// Operations done, and the time that they took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stretch {
    operations: u64,
    time: Duration,
}

impl Stretch {
    /// The rate in GFLOP/s: operations per nanosecond.
    fn gflops(self) -> f64 {
        self.operations as f64 / nanoseconds(self.time)
    }
}

/// `rounds` rounds on each of `threads` threads at once, timed from the first start to the last end.
fn together(round: &(impl Fn() -> u64 + Sync), threads: usize, rounds: u64) -> Stretch {
    if threads == 1 {
        return timed(round, rounds);
    }
    let barrier = Barrier::new(threads);
    let work = || {
        barrier.wait();
        let start = Instant::now();
        let done = timed(round, rounds);
        (start, Instant::now(), done.operations)
    };
    scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let done: Vec<_> = workers.into_iter().filter_map(|worker| worker.join().ok()).collect();
        let first = done.iter().map(|(start, ..)| *start).min();
        let last = done.iter().map(|(_, end, _)| *end).max();
        Stretch {
            operations: done.iter().map(|(.., operations)| operations).sum(),
            time: first.zip(last).map_or(Duration::ZERO, |(first, last)| last - first),
        }
    })
}

fn timed(round: &impl Fn() -> u64, rounds: u64) -> Stretch {
    let start = Instant::now();
    let operations = (0..rounds).map(|_| black_box(round)()).sum();
    Stretch { operations, time: start.elapsed() }
}

/// Never 0, so that rates can be computed.
fn nanoseconds(time: Duration) -> f64 {
    time.as_nanos().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;
    use std::sync::Mutex;
    use std::thread::{ThreadId, current};

    #[test]
    fn the_first_of_four_passes_is_not_measured() {
        let mut passes = 0;
        let pass = || {
            passes += 1;
            Ok::<(), ()>(())
        };
        median(Duration::ZERO, pass).unwrap();
        assert_eq!(passes, 4);
        assert_eq!(median(Duration::ZERO, || Err::<(), _>("broken")), Err("broken"));
    }

    #[test]
    fn the_median_is_the_middle_time() {
        let times = |nanoseconds: &[u64]| {
            middle(nanoseconds.iter().map(|&n| Duration::from_nanos(n)).collect()).as_nanos()
        };
        assert_eq!(times(&[900, 7, 8]), 8);
        assert_eq!(times(&[4, 3, 2, 1]), 3);
    }

    #[test]
    fn a_rate_is_operations_per_nanosecond() {
        let stretch = Stretch { operations: 6000, time: Duration::from_micros(2) };
        assert_eq!(stretch.gflops(), 3.0);
        assert_eq!(Stretch { time: Duration::ZERO, ..stretch }.gflops(), 6000.0);
    }

    #[test]
    fn every_thread_does_every_round_and_all_operations_are_counted() {
        for threads in [1, 2, 3] {
            let calls = Mutex::new(HashMap::<ThreadId, u64>::new());
            let round = || {
                *calls.lock().unwrap().entry(current().id()).or_default() += 1;
                10
            };
            let stretch = together(&round, threads, 5);
            assert_eq!(stretch.operations, 50 * threads as u64);
            let calls: Vec<u64> = calls.into_inner().unwrap().into_values().collect();
            assert_eq!(calls, vec![5; threads]);
        }
    }
}
