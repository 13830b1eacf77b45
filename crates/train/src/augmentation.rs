//! Data augmentation: random changes of pictures that do not change what they show.

use crate::error::TrainError;
use crate::random::Random;
use feedforward_kernels::Pool;
use feedforward_network::NetworkError;
use std::num::NonZeroUsize;

/// A random rotation, scaling, shear and shift of each picture, each time it is learned from.
///
/// Each amount is drawn uniformly between minus and plus the number given. The new picture is
/// sampled from the old one by bilinear interpolation; pixels outside the old one are 0.
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
    /// The largest rotation, in degrees.
    pub rotation: f32,
    /// The largest change of each side's length, as a share of the length, below 1.
    pub scale: f32,
    /// The largest shear, in columns per row.
    pub shear: f32,
    /// The largest shift along each side, in pixels.
    pub shift: f32,
}

impl Augmentation {
    /// Amounts that leave handwritten digits of 28 x 28 pixels readable.
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
                    if name == "scale" { "at least 0 and below 1" } else { "zero or more" };
                return Err(TrainError::Option { name, found, expected });
            }
        }
        Ok(())
    }

    /// Replaces every picture of `rows` by a new one made from it, as training does before it learns
    /// from them.
    ///
    /// # Shapes
    ///
    /// `rows [batch, height * width]`, row by row.
    ///
    /// # Errors
    ///
    /// If an amount is out of its range, or the rows are not whole pictures.
    pub fn change(&self, random: &mut Random, rows: &mut [f32]) -> Result<(), TrainError> {
        let size = self.height.saturating_mul(self.width);
        self.check(size)?;
        if !rows.len().is_multiple_of(size) {
            let inputs = rows.len();
            return Err(TrainError::PictureSize { inputs, height: self.height, width: self.width });
        }
        let pool = Pool::new(NonZeroUsize::MIN).map_err(NetworkError::from)?;
        self.apply(random, &pool, rows);
        Ok(())
    }

    /// Replaces every picture of `rows` by a new one made from it.
    pub(crate) fn apply(&self, random: &mut Random, pool: &Pool, rows: &mut [f32]) {
        let size = self.height * self.width;
        // Drawn in order, before the threads share the pictures.
        let warps: Vec<Warp> = rows.chunks_exact(size).map(|_| self.draw(random)).collect();
        // Sampling a pixel costs about as much as eight multiply-adds.
        let threads = pool.threads_for(8 * rows.len());
        let count = warps.len().div_ceil(threads).max(1);
        pool.for_each(rows.chunks_mut(count * size).zip(warps.chunks(count)), |(rows, warps)| {
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
        // From the new picture to the old one: rotate, then shear, then scale.
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

    /// The picture's value between its pixels, by bilinear interpolation.
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

/// A drawn change of a picture: maps a pixel of the new picture, `[row, column]` from the centre,
/// to its place in the old one.
struct Warp {
    matrix: [[f32; 2]; 2],
    shift: [f32; 2],
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Purpose;

    const STILL: Augmentation =
        Augmentation { height: 3, width: 4, rotation: 0.0, scale: 0.0, shear: 0.0, shift: 0.0 };

    fn random() -> Random {
        Random::new(1, Purpose::Augmentation)
    }

    fn apply(augmentation: &Augmentation, threads: usize, rows: &mut [f32]) {
        let pool = Pool::new(NonZeroUsize::new(threads).unwrap()).unwrap();
        augmentation.apply(&mut random(), &pool, rows);
    }

    /// The product of two matrices.
    fn times(a: [[f64; 2]; 2], b: [[f64; 2]; 2]) -> [[f64; 2]; 2] {
        a.map(|row| [0, 1].map(|column| row[0] * b[0][column] + row[1] * b[1][column]))
    }

    #[test]
    fn a_drawn_change_is_a_rotation_in_degrees_a_shear_and_a_scaling() {
        let all = Augmentation { rotation: 90.0, scale: 0.5, shear: 2.0, shift: 3.0, ..STILL };
        let still = STILL;
        let each = [
            Augmentation { rotation: 90.0, ..still },
            Augmentation { scale: 0.5, ..still },
            Augmentation { shear: 2.0, ..still },
            Augmentation { shift: 3.0, ..still },
        ];
        for augmentation in each.into_iter().chain([all]) {
            // The order of the draws is fixed, because a seed stands for the same pictures for good.
            let mut drawn = random();
            let [turn, down, right, shear, shift_down, shift_right] =
                std::array::from_fn(|_| drawn.signed());
            let angle = f64::from(augmentation.rotation) * turn * std::f64::consts::PI / 180.0;
            let scale = f64::from(augmentation.scale);
            let rotation = [[angle.cos(), -angle.sin()], [angle.sin(), angle.cos()]];
            let sheared = [[1.0, 0.0], [f64::from(augmentation.shear) * shear, 1.0]];
            let scaled = [[1.0 / (1.0 + scale * down), 0.0], [0.0, 1.0 / (1.0 + scale * right)]];
            let expected = times(scaled, times(sheared, rotation));
            let shift = f64::from(augmentation.shift);
            let expected_shift = [shift * shift_down, shift * shift_right];
            let found = augmentation.draw(&mut random());
            let pairs = found.matrix.iter().flatten().zip(expected.iter().flatten());
            for (found, expected) in pairs.chain(found.shift.iter().zip(&expected_shift)) {
                // Half a unit in the last place of f32 below 4.
                assert!((f64::from(*found) - expected).abs() < 2e-7, "{augmentation:?}");
            }
        }
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
            "rows of 13 numbers are not pictures of 3 x 4: augmentation needs pictures"
        );
        let refusal = |augmentation: Augmentation| augmentation.check(12).unwrap_err().to_string();
        let below_one = "scale is 1, but must be at least 0 and below 1";
        assert_eq!(refusal(Augmentation { scale: 1.0, ..STILL }), below_one);
        for (wrong, name) in [
            (Augmentation { rotation: -1.0, ..STILL }, "rotation"),
            (Augmentation { shear: -1.0, ..STILL }, "shear"),
            (Augmentation { shift: -1.0, ..STILL }, "shift"),
        ] {
            assert_eq!(refusal(wrong), format!("{name} is -1, but must be zero or more"));
        }
        assert!(refusal(Augmentation { shift: f32::NAN, ..STILL }).starts_with("shift is NaN"));
        let empty = Augmentation { height: 0, width: 0, ..STILL };
        assert!(matches!(empty.check(0), Err(TrainError::PictureSize { .. })));
        // Nothing is too large a rotation, shear or shift.
        let largest =
            Augmentation { rotation: 720.0, scale: 0.99, shear: 9.0, shift: 99.0, ..STILL };
        assert_eq!(largest.check(12), Ok(()));
    }
}
