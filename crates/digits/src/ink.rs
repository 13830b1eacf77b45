//! Which pixels of a picture are ink, and how strongly.

use crate::PixelBox;
use feedforward_bytes::Ink;
use ndarray::{Array2, ArrayView2, Zip};

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
    /// The mean difference between ink and paper, in grey levels.
    contrast: f32,
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
/// left out, and so are frames and the edges of a sheet; on a sheet that lies on a desk of another
/// colour, ink is looked for inside the sheet.
///
/// # References
///
/// Otsu (1979), *A threshold selection method from gray-level histograms*.
pub(crate) fn find_ink(gray: ArrayView2<'_, f32>, wanted: Option<Ink>) -> Result<InkMap, NoInk> {
    const SHEETS: usize = 2;
    match ink_on_sheet(gray, wanted, SHEETS) {
        Some(on_sheet) => Ok(on_sheet),
        None => Standing::out(gray, wanted)?.ink_map(),
    }
}

/// The ink on a sheet that lies on a desk, or inside a frame along the picture's border; `None` if
/// there is no such sheet or nothing on it.
///
/// A sheet may lie on a sheet, up to `depth` of them.
fn ink_on_sheet(gray: ArrayView2<'_, f32>, wanted: Option<Ink>, depth: usize) -> Option<InkMap> {
    /// Ink has at least this share of the contrast between the sheet and the desk, …
    const LEAST_SHARE: f32 = 0.2;
    /// … covers at most this share of the sheet's inside, …
    const MOST_COVERED: f32 = 0.35;

    let desk = Standing::out(gray, None).ok().filter(|_| depth > 0)?;
    let ink = if desk.ink == Ink::Light { Ink::Dark } else { Ink::Light };
    if wanted.is_some_and(|wanted| wanted != ink) {
        return None;
    }
    let inside = sheet(&desk.mask)?;
    let on_sheet = inside.of(gray);
    let found = ink_on_sheet(on_sheet, Some(ink), depth - 1)
        .or_else(|| Standing::out(on_sheet, Some(ink)).ok()?.ink_map().ok())?;
    // … and is not a speck.
    let around = PixelBox::around(found.mask.view(), |&is_ink| is_ink)?;
    let covered = found.mask.iter().filter(|&&is_ink| is_ink).count() as f32;
    if found.contrast < LEAST_SHARE * desk.contrast
        || covered > MOST_COVERED * (inside.height * inside.width) as f32
        || !sizeable(&around, &inside)
    {
        return None;
    }
    let mut strength = Array2::zeros(gray.dim());
    inside.of_mut(strength.view_mut()).assign(&found.strength);
    let mut mask = Array2::from_elem(gray.dim(), false);
    inside.of_mut(mask.view_mut()).assign(&found.mask);
    Some(InkMap { strength, mask, ..found })
}

/// What stands out from the paper.
struct Standing {
    /// How far each pixel stands out, in grey levels.
    difference: Array2<f32>,
    mask: Array2<bool>,
    ink: Ink,
    contrast: f32,
    /// Standard deviation of the paper.
    noise: f32,
    threshold: f32,
}

impl Standing {
    fn out(gray: ArrayView2<'_, f32>, wanted: Option<Ink>) -> Result<Self, NoInk> {
        let paper = Paper::fit(gray);
        let mut difference = Array2::zeros(gray.dim());
        Zip::indexed(&mut difference).and(gray).for_each(|at, d, &g| *d = g - paper.level(at));
        let ink = match wanted {
            Some(wanted) => wanted,
            None if darker(&difference, PIXEL_IN_NOISE * paper.noise) => Ink::Dark,
            None => Ink::Light,
        };
        let sign = if ink == Ink::Dark { -1.0 } else { 1.0 };
        difference.mapv_inplace(|d| (sign * d).max(0.0));

        Self::by_threshold(difference, ink, paper.noise)
    }

    /// Takes what differs by more than Otsu's threshold and the noise.
    fn by_threshold(difference: Array2<f32>, ink: Ink, noise: f32) -> Result<Self, NoInk> {
        let (otsu, contrast) = otsu(&difference);
        let needed = LEAST_CONTRAST.max(CONTRAST_IN_NOISE * noise);
        if contrast < needed {
            return Err(NoInk { contrast, needed });
        }
        let threshold = otsu.max(PIXEL_IN_NOISE * noise);
        let mask = difference.mapv(|d| d > threshold);
        Ok(Self { difference, mask, ink, contrast, noise, threshold })
    }

    /// Makes paper of frames, and looks again at the rest: a frame has a say in the threshold.
    fn without_frames(mut self) -> Result<Self, NoInk> {
        // What is left of a blurred frame may be another one.
        const ROUNDS: usize = 3;
        for _ in 0..ROUNDS {
            let frames = frames(pieces(&self.mask), self.mask.dim());
            if frames.is_empty() {
                break;
            }
            for at in frames.into_iter().flat_map(|frame| frame.pixels) {
                for near in neighbours(at, self.mask.dim()) {
                    self.difference[near] = 0.0;
                }
            }
            self = Self::by_threshold(self.difference, self.ink, self.noise)?;
        }
        Ok(self)
    }

    fn ink_map(self) -> Result<InkMap, NoInk> {
        let Self { difference, mut mask, ink, contrast, noise, threshold } =
            self.without_frames()?;
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
        let edge = (PIXEL_IN_NOISE * noise).max(EDGE_SHARE * contrast);
        let near = beside(&mask);
        let strength =
            Zip::from(&difference).and(&mask).and(&near).map_collect(|&d, &is_ink, &near| {
                if is_ink || (near && d > edge) { (d / full).min(1.0) } else { 0.0 }
            });
        Ok(InkMap { strength, mask, ink, contrast })
    }
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

/// Ink that is connected.
struct Piece {
    pixels: Vec<(usize, usize)>,
    bounds: PixelBox,
}

/// Takes pieces of ink out that are much smaller than the largest one.
fn remove_specks(mask: &mut Array2<bool>) {
    let pieces = pieces(mask);
    let largest = pieces.iter().map(|piece| piece.pixels.len()).max().unwrap_or(0);
    let least = SPECK_SHARE * largest as f32;
    let specks = pieces.iter().filter(|piece| (piece.pixels.len() as f32) < least);
    for &at in specks.flat_map(|piece| &piece.pixels) {
        mask[at] = false;
    }
}

/// The pieces that are frames rather than ink.
///
/// A frame is a piece of straight sides, hollow, with sizeable ink in it; or a piece along the
/// picture's border that touches several of its sides while all sizeable ink elsewhere is clear of
/// the border, as it is not in a picture cut close around a digit.
fn frames(pieces: Vec<Piece>, (height, width): (usize, usize)) -> Vec<Piece> {
    let picture = PixelBox { top: 0, left: 0, height, width };
    let along_border: Vec<bool> = pieces.iter().map(|p| is_along_border(p, &picture)).collect();
    let mut rest = pieces
        .iter()
        .zip(&along_border)
        .filter(|(piece, along)| !**along && sizeable(&piece.bounds, &picture))
        .peekable();
    let is_clear =
        rest.peek().is_some() && rest.all(|(piece, _)| touched(&piece.bounds, &picture) == 0);
    let is_frame: Vec<bool> = pieces
        .iter()
        .zip(along_border)
        .map(|(piece, along)| {
            let holds = |other: &Piece| {
                is_inside(&other.bounds, &piece.bounds) && sizeable(&other.bounds, &piece.bounds)
            };
            (along && is_clear) || (is_hollow_rectangle(piece) && pieces.iter().any(holds))
        })
        .collect();
    let frames = pieces.into_iter().zip(is_frame).filter(|&(_, is_frame)| is_frame);
    frames.map(|(piece, _)| piece).collect()
}

/// Whether the ink of a box is large enough for a digit, or a part of one, in the other box.
fn sizeable(ink: &PixelBox, within: &PixelBox) -> bool {
    const LEAST: f32 = 0.1;
    let longer = ink.height.max(ink.width);
    longer >= 5 && longer as f32 >= LEAST * within.height.min(within.width) as f32
}

/// Whether a box is inside another one and touches none of its sides.
fn is_inside(inner: &PixelBox, outer: &PixelBox) -> bool {
    inner.top > outer.top
        && inner.left > outer.left
        && inner.top + inner.height < outer.top + outer.height
        && inner.left + inner.width < outer.left + outer.width
}

/// How many sides of the picture a box touches.
fn touched(ink: &PixelBox, picture: &PixelBox) -> usize {
    let sides = [
        ink.top == 0,
        ink.left == 0,
        ink.top + ink.height == picture.height,
        ink.left + ink.width == picture.width,
    ];
    sides.into_iter().filter(|&touches| touches).count()
}

fn is_hollow_rectangle(piece: &Piece) -> bool {
    const LEAST: usize = 12;
    let PixelBox { height, width, .. } = piece.bounds;
    height.min(width) >= LEAST && sides_followed(piece, &piece.bounds) == 4
}

fn is_along_border(piece: &Piece, picture: &PixelBox) -> bool {
    touched(&piece.bounds, picture) >= 2 && sides_followed(piece, picture) >= 1
}

/// How many sides of a box the piece follows for most of their length; 0 if it has much ink
/// elsewhere.
fn sides_followed(piece: &Piece, along: &PixelBox) -> usize {
    /// A side's band, as a share of the box; a little slant stays in it.
    const BAND: usize = 7;
    /// The share of a side that is followed, …
    const FOLLOWED: f32 = 0.8;
    /// … and the share of the ink that is in the bands.
    const IN_BANDS: f32 = 0.9;

    let PixelBox { top, left, height, width } = *along;
    let (rows, columns) = (height.div_ceil(BAND), width.div_ceil(BAND));
    let bands = |&(y, x): &(usize, usize)| {
        let (y, x) = (y - top, x - left);
        [(y < rows, x), (y >= height - rows, x), (x < columns, y), (x >= width - columns, y)]
    };
    let mut seen = [width, width, height, height].map(|length| vec![false; length]);
    for at in &piece.pixels {
        for ((is_in, place), seen) in bands(at).into_iter().zip(&mut seen) {
            seen[place] |= is_in;
        }
    }
    let follows = seen.map(|seen| {
        let length = seen.iter().filter(|&&seen| seen).count();
        length as f32 >= FOLLOWED * seen.len() as f32
    });
    let is_in_band = |at: &&(usize, usize)| {
        bands(at).into_iter().zip(follows).any(|((is_in, _), follows)| is_in && follows)
    };
    let in_bands = piece.pixels.iter().filter(is_in_band).count();
    if (in_bands as f32) < IN_BANDS * piece.pixels.len() as f32 {
        return 0;
    }
    follows.into_iter().filter(|&follows| follows).count()
}

/// The inside of a sheet: of a piece that is large, filled, and rectangular up to its corners.
fn sheet(mask: &Array2<bool>) -> Option<PixelBox> {
    /// The share of the picture that a sheet's box has at least, …
    const LEAST_AREA: f32 = 0.3;
    /// … the share of its box that it fills, together with what is drawn on it, …
    const FILLED: f32 = 0.85;
    /// … and the share of that which nothing is drawn on.
    const PLAIN: f32 = 0.65;
    /// The side of a corner as a share of the sheet's shorter side, and how full corners are; the
    /// box of a round or rounded shape has emptier ones.
    const CORNER: usize = 10;
    const FULL_CORNER: f32 = 0.5;
    /// The shortest side of a sheet.
    const LEAST: usize = 16;

    let (height, width) = mask.dim();
    let picture = PixelBox { top: 0, left: 0, height, width };
    let piece = pieces(mask).into_iter().max_by_key(|piece| piece.pixels.len())?;
    let bounds = piece.bounds;
    let area = (bounds.height * bounds.width) as f32;
    let shorter = bounds.height.min(bounds.width);
    if shorter < LEAST
        || area < LEAST_AREA * (height * width) as f32
        || touched(&bounds, &picture) > 1
        || (piece.pixels.len() as f32) < PLAIN * FILLED * area
    {
        return None;
    }
    let filled = filled(&piece);
    let count = |part: &PixelBox| part.of(filled.view()).iter().filter(|&&f| f).count() as f32;
    let mut inside = PixelBox { top: 0, left: 0, ..bounds };
    let all = count(&inside);
    if all < FILLED * area || (piece.pixels.len() as f32) < PLAIN * all {
        return None;
    }
    let side = (shorter / CORNER).max(2);
    let [last_top, last_left] = [bounds.height - side, bounds.width - side];
    for (top, left) in [(0, 0), (0, last_left), (last_top, 0), (last_top, last_left)] {
        let corner = PixelBox { top, left, height: side, width: side };
        if count(&corner) < FULL_CORNER * (side * side) as f32 {
            return None;
        }
    }
    // Sides are moved inwards, the emptiest first, until they are full: the sheet may be slanted.
    loop {
        let PixelBox { top, left, height, width } = inside;
        if height.min(width) < LEAST {
            return None;
        }
        let row = |top| PixelBox { top, height: 1, ..inside };
        let column = |left| PixelBox { left, width: 1, ..inside };
        let sides = [row(top), row(top + height - 1), column(left), column(left + width - 1)];
        let gaps = sides.map(|side| 1.0 - count(&side) / (side.height * side.width) as f32);
        let emptiest = (0..4).max_by(|&a, &b| gaps[a].total_cmp(&gaps[b]))?;
        if gaps[emptiest] <= 0.0 {
            break;
        }
        match emptiest {
            0 => (inside.top, inside.height) = (top + 1, height - 1),
            1 => inside.height = height - 1,
            2 => (inside.left, inside.width) = (left + 1, width - 1),
            _ => inside.width = width - 1,
        }
    }
    // The edge itself may be blurred.
    let blur = 1 + shorter / 64;
    Some(PixelBox {
        top: bounds.top + inside.top + blur,
        left: bounds.left + inside.left + blur,
        height: inside.height - 2 * blur,
        width: inside.width - 2 * blur,
    })
}

/// The piece in its box, its holes filled.
fn filled(piece: &Piece) -> Array2<bool> {
    let PixelBox { top, left, height, width } = piece.bounds;
    let mut filled = Array2::from_elem((height, width), true);
    let mut is_ink = Array2::from_elem((height, width), false);
    for &(y, x) in &piece.pixels {
        is_ink[(y - top, x - left)] = true;
    }
    let is_border = |&((y, x), _): &((usize, usize), &bool)| {
        y == 0 || x == 0 || y + 1 == height || x + 1 == width
    };
    let mut outside: Vec<_> = is_ink
        .indexed_iter()
        .filter(is_border)
        .map(|(at, _)| at)
        .filter(|&at| !is_ink[at])
        .collect();
    outside.iter().for_each(|&at| filled[at] = false);
    while let Some((y, x)) = outside.pop() {
        // What is connected by its corners holds together, so what is outside goes by sides only.
        let sides = [(y.wrapping_sub(1), x), (y + 1, x), (y, x.wrapping_sub(1)), (y, x + 1)];
        for at in sides {
            if filled.get(at) == Some(&true) && !is_ink[at] {
                filled[at] = false;
                outside.push(at);
            }
        }
    }
    filled
}

fn pieces(mask: &Array2<bool>) -> Vec<Piece> {
    let mut seen = Array2::from_elem(mask.dim(), false);
    let mut pieces = Vec::new();
    for (start, &is_ink) in mask.indexed_iter() {
        if is_ink && !seen[start] {
            pieces.push(piece(mask, &mut seen, start));
        }
    }
    pieces
}

/// The pixels that are connected with `start`, by their sides or corners.
fn piece(mask: &Array2<bool>, seen: &mut Array2<bool>, start: (usize, usize)) -> Piece {
    let mut pixels = vec![start];
    seen[start] = true;
    let (mut first, mut last) = (start, start);
    let mut done = 0;
    while done < pixels.len() {
        let (y, x) = pixels[done];
        first = (first.0.min(y), first.1.min(x));
        last = (last.0.max(y), last.1.max(x));
        for at in neighbours((y, x), mask.dim()) {
            if mask[at] && !seen[at] {
                seen[at] = true;
                pixels.push(at);
            }
        }
        done += 1;
    }
    let ((top, left), (bottom, right)) = (first, last);
    let bounds = PixelBox { top, left, height: bottom - top + 1, width: right - left + 1 };
    Piece { pixels, bounds }
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
