//! Timing: the median of passes, and the peak that they are held against.

use feedforward_kernels::Kernels;
use std::hint::black_box;
use std::sync::Barrier;
use std::thread::{available_parallelism, scope};
use std::time::{Duration, Instant};

/// However short a time is asked for.
const FEWEST_PASSES: usize = 3;

/// However long a time is asked for: their times are kept.
const MOST_PASSES: usize = 1 << 20;

/// How long all threads multiply and add before the clock is read: much longer than threads take to
/// start together, shorter than most interruptions are apart.
const PEAK_STRETCH: Duration = Duration::from_millis(2);

/// Runs `pass` once unmeasured, then at least three times and for about so long, and returns the
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
    times.sort_unstable();
    Ok(nanoseconds(times[times.len() / 2]))
}

/// The fastest rate of multiply-adds on `threads` threads at once, in GFLOP/s: what no kernel of
/// this instruction set can exceed.
pub(super) fn peak(kernels: Kernels, threads: usize, time: Duration) -> f64 {
    // The clock of a processor that was idle is slow at first.
    let (operations, round) = timed(kernels, 1);
    let cores = available_parallelism().map_or(1, usize::from);
    let share = cores.min(threads) as f64 / threads as f64;
    let stretch = PEAK_STRETCH.min(time).as_secs_f64() * share;
    let rounds = (stretch / round.as_secs_f64()).clamp(1.0, 1e6) as u64;
    let begin = Instant::now();
    let (mut best, mut stretches) = (0.0_f64, 0);
    while stretches < FEWEST_PASSES || begin.elapsed() < time {
        let elapsed = together(kernels, threads, rounds);
        let all = operations as f64 * rounds as f64 * threads as f64;
        best = best.max(all / nanoseconds(elapsed));
        stretches += 1;
    }
    best
}

/// How long `threads` threads take for so many rounds each, from the first one's start to the
/// last one's end.
fn together(kernels: Kernels, threads: usize, rounds: u64) -> Duration {
    if threads == 1 {
        return timed(kernels, rounds).1;
    }
    let barrier = Barrier::new(threads);
    let work = || {
        barrier.wait();
        let start = Instant::now();
        timed(kernels, rounds);
        (start, Instant::now())
    };
    scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let times: Vec<_> = workers.into_iter().filter_map(|worker| worker.join().ok()).collect();
        let first = times.iter().map(|(start, _)| *start).min();
        let last = times.iter().map(|(_, end)| *end).max();
        first.zip(last).map_or(Duration::ZERO, |(first, last)| last - first)
    })
}

fn timed(kernels: Kernels, rounds: u64) -> (u64, Duration) {
    let start = Instant::now();
    let operations = (0..rounds).map(|_| black_box(kernels).peak_round()).sum();
    (operations, start.elapsed())
}

/// Never 0, so that rates can be computed.
fn nanoseconds(time: Duration) -> f64 {
    time.as_nanos().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_four_passes_is_not_measured() {
        let mut passes = 0;
        let pass = || {
            passes += 1;
            Ok::<(), ()>(())
        };
        assert!(median(Duration::ZERO, pass).unwrap() >= 1.0);
        assert_eq!(passes, 4);
        assert_eq!(median(Duration::ZERO, || Err::<(), _>("broken")), Err("broken"));
    }

    #[test]
    fn there_is_a_peak_for_any_number_of_threads() {
        for threads in [1, 2, 3] {
            let peak = peak(Kernels::portable(), threads, Duration::ZERO);
            assert!(peak.is_finite() && peak > 0.0, "{threads}: {peak}");
        }
    }
}
