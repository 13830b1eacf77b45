//! The level of the paper, fitted to a picture's margin.

use ndarray::ArrayView2;

/// The level of the paper at each pixel, and its noise.
pub(crate) struct Paper {
    /// The level in the middle and its change from there to the right and to the lower margin.
    plane: [f64; 3],
    height: usize,
    width: usize,
    /// Standard deviation in grey levels.
    pub(crate) noise: f32,
}

impl Paper {
    /// Fits a plane of least absolute deviations to the margin, by reweighted least squares: ink
    /// that touches the margin has no pull as long as it covers less than half of it.
    pub(crate) fn fit(gray: ArrayView2<'_, f32>) -> Self {
        const ROUNDS: usize = 10;
        let (height, width) = gray.dim();
        let margin: Vec<((usize, usize), f32)> = margin(gray).collect();
        let mut levels: Vec<f32> = margin.iter().map(|&(_, level)| level).collect();
        let middle = f64::from(median(&mut levels));
        let mut paper = Self { plane: [middle, 0.0, 0.0], height, width, noise: 0.0 };
        for _ in 0..ROUNDS {
            match paper.refit(&margin) {
                Some(plane) => paper.plane = plane,
                None => break,
            }
        }
        let mut deviations: Vec<f32> =
            margin.iter().map(|&(at, level)| (level - paper.level(at)).abs()).collect();
        // The median of |deviation| of normal noise is 1 / 1.4826 of its standard deviation.
        paper.noise = 1.4826 * median(&mut deviations);
        paper
    }

    /// The coordinates of a pixel, each from -1 to 1.
    fn place(&self, (y, x): (usize, usize)) -> [f64; 3] {
        let from_middle = |at: usize, length: usize| (2 * at + 1) as f64 / length as f64 - 1.0;
        [1.0, from_middle(x, self.width), from_middle(y, self.height)]
    }

    pub(crate) fn level(&self, at: (usize, usize)) -> f32 {
        let place = self.place(at);
        (0..3).map(|i| self.plane[i] * place[i]).sum::<f64>() as f32
    }

    /// One round: least squares with weights 1 / |deviation|. `None` if the margin has no plane, as
    /// in a picture of one row.
    fn refit(&self, margin: &[((usize, usize), f32)]) -> Option<[f64; 3]> {
        let mut normal = [[0.0f64; 3]; 3];
        let mut right = [0.0f64; 3];
        for &(at, level) in margin {
            let weight = 1.0 / f64::from((level - self.level(at)).abs().max(1.0));
            let place = self.place(at);
            for i in 0..3 {
                for j in 0..3 {
                    normal[i][j] += weight * place[i] * place[j];
                }
                right[i] += weight * place[i] * f64::from(level);
            }
        }
        solve(normal, right)
    }
}

/// Solves three equations by Cramer's rule; `None` if they are nearly dependent.
fn solve(a: [[f64; 3]; 3], b: [f64; 3]) -> Option<[f64; 3]> {
    let determinant = |m: [[f64; 3]; 3]| {
        m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
            - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
            + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
    };
    let whole = determinant(a);
    if whole.abs() <= 1e-6 * a[0][0].powi(3) {
        return None;
    }
    Some([0, 1, 2].map(|column| {
        let mut replaced = a;
        for row in 0..3 {
            replaced[row][column] = b[row];
        }
        determinant(replaced) / whole
    }))
}

/// The pixels near the sides of a picture.
pub(crate) fn margin(gray: ArrayView2<'_, f32>) -> impl Iterator<Item = ((usize, usize), f32)> {
    let (height, width) = gray.dim();
    let depth = (height.min(width) / 16).max(1);
    let rows = move |y: usize| y < depth || y >= height - depth;
    let columns = move |x: usize| x < depth || x >= width - depth;
    gray.into_iter()
        .enumerate()
        .map(move |(i, &level)| ((i / width, i % width), level))
        .filter(move |&((y, x), _)| rows(y) || columns(x))
}

/// The middle value; 0 of nothing.
pub(crate) fn median(values: &mut [f32]) -> f32 {
    if values.is_empty() {
        return 0.0;
    }
    let middle = values.len() / 2;
    *values.select_nth_unstable_by(middle, f32::total_cmp).1
}
