//! Looking around a place in many directions, where there are few inputs.
//!
//! A search along slopes may end at a border that is not the nearest, and finds nothing through a step. With
//! a handful of inputs, the surroundings can simply be looked at.

use crate::planes::Limits;
use ndarray::Array2;

/// The most inputs of a place that is looked around.
const MOST_INPUTS: usize = 12;
/// The number of directions besides those of the axes.
const DIRECTIONS: usize = 96;
/// The number of distances in each direction.
const DISTANCES: usize = 24;
/// Where no distance is known: the first distance in parts of the place's size, and the factor from one to
/// the next.
const FIRST: f64 = 1.0 / 64.0;
const FACTOR: f64 = 1.4;

/// Inputs around `x` within the limits, nearer than `radius` if there is one; `None` if the inputs are too
/// many.
pub(crate) fn around(x: &[f64], radius: Option<f64>, limits: Limits) -> Option<Array2<f32>> {
    if x.len() > MOST_INPUTS {
        return None;
    }
    let size = x.iter().fold(1.0, |size: f64, x| size.max(x.abs()));
    let distance = |step: usize| match radius {
        // Closer together near the radius, where most that is nearer is a little nearer.
        Some(radius) => {
            let left = (DISTANCES - step) as f64 / (DISTANCES + 1) as f64;
            radius * (1.0 - left * left)
        }
        None => size * FIRST * FACTOR.powi(step as i32),
    };
    let directions = directions(x.len());
    Some(Array2::from_shape_fn((directions.len() * DISTANCES, x.len()), |(row, axis)| {
        let (direction, step) = (&directions[row / DISTANCES], row % DISTANCES);
        limits.clipped(x[axis] + distance(step) * direction[axis]) as f32
    }))
}

/// Directions of length 1: both of each axis, and some that are spread evenly.
fn directions(axes: usize) -> Vec<Vec<f64>> {
    let along = |axis: usize, sign: f64| {
        (0..axes).map(|i| if i == axis { sign } else { 0.0 }).collect::<Vec<f64>>()
    };
    let mut directions: Vec<Vec<f64>> =
        (0..axes).flat_map(|axis| [along(axis, 1.0), along(axis, -1.0)]).collect();
    match axes {
        0 | 1 => {}
        2 => directions.extend((0..DIRECTIONS).map(|i| {
            let (x, y) = on_circle(i);
            vec![x, y]
        })),
        _ => directions.extend((0..DIRECTIONS).map(|i| scattered(axes, i))),
    }
    directions
}

/// A point of the unit circle, by a rational parametrization, which needs no sine: each quarter gets as many.
fn on_circle(index: usize) -> (f64, f64) {
    let quarter = DIRECTIONS / 4;
    let t = (index % quarter) as f64 / quarter as f64;
    let (x, y) = ((1.0 - t * t) / (1.0 + t * t), 2.0 * t / (1.0 + t * t));
    match index / quarter {
        0 => (x, y),
        1 => (-y, x),
        2 => (-x, -y),
        _ => (y, -x),
    }
}

/// A direction whose coordinates are the fractional parts of multiples of the golden ratio.
fn scattered(axes: usize, index: usize) -> Vec<f64> {
    let number = |axis: usize| {
        let k = (index * axes + axis + 1) as f64;
        (k * 0.618_033_988_749_895).fract() * 2.0 - 1.0
    };
    let direction: Vec<f64> = (0..axes).map(number).collect();
    let length = direction.iter().map(|d| d * d).sum::<f64>().sqrt();
    direction.into_iter().map(|d| d / length).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Limits = Limits { lower: f64::NEG_INFINITY, upper: f64::INFINITY };

    #[test]
    fn directions_have_length_one_and_point_everywhere() {
        for axes in 1..=MOST_INPUTS {
            let directions = directions(axes);
            assert_eq!(directions.len(), 2 * axes + if axes == 1 { 0 } else { DIRECTIONS });
            for direction in &directions {
                let length: f64 = direction.iter().map(|d| d * d).sum();
                assert!((length - 1.0).abs() < 1e-12, "{direction:?}");
            }
            for axis in 0..axes {
                let count = |sign: f64| directions.iter().filter(|d| d[axis] * sign > 0.0).count();
                let least = directions.len() / 4;
                assert!(axes == 1 || count(1.0) > least && count(-1.0) > least, "{axes} {axis}");
            }
        }
        let steps = (0..DIRECTIONS).map(|i| {
            let ((x, y), (u, v)) = (on_circle(i), on_circle((i + 1) % DIRECTIONS));
            (x - u).hypot(y - v)
        });
        assert!(steps.into_iter().all(|step| (0.03..0.09).contains(&step)));
    }

    #[test]
    fn places_are_nearer_than_the_radius_and_within_the_limits() {
        let places = around(&[0.5, 0.25], Some(2.0), ALL).unwrap();
        assert_eq!(places.dim(), ((4 + DIRECTIONS) * DISTANCES, 2));
        let distance = |row: ndarray::ArrayView1<'_, f32>| (row[0] - 0.5).hypot(row[1] - 0.25);
        let distances: Vec<f32> = places.outer_iter().map(distance).collect();
        assert!(distances.iter().all(|d| (0.156..1.997).contains(d)), "{distances:?}");
        let unit = Limits { lower: 0.0, upper: 1.0 };
        let places = around(&[0.5, 0.25], None, unit).unwrap();
        assert!(places.iter().all(|x| (0.0..=1.0).contains(x)));
        assert_eq!(around(&[0.0; 13], None, unit), None);
    }

    #[test]
    fn without_a_radius_the_distances_grow_with_the_place() {
        let places = around(&[100.0], None, ALL).unwrap();
        let first = places[[0, 0]] - 100.0;
        let last = places[[DISTANCES - 1, 0]] - 100.0;
        assert!((first - 100.0 / 64.0).abs() < 1e-4 && last > 3000.0, "{first} {last}");
    }
}
