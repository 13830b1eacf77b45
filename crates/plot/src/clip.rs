//! Curves cut to what can be seen.

use crate::axis::Span;
use crate::drawing::Point;

/// The parts of `runs` inside the axes, cut at their ends.
pub(crate) fn seen(runs: &[Vec<Point>], x: Span, y: Span) -> Vec<Vec<Point>> {
    let mut parts = Vec::new();
    for run in runs {
        let mut part: Vec<Point> = Vec::new();
        if let [point] = run[..] {
            parts.extend((x.contains(point.0) && y.contains(point.1)).then(|| vec![point]));
        }
        for pair in run.windows(2) {
            let Some((from, to)) = clipped(pair[0], pair[1], x, y) else { continue };
            if part.last() != Some(&from) {
                parts.extend((!part.is_empty()).then(|| std::mem::take(&mut part)));
                part.push(from);
            }
            part.push(to);
        }
        parts.extend((!part.is_empty()).then_some(part));
    }
    parts
}

/// The part of a line inside the axes (Liang and Barsky 1984).
fn clipped(from: Point, to: Point, x: Span, y: Span) -> Option<(Point, Point)> {
    let (mut enter, mut leave) = (0.0f64, 1.0f64);
    for (start, end, span) in [(from.0, to.0, x), (from.1, to.1, y)] {
        let way = end - start;
        if way == 0.0 {
            if !span.contains(start) {
                return None;
            }
            continue;
        }
        let (a, b) = ((span.low - start) / way, (span.high - start) / way);
        enter = enter.max(a.min(b));
        leave = leave.min(a.max(b));
    }
    if enter > leave {
        return None;
    }
    // The ends themselves stay as they are, so that the parts of a curve still meet.
    let at = |share: f64| match share {
        0.0 => from,
        1.0 => to,
        _ => (from.0 + share * (to.0 - from.0), from.1 + share * (to.1 - from.1)),
    };
    Some((at(enter), at(leave)))
}

/// Drops points that change nothing: of the points in one column of pixels, the first, the
/// lowest, the highest and the last are kept.
pub(crate) fn thinned(points: &[Point]) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::new();
    for column in points.chunk_by(|a, b| a.0.floor() == b.0.floor()) {
        if column.len() <= 4 {
            kept.extend(column);
            continue;
        }
        let by_y = |index: usize| column[index].1;
        let lowest = (0..column.len()).min_by(|&a, &b| by_y(a).total_cmp(&by_y(b)));
        let highest = (0..column.len()).max_by(|&a, &b| by_y(a).total_cmp(&by_y(b)));
        let mut order = vec![0, column.len() - 1];
        order.extend(lowest.into_iter().chain(highest));
        order.sort_unstable();
        order.dedup();
        kept.extend(order.into_iter().map(|index| column[index]));
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNIT: Span = Span { low: 0.0, high: 1.0 };

    #[test]
    fn a_curve_is_cut_where_it_leaves_the_axes() {
        let run = vec![(-1.0, 0.5), (0.5, 0.5), (0.5, 3.0), (0.75, 3.0), (0.75, 0.0)];
        assert_eq!(
            seen(&[run], UNIT, UNIT),
            [vec![(0.0, 0.5), (0.5, 0.5), (0.5, 1.0)], vec![(0.75, 1.0), (0.75, 0.0)]]
        );
        assert_eq!(seen(&[vec![(2.0, 2.0)]], UNIT, UNIT), [[]; 0]);
    }

    #[test]
    fn thinning_keeps_the_ends_and_extremes_of_a_pixel() {
        let points: Vec<Point> =
            (0..1000).map(|i| (f64::from(i) / 1e4, f64::from((i * 7 + 50) % 100))).collect();
        let kept = thinned(&points);
        assert_eq!(kept.len(), 4);
        assert_eq!((kept[0], kept[3]), (points[0], points[999]));
        assert!([0.0, 99.0].iter().all(|&y| kept.iter().any(|point| point.1 == y)), "{kept:?}");
    }
}
