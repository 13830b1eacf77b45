//! Which pixels of a picture are ink, and how strongly.

use crate::PixelBox;
use crate::background::background;
use crate::frames::{frames, sizeable, touched};
use crate::lines::printed_lines;
use crate::paper::{Paper, margin, median};
use crate::pieces::{beside, neighbours, pieces, remove_specks};
use crate::sheet::sheet;
use crate::strips::inside_strips;
use crate::threshold::otsu;
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
    if let Some(inside) = inside_strips(gray)
        && let Ok(found) = find_on_paper(inside.of(gray), wanted)
        && is_clear(&found, &inside)
    {
        return Ok(found.in_larger(&inside, gray.dim()));
    }
    find_on_paper(gray, wanted)
}

fn find_on_paper(gray: ArrayView2<'_, f32>, wanted: Option<Ink>) -> Result<InkMap, NoInk> {
    const SHEETS: usize = 2;
    match ink_on_sheet(gray, wanted, SHEETS) {
        Some(on_sheet) => Ok(on_sheet),
        None => match (Standing::out(gray, wanted).and_then(Standing::ink_map), wanted) {
            // Light or shadow may have passed for ink.
            (Err(no_ink), None) => [Ink::Dark, Ink::Light]
                .into_iter()
                .find_map(|ink| Standing::out(gray, Some(ink)).ok()?.ink_map().ok())
                .ok_or(no_ink),
            (found, _) => found,
        },
    }
}

/// Whether the ink is inside a box without touching its sides, and is not a speck: what was cut off
/// around it was no part of it.
fn is_clear(found: &InkMap, inside: &PixelBox) -> bool {
    let whole = PixelBox { top: 0, left: 0, ..*inside };
    let around = PixelBox::around(found.mask.view(), |&is_ink| is_ink);
    around.is_some_and(|ink| sizeable(&ink, &whole) && touched(&ink, &whole) == 0)
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
    Some(found.in_larger(&inside, gray.dim()))
}

impl InkMap {
    /// The ink in a picture of which this one is the part in a box.
    fn in_larger(self, part: &PixelBox, whole: (usize, usize)) -> Self {
        let mut strength = Array2::zeros(whole);
        part.of_mut(strength.view_mut()).assign(&self.strength);
        let mut mask = Array2::from_elem(whole, false);
        part.of_mut(mask.view_mut()).assign(&self.mask);
        Self { strength, mask, ..self }
    }
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
        difference.mapv_inplace(|d| sign * d);
        difference -= &background(difference.view());
        let (level, noise) = level_and_noise(&difference);
        difference.mapv_inplace(|d| (d - level).max(0.0));
        Self::by_threshold(difference, ink, noise.min(paper.noise))
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

    /// Makes paper of printed lines, and looks again at the rest: they too have a say in the
    /// threshold.
    fn without_lines(mut self) -> Result<Self, NoInk> {
        // Darker lines may hide lighter ones.
        const ROUNDS: usize = 2;
        for _ in 0..ROUNDS {
            let lines = printed_lines(&self.mask);
            if lines.is_empty() {
                break;
            }
            for &at in &lines {
                self.mask[at] = false;
            }
            for at in lines {
                for near in neighbours(at, self.mask.dim()) {
                    if !self.mask[near] {
                        self.difference[near] = 0.0;
                    }
                }
            }
            self = Self::by_threshold(self.difference, self.ink, self.noise)?;
        }
        Ok(self)
    }

    fn ink_map(self) -> Result<InkMap, NoInk> {
        let Self { difference, mut mask, ink, contrast, noise, threshold } =
            self.without_frames()?.without_lines()?.without_frames()?;
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

/// The median and the standard deviation of the paper in the margin, of which ink covers less than
/// half.
fn level_and_noise(difference: &Array2<f32>) -> (f32, f32) {
    let mut values: Vec<f32> = margin(difference.view()).map(|(_, level)| level).collect();
    let level = median(&mut values);
    values.iter_mut().for_each(|value| *value = (*value - level).abs());
    // The median of |deviation| of normal noise is 1 / 1.4826 of its standard deviation.
    (level, 1.4826 * median(&mut values))
}

/// Whether more of the picture is darker than the paper than is lighter.
fn darker(difference: &Array2<f32>, noise: f32) -> bool {
    let energy = |sign: f32| -> f64 {
        difference.iter().map(|d| f64::from((sign * d - noise).max(0.0)).powi(2)).sum()
    };
    energy(-1.0) >= energy(1.0)
}
