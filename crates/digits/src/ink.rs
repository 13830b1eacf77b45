//! Which pixels of a picture are ink, and how strongly.

use ndarray::{Array2, ArrayView2, Zip};

use crate::Ink;

/// The least difference in grey levels between ink and paper.
const LEAST_CONTRAST: f32 = 12.0;

/// Ink differs from paper by this many standard deviations of the paper's noise on average, …
const CONTRAST_IN_NOISE: f32 = 5.0;

/// … and each of its pixels by this many.
const PIXEL_IN_NOISE: f32 = 4.0;

/// A pixel beside ink belongs to its edge if it has this share of the ink's contrast.
const EDGE_SHARE: f32 = 1.0 / 8.0;

/// A piece of ink is a speck of dirt if it is smaller than this share of the largest piece.
const SPECK_SHARE: f32 = 0.03;

/// The ink of a picture.
pub(crate) struct InkMap {
    /// From 0 for paper to 1 for full ink; between them at edges.
    pub(crate) strength: Array2<f32>,
    /// The pixels that are ink rather than paper or an edge.
    pub(crate) mask: Array2<bool>,
    /// Whether the ink is darker or lighter than the paper.
    pub(crate) ink: Ink,
}

/// What is there when there is no ink.
pub(crate) struct NoInk {
    /// How much the most different part differs from the paper, in grey levels.
    pub(crate) contrast: f32,
    /// How much it would have to.
    pub(crate) needed: f32,
}

/// Finds the ink.
///
/// The paper is a plane of grey levels fitted to the picture's margin, so that light from one side
/// does no harm; its noise is measured there too. Ink is what differs from the paper, in the
/// direction asked for or in the one that has more of it, by more than Otsu's threshold. Specks are
/// left out.
///
/// # References
/// Otsu (1979), *A threshold selection method from gray-level histograms*.
pub(crate) fn find_ink(gray: ArrayView2<'_, f32>, wanted: Ink) -> Result<InkMap, NoInk> {
    let paper = Paper::fit(gray);
    let mut difference = Array2::zeros(gray.dim());
    Zip::indexed(&mut difference).and(gray).for_each(|at, d, &g| *d = g - paper.level(at));
    let ink = match wanted {
        Ink::Auto if darker(&difference, PIXEL_IN_NOISE * paper.noise) => Ink::Dark,
        Ink::Auto => Ink::Light,
        forced => forced,
    };
    let sign = if ink == Ink::Dark { -1.0 } else { 1.0 };
    difference.mapv_inplace(|d| (sign * d).max(0.0));

    let (otsu, contrast) = otsu(&difference);
    let needed = LEAST_CONTRAST.max(CONTRAST_IN_NOISE * paper.noise);
    if contrast < needed {
        return Err(NoInk { contrast, needed });
    }
    let noise = PIXEL_IN_NOISE * paper.noise;
    let threshold = otsu.max(noise);
    let mut mask = difference.mapv(|d| d > threshold);
    remove_specks(&mut mask);
    let mut levels: Vec<f32> =
        Zip::from(&mask).and(&difference).fold(vec![], |mut levels, &is_ink, &d| {
            if is_ink {
                levels.push(d);
            }
            levels
        });
    if levels.is_empty() {
        return Err(NoInk { contrast, needed: threshold });
    }
    let full = median(&mut levels);
    let edge = noise.max(EDGE_SHARE * contrast);
    let near = beside(&mask);
    let strength =
        Zip::from(&difference).and(&mask).and(&near).map_collect(|&d, &is_ink, &near| {
            if is_ink || (near && d > edge) { (d / full).min(1.0) } else { 0.0 }
        });
    Ok(InkMap { strength, mask, ink })
}

/// Whether more of the picture is darker than the paper than is lighter.
fn darker(difference: &Array2<f32>, noise: f32) -> bool {
    let energy = |sign: f32| -> f64 {
        difference.iter().map(|d| f64::from((sign * d - noise).max(0.0)).powi(2)).sum()
    };
    energy(-1.0) >= energy(1.0)
}

/// The level of the paper at each pixel, and its noise.
struct Paper {
    /// The level in the middle and its change from there to the right and to the lower margin.
    plane: [f64; 3],
    height: usize,
    width: usize,
    /// Standard deviation in grey levels.
    noise: f32,
}

impl Paper {
    /// Fits a plane of least absolute deviations to the margin, by reweighted least squares: ink
    /// that touches the margin has no pull as long as it covers less than half of it.
    fn fit(gray: ArrayView2<'_, f32>) -> Self {
        const ROUNDS: usize = 10;
        let (height, width) = gray.dim();
        let depth = (height.min(width) / 16).max(1);
        let margin: Vec<((usize, usize), f32)> = gray
            .indexed_iter()
            .filter(|&((y, x), _)| {
                y < depth || x < depth || y >= height - depth || x >= width - depth
            })
            .map(|(at, &level)| (at, level))
            .collect();
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

    fn level(&self, at: (usize, usize)) -> f32 {
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

/// The middle value; 0 of nothing.
fn median(values: &mut [f32]) -> f32 {
    if values.is_empty() {
        return 0.0;
    }
    let middle = values.len() / 2;
    *values.select_nth_unstable_by(middle, f32::total_cmp).1
}

/// Otsu's threshold, and the distance between the means on its two sides.
fn otsu(difference: &Array2<f32>) -> (f32, f32) {
    let mut histogram = [0u64; 256];
    for &d in difference {
        histogram[d.round().clamp(0.0, 255.0) as usize] += 1;
    }
    let total = difference.len() as f64;
    let sum: f64 = histogram.iter().enumerate().map(|(d, &n)| d as f64 * n as f64).sum();
    let (mut below, mut below_sum) = (0.0, 0.0);
    let (mut best, mut threshold, mut contrast) = (0.0, 0.0, 0.0);
    for (d, &n) in histogram.iter().enumerate() {
        below += n as f64;
        below_sum += d as f64 * n as f64;
        if n == 0 || below == total {
            continue;
        }
        let distance = (sum - below_sum) / (total - below) - below_sum / below;
        let between = below * (total - below) * distance * distance;
        if between > best {
            (best, threshold, contrast) = (between, d as f32 + 0.5, distance as f32);
        }
    }
    (threshold, contrast)
}

/// Takes pieces of ink out that are much smaller than the largest one.
fn remove_specks(mask: &mut Array2<bool>) {
    let mut seen = Array2::from_elem(mask.dim(), false);
    let mut pieces: Vec<Vec<(usize, usize)>> = Vec::new();
    for (start, &is_ink) in mask.indexed_iter() {
        if is_ink && !seen[start] {
            pieces.push(piece(mask, &mut seen, start));
        }
    }
    let largest = pieces.iter().map(Vec::len).max().unwrap_or(0);
    let least = SPECK_SHARE * largest as f32;
    for piece in pieces.iter().filter(|piece| (piece.len() as f32) < least) {
        for &at in piece {
            mask[at] = false;
        }
    }
}

/// The pixels that are connected with `start`, by their sides or corners.
fn piece(
    mask: &Array2<bool>,
    seen: &mut Array2<bool>,
    start: (usize, usize),
) -> Vec<(usize, usize)> {
    let mut piece = vec![start];
    seen[start] = true;
    let mut done = 0;
    while done < piece.len() {
        for at in neighbours(piece[done], mask.dim()) {
            if mask[at] && !seen[at] {
                seen[at] = true;
                piece.push(at);
            }
        }
        done += 1;
    }
    piece
}

/// The pixel itself and the up to eight around it.
fn neighbours(
    (y, x): (usize, usize),
    (height, width): (usize, usize),
) -> impl Iterator<Item = (usize, usize)> {
    let rows = y.saturating_sub(1)..(y + 2).min(height);
    rows.flat_map(move |y| (x.saturating_sub(1)..(x + 2).min(width)).map(move |x| (y, x)))
}

/// The pixels that have ink among their neighbours.
fn beside(mask: &Array2<bool>) -> Array2<bool> {
    let mut near = Array2::from_elem(mask.dim(), false);
    for (at, _) in mask.indexed_iter().filter(|&(_, &is_ink)| is_ink) {
        for neighbour in neighbours(at, mask.dim()) {
            near[neighbour] = true;
        }
    }
    near
}
