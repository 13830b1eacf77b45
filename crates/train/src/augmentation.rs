//! New pictures from old ones, so that a network learns what does not matter.

use crate::error::TrainError;
use crate::random::Random;
use feedforward_network::Threads;

/// Each time a picture is learned from, it is turned, scaled, sheared and moved a little.
///
/// Each amount is drawn uniformly between minus and plus the number given. The new picture is
/// sampled from the old one by bilinear interpolation; outside of it, everything is 0.
///
/// # References
///
/// Simard, Steinkraus and Platt (2003), section 2.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Augmentation {
    /// Rows of a picture.
    pub height: usize,
    /// Columns of a picture.
    pub width: usize,
    /// The largest turn, in degrees.
    pub rotation: f32,
    /// The largest change of each side's length, as a share of it, below 1.
    pub scale: f32,
    /// The largest slant, in columns a row.
    pub shear: f32,
    /// The largest move along each side, in pixels.
    pub shift: f32,
}

impl Augmentation {
    /// What handwritten digits of 28 x 28 pixels bear.
    pub const fn digits() -> Self {
        Self { height: 28, width: 28, rotation: 10.0, scale: 0.1, shear: 0.1, shift: 1.5 }
    }

    pub(crate) fn check(&self, inputs: usize) -> Result<(), TrainError> {
        if self.height.checked_mul(self.width) != Some(inputs) || inputs == 0 {
            return Err(TrainError::PictureSize { inputs, height: self.height, width: self.width });
        }
        let amounts = [
            ("rotation", self.rotation),
            ("scale", self.scale),
            ("shear", self.shear),
            ("shift", self.shift),
        ];
        for (name, found) in amounts {
            if !(0.0..f32::INFINITY).contains(&found) || (name == "scale" && found >= 1.0) {
                let expected =
                    if name == "scale" { "from 0 up to, but not, 1" } else { "zero or more" };
                return Err(TrainError::Option { name, found, expected });
            }
        }
        Ok(())
    }

    /// Replaces every picture of `rows` by a new one made from it.
    pub(crate) fn apply(&self, random: &mut Random, threads: &Threads, rows: &mut [f32]) {
        let size = self.height * self.width;
        // Drawn in order, before anything runs side by side.
        let warps: Vec<Warp> = rows.chunks_exact(size).map(|_| self.draw(random)).collect();
        // Sampling a pixel costs about as much as eight multiply-adds.
        let parts = threads.worth(8 * rows.len());
        let count = warps.len().div_ceil(parts).max(1);
        threads.run(rows.chunks_mut(count * size).zip(warps.chunks(count)), |(rows, warps)| {
            let mut old = vec![0.0; size];
            for (picture, warp) in rows.chunks_exact_mut(size).zip(warps) {
                old.copy_from_slice(picture);
                self.warp(warp, &old, picture);
            }
        });
    }

    fn draw(&self, random: &mut Random) -> Warp {
        let mut draw = |largest: f32| f64::from(largest) * random.signed();
        let angle = draw(self.rotation).to_radians();
        let (scale_down, scale_right) = (1.0 + draw(self.scale), 1.0 + draw(self.scale));
        let shear = draw(self.shear);
        let shift = [draw(self.shift) as f32, draw(self.shift) as f32];
        let (sin, cos) = (libm::sin(angle), libm::cos(angle));
        // From the new picture to the old one: turn, then slant, then scale.
        let matrix = [
            [cos / scale_down, -sin / scale_down],
            [(sin + shear * cos) / scale_right, (cos - shear * sin) / scale_right],
        ];
        Warp { matrix: matrix.map(|row| row.map(|v| v as f32)), shift }
    }

    fn warp(&self, warp: &Warp, old: &[f32], new: &mut [f32]) {
        let centre = [(self.height as f32 - 1.0) / 2.0, (self.width as f32 - 1.0) / 2.0];
        let [[a, b], [c, d]] = warp.matrix;
        for (row, pixels) in new.chunks_exact_mut(self.width).enumerate() {
            let down = row as f32 - centre[0] - warp.shift[0];
            for (column, pixel) in pixels.iter_mut().enumerate() {
                let right = column as f32 - centre[1] - warp.shift[1];
                *pixel = self.sample(
                    old,
                    a * down + b * right + centre[0],
                    c * down + d * right + centre[1],
                );
            }
        }
    }

    /// The picture's value between its pixels.
    fn sample(&self, picture: &[f32], row: f32, column: f32) -> f32 {
        let (top, left) = (row.floor(), column.floor());
        let (down, right) = (row - top, column - left);
        let at = |row: f32, column: f32| {
            let inside = row >= 0.0
                && column >= 0.0
                && row < self.height as f32
                && column < self.width as f32;
            if inside { picture[row as usize * self.width + column as usize] } else { 0.0 }
        };
        let upper = at(top, left) * (1.0 - right) + at(top, left + 1.0) * right;
        let lower = at(top + 1.0, left) * (1.0 - right) + at(top + 1.0, left + 1.0) * right;
        upper * (1.0 - down) + lower * down
    }
}

/// A drawn change of a picture: where a pixel of the new one, seen from the centre, lies in
/// the old one, `[row, column]`.
struct Warp {
    matrix: [[f32; 2]; 2],
    shift: [f32; 2],
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Purpose;
    use std::num::NonZeroUsize;

    const STILL: Augmentation =
        Augmentation { height: 3, width: 4, rotation: 0.0, scale: 0.0, shear: 0.0, shift: 0.0 };

    fn apply(augmentation: &Augmentation, threads: usize, rows: &mut [f32]) {
        let threads = Threads::new(NonZeroUsize::new(threads).unwrap()).unwrap();
        augmentation.apply(&mut Random::new(1, Purpose::Augmentation), &threads, rows);
    }

    #[test]
    fn no_change_leaves_the_picture_as_it_is() {
        let picture: Vec<f32> = (0..24).map(|v| v as f32).collect();
        let mut rows = picture.clone();
        apply(&STILL, 1, &mut rows);
        assert_eq!(rows, picture);
    }

    #[test]
    fn a_quarter_turn_moves_rows_to_columns() {
        let square = Augmentation { height: 3, width: 3, ..STILL };
        let picture = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0];
        let mut turned = [0.0; 9];
        square.warp(
            &Warp { matrix: [[0.0, -1.0], [1.0, 0.0]], shift: [0.0; 2] },
            &picture,
            &mut turned,
        );
        assert_eq!(turned, [7.0, 4.0, 1.0, 8.0, 5.0, 2.0, 9.0, 6.0, 3.0]);
    }

    #[test]
    fn half_a_pixel_is_the_mean_of_two() {
        let line = Augmentation { height: 1, width: 3, ..STILL };
        let mut moved = [0.0; 3];
        line.warp(
            &Warp { matrix: [[1.0, 0.0], [0.0, 1.0]], shift: [0.0, 0.5] },
            &[2.0, 4.0, 8.0],
            &mut moved,
        );
        assert_eq!(moved, [1.0, 3.0, 6.0]);
    }

    #[test]
    fn the_number_of_threads_changes_nothing() {
        let pictures: Vec<f32> = (0..28 * 28 * 1000).map(|v| (v % 97) as f32).collect();
        let (mut one, mut three) = (pictures.clone(), pictures);
        apply(&Augmentation::digits(), 1, &mut one);
        apply(&Augmentation::digits(), 3, &mut three);
        assert_eq!(one, three);
    }

    #[test]
    fn impossible_amounts_are_refused() {
        assert_eq!(
            STILL.check(13).unwrap_err().to_string(),
            "rows of 13 numbers are no pictures of 3 x 4: augmentation needs pictures"
        );
        let error = Augmentation { scale: 1.0, ..STILL }.check(12).unwrap_err();
        assert_eq!(error.to_string(), "scale is 1, but must be from 0 up to, but not, 1");
    }
}
