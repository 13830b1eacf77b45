//! Printed lines of ruled and squared paper.

use ndarray::{Array2, ArrayView2};

/// The thickest printed line, as a share of the picture's shorter side.
const THICKEST: f32 = 0.02;

/// The share of the picture's width over which a line is seen.
const SEEN: f32 = 0.4;

/// Pictures with a shorter side have no printed lines that could be told from strokes.
const LEAST_SIDE: usize = 96;

/// The steepest line, in rows per column: 8.5 degrees.
const STEEPEST: f32 = 0.15;

/// Columns in which lines are looked for.
const COLUMNS: usize = 256;

/// Ink of one column that is connected.
#[derive(Clone, Copy, Debug)]
struct Run {
    column: usize,
    top: usize,
    length: usize,
}

impl Run {
    /// Twice its middle row, which may be half of one.
    fn twice_middle(&self) -> usize {
        2 * self.top + self.length - 1
    }
}

/// The pixels of printed lines in the ink, near-horizontal and near-vertical ones.
///
/// Short vertical runs of ink vote for the lines that they may be part of, by place and slope; all
/// lines of a sheet have nearly the same slope. Of what lies on a line the runs that are not longer
/// than the line is thick are taken away: where a stroke crosses it the run is longer, and stays.
/// At least one of them must come near a side of the picture, so that the thin strokes of an 11 are
/// none. A single line must be thinner than the pen, so that the bar of a 7 that goes from side to side is
/// none.
///
/// # References
///
/// Hough's transform: Duda, Hart (1972). Removal by run lengths: Dalitz, Droettboom, Pranzas,
/// Fujinaga (2008), *A comparative study of staff removal algorithms*.
pub(crate) fn printed_lines(mask: &Array2<bool>) -> Vec<(usize, usize)> {
    let across = lines_across(mask.view());
    let down = lines_across(mask.t()).into_iter().map(|(x, y)| (y, x));
    let mut found = across;
    found.extend(down);
    found
}

fn lines_across(mask: ArrayView2<'_, bool>) -> Vec<(usize, usize)> {
    /// A run on a line may be longer than the line is thick at most by this.
    const MORE: usize = 2;
    /// The part of the width that is near a side, as in the margin to which the paper is fitted.
    const MARGIN: usize = 16;

    let (height, width) = mask.dim();
    if height.min(width) < LEAST_SIDE {
        return vec![];
    }
    let thickest = ((THICKEST * height.min(width) as f32).ceil() as usize).max(2);
    let runs: Vec<Run> = runs(mask).filter(|run| run.length <= thickest + MORE).collect();
    let votes = Votes::count(&runs, (height, width));
    let lines = votes.lines();
    let mut removed = Vec::new();
    let (mut thin, mut comes_near_side) = (true, false);
    for &line in &lines {
        let on_line: Vec<&Run> = runs.iter().filter(|run| votes.is_on(run, line)).collect();
        let margin = width / MARGIN;
        comes_near_side |=
            on_line.iter().any(|run| run.column < margin || run.column >= width - margin);
        let mut lengths: Vec<usize> = on_line.iter().map(|run| run.length).collect();
        if lengths.is_empty() {
            continue;
        }
        let middle = lengths.len() / 2;
        let thickness = *lengths.select_nth_unstable(middle).1;
        thin &= thickness <= thickest;
        let gone = on_line.iter().filter(|run| run.length <= thickness + MORE);
        removed
            .extend(gone.flat_map(|run| (run.top..run.top + run.length).map(|y| (y, run.column))));
    }
    let single_is_thin = || {
        let mut rest = mask.to_owned();
        removed.iter().for_each(|&at| rest[at] = false);
        let line = removed.len() as f64 / width as f64;
        crate::stroke::thickness(rest.view()) > 1.6 * line
    };
    match lines.len() {
        0 => vec![],
        _ if !comes_near_side => vec![],
        1 if !thin || !single_is_thin() => vec![],
        _ => removed,
    }
}

/// The vertical runs of ink, column by column.
fn runs(mask: ArrayView2<'_, bool>) -> impl Iterator<Item = Run> {
    let (height, width) = mask.dim();
    (0..width).flat_map(move |column| {
        let mut at = 0;
        std::iter::from_fn(move || {
            while at < height && !mask[(at, column)] {
                at += 1;
            }
            let top = at;
            while at < height && mask[(at, column)] {
                at += 1;
            }
            (at > top).then_some(Run { column, top, length: at - top })
        })
    })
}

/// How many columns vote for each line.
struct Votes {
    counts: Array2<u32>,
    /// Slopes to each side of level.
    slopes: isize,
    /// Columns that vote.
    voters: usize,
    /// Rows of a bin.
    bin: usize,
    height: usize,
    width: usize,
}

/// A line by the indices of its slope and its bin.
type Line = (usize, usize);

impl Votes {
    fn count(runs: &[Run], (height, width): (usize, usize)) -> Self {
        let stride = width.div_ceil(COLUMNS);
        let bin = height.div_ceil(COLUMNS);
        let slopes = (STEEPEST * width as f32 / bin as f32) as isize;
        let mut votes = Self {
            counts: Array2::zeros((2 * slopes as usize + 1, height.div_ceil(bin))),
            slopes,
            voters: width.div_ceil(stride),
            bin,
            height,
            width,
        };
        for run in runs.iter().filter(|run| run.column.is_multiple_of(stride)) {
            for slope in 0..votes.counts.nrows() {
                if let Some(bin) = votes.bin_of(run, slope) {
                    votes.counts[(slope, bin)] += 1;
                }
            }
        }
        votes
    }

    /// Rows from the middle column's row to this one's, doubled.
    fn twice_rise(&self, column: usize, slope: usize) -> isize {
        let from_middle = 2 * column as isize - self.width as isize;
        (slope as isize - self.slopes) * self.bin as isize * from_middle / self.width as isize
    }

    /// Twice the row in which a line of this slope through the run meets the middle column.
    fn twice_row(&self, run: &Run, slope: usize) -> isize {
        run.twice_middle() as isize - self.twice_rise(run.column, slope)
    }

    fn bin_of(&self, run: &Run, slope: usize) -> Option<usize> {
        let row = self.twice_row(run, slope);
        (row >= 0 && row < 2 * self.height as isize).then(|| row as usize / 2 / self.bin)
    }

    fn is_on(&self, run: &Run, (slope, bin): Line) -> bool {
        let middle = (2 * bin * self.bin + self.bin) as isize;
        (self.twice_row(run, slope) - middle).unsigned_abs() <= 3 * self.bin + 1
    }

    /// How many voters there are for a line: those where it is inside the picture.
    fn visible(&self, (slope, bin): Line) -> u32 {
        let stride = self.width.div_ceil(self.voters);
        let middle = (2 * bin * self.bin + self.bin) as isize;
        let inside = (0..self.width).step_by(stride).filter(|&column| {
            let row = middle + self.twice_rise(column, slope);
            (0..2 * self.height as isize).contains(&row)
        });
        inside.count() as u32
    }

    /// The votes for a line; one at the edge of a bin has them in two.
    fn votes(&self, (slope, bin): Line) -> u32 {
        self.counts[(slope, bin)] + self.counts.get((slope, bin + 1)).copied().unwrap_or(0)
    }

    /// The lines with enough votes at the slope that has most of them; none if there is none that
    /// is long. Next to a long one there may be short ones, which leave the picture at its sides.
    fn lines(&self) -> Vec<Line> {
        const LEAST_VOTES: f32 = 12.0;
        const LONG: f32 = 0.4;
        let bins = self.counts.ncols();
        let least = |part: f32| (SEEN * part).max(LEAST_VOTES) as u32;
        let long = least(self.voters as f32);
        let strength = |slope: usize| -> u64 {
            let votes = (0..bins).map(|bin| self.votes((slope, bin)));
            votes.filter(|&votes| votes >= long).map(|votes| u64::from(votes).pow(2)).sum()
        };
        let slope = (0..self.counts.nrows()).max_by_key(|&slope| strength(slope)).unwrap_or(0);
        if strength(slope) == 0 {
            return vec![];
        }
        let mut lines = Vec::new();
        let mut bin = 0;
        while bin < bins {
            let votes = self.votes((slope, bin));
            let share = LONG / SEEN * self.visible((slope, bin)) as f32;
            if votes >= long || votes >= least(share) {
                let is_second = self.counts.get((slope, bin + 1)) > self.counts.get((slope, bin));
                lines.push((slope, bin + usize::from(is_second)));
                bin += 2;
            }
            bin += 1;
        }
        lines
    }
}
